import { Size, SizeRoundingBehavior } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { errorAt, quote } from '../input/errors';

/** @throws when the API server would refuse the resources of the container */
export function checkResources(scope: Construct, resources: kplus.ContainerResources | undefined): void {
  if (resources === undefined) {
    return;
  }
  if (typeof resources !== 'object' || resources === null) {
    throw errorAt(
      scope,
      `resources must be an object, got ${quote(resources)}; write { cpu: { request: kplus.Cpu.millis(250) } }, ` +
        'or leave it out',
    );
  }
  const { cpu, memory, ephemeralStorage } = resources;
  check(scope, 'resources.cpu', cpu, 'kplus.Cpu.millis(250)', cores, ({ amount }) => amount);
  for (const [name, sizes] of Object.entries({ memory, ephemeralStorage })) {
    check(scope, `resources.${name}`, sizes, 'Size.mebibytes(512)', mebibytes, (size) => `${mebibytes(size)}Mi`);
  }
}

/** Whether the pods request CPU, as an autoscaler needs. A limit alone is a request, too. */
export function requestsCpu(resources: kplus.ContainerResources | undefined): boolean {
  const amount = resources?.cpu?.request ?? resources?.cpu?.limit;
  return resources === undefined || (amount !== undefined && cores(amount)! > 0);
}

/**
 * The resources in the form in which the API server stores them, such as `1Gi` and not `1024Mi`. In another form, an
 * object that was applied client-side conflicts with itself once it is applied server-side.
 *
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts
 */
export function storedResources({ cpu, memory, ephemeralStorage }: kplus.ContainerResources): object {
  const of = (name: 'request' | 'limit') =>
    withoutUndefined({
      cpu: cpu?.[name] && storedCpu(cpu[name]),
      memory: memory?.[name] && storedSize(memory[name]),
      'ephemeral-storage': ephemeralStorage?.[name] && storedSize(ephemeralStorage[name]),
    });
  return withoutUndefined({ limits: of('limit'), requests: of('request') }) ?? {};
}

/** An amount as cdk8s-plus-27 has it until it writes the object. */
interface Quantity {
  readonly value: string;
}

/** A size with the largest unit that divides it. */
export function storedSize(size: Size): Quantity {
  const units = ['Mi', 'Gi', 'Ti', 'Pi'];
  let amount = mebibytes(size)!;
  while (units.length > 1 && amount > 0 && amount % 1024 === 0) {
    amount /= 1024;
    units.shift();
  }
  return { value: amount === 0 ? '0' : `${amount}${units[0]}` };
}

function storedCpu(cpu: kplus.Cpu): Quantity {
  const millis = Math.round(cores(cpu)! * 1e6) / 1000;
  if (!Number.isInteger(millis)) {
    return { value: cpu.amount };
  }
  return { value: millis % 1000 === 0 ? String(millis / 1000) : `${millis}m` };
}

function withoutUndefined(fields: { [name: string]: unknown }): object | undefined {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return given.length > 0 ? Object.fromEntries(given) : undefined;
}

function check<T>(
  scope: Construct,
  prop: string,
  amounts: { readonly request?: T; readonly limit?: T } | undefined,
  example: string,
  number: (amount: T) => number | undefined,
  write: (amount: T) => string,
): void {
  const { request, limit } = amounts ?? {};
  for (const [name, amount] of Object.entries({ request, limit })) {
    if (amount !== undefined && number(amount) === undefined) {
      throw errorAt(
        scope,
        `${prop}.${name} must be an amount that is not negative, got ${quote(amount)}; write one such as ${example}`,
      );
    }
  }
  if (request !== undefined && limit !== undefined && number(limit)! < number(request)!) {
    throw errorAt(
      scope,
      `${prop}.limit (${write(limit)}) is less than ${prop}.request (${write(request)}); ` +
        'write the larger amount as the limit',
    );
  }
}

function cores(amount: kplus.Cpu | null): number | undefined {
  const [, digits, unit] = /^(\d{1,9}(?:\.\d+)?)(m?)$/.exec(amount?.amount ?? '') ?? [];
  return digits === undefined ? undefined : Number(digits) / (unit ? 1000 : 1);
}

function mebibytes(size: Size | null): number | undefined {
  return typeof size?.toMebibytes === 'function'
    ? size.toMebibytes({ rounding: SizeRoundingBehavior.NONE })
    : undefined;
}
