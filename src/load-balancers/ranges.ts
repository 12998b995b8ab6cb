import { Construct } from 'constructs';
import { at, errorAt, explain, quote } from '../input/errors';
import { Cidr, parseAddress, parseCidr } from '../net/cidr';
import { isPrivate, isWorldwide } from '../net/cidr-set';

/** @throws when the networks that may connect are none, or one of them is not a CIDR block */
export function parseRanges(scope: Construct, prop: string, ranges?: string[]): Cidr[] | undefined {
  if (ranges?.length === 0) {
    throw errorAt(scope, `${prop} is empty, which means everybody; list the networks that may connect, or leave it out`);
  }
  return explain(at(scope, prop), () => ranges?.map(parseCidr));
}

/** Whether chosen networks alone may connect, as opposed to the world. */
export function admitsChosenOnly(scope: Construct, prop: string, ranges?: string[]): boolean {
  const blocks = parseRanges(scope, prop, ranges);
  return blocks !== undefined && !isWorldwide(blocks);
}

/** @throws when a balancer cannot have the address: it is of the wrong version, or a private one although the balancer is public */
export function checkAddress(scope: Construct, prop: string, address: string | undefined, wanted: { version?: 4 | 6; isPublic: boolean }): void {
  if (address === undefined) {
    return;
  }
  const block = explain(at(scope, prop), () => parseAddress(address));
  if (wanted.version !== undefined && block.version !== wanted.version) {
    throw errorAt(scope, `${prop} ${quote(address)} is an IPv${block.version} address; write one of IPv${wanted.version}`);
  }
  if (wanted.isPublic && isPrivate(block)) {
    throw errorAt(scope, `${prop} ${quote(address)} is a private address, which no balancer on the internet has; write its public address`);
  }
}
