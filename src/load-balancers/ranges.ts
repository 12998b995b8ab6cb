import { Construct } from 'constructs';
import { at, errorAt, explain } from '../input/errors';
import { Cidr, parseCidr } from '../net/cidr';
import { isWorldwide } from '../net/cidr-set';

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
