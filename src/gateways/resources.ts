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
    throw errorAt(scope, `resources must be an object, got ${quote(resources)}; write { cpu: { request: kplus.Cpu.millis(250) } }, or leave it out`);
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
      throw errorAt(scope, `${prop}.${name} must be an amount that is not negative, got ${quote(amount)}; write one such as ${example}`);
    }
  }
  if (request !== undefined && limit !== undefined && number(limit)! < number(request)!) {
    throw errorAt(scope, `${prop}.limit (${write(limit)}) is less than ${prop}.request (${write(request)}); write the larger amount as the limit`);
  }
}

function cores(amount: kplus.Cpu | null): number | undefined {
  const [, digits, unit] = /^(\d{1,9}(?:\.\d+)?)(m?)$/.exec(amount?.amount ?? '') ?? [];
  return digits === undefined ? undefined : Number(digits) / (unit ? 1000 : 1);
}

function mebibytes(size: Size | null): number | undefined {
  return typeof size?.toMebibytes === 'function' ? size.toMebibytes({ rounding: SizeRoundingBehavior.NONE }) : undefined;
}
