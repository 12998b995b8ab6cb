import { IpFamily } from '../binding/service-binding';
import { at, errorAt, explain, Place, quote } from '../input/errors';
import { texts } from '../input/values';
import { Cidr, parseAddress, parseCidr } from '../net/cidr';
import { isPrivate, isWorldwide } from '../net/cidr-set';

/** @throws when the networks that may connect are none, or one of them is not a CIDR block */
export function parseRanges(place: Place, prop: string, ranges?: string[]): Cidr[] | undefined {
  if (ranges?.length === 0) {
    throw errorAt(
      place,
      `${prop} is empty, which admits all sources; list the networks that may connect, or leave it out`,
    );
  }
  return texts(place, prop, ranges)?.map((range) => explain(at(place, prop), () => parseCidr(range)));
}

/** Whether chosen networks alone may connect, as opposed to the world. */
export function admitsChosenOnly(place: Place, prop: string, ranges?: string[]): boolean {
  const blocks = parseRanges(place, prop, ranges);
  return blocks !== undefined && !isWorldwide(blocks);
}

/**
 * @throws when a balancer cannot have the address: it is of the wrong version, or a private one although the balancer
 * is public
 */
export function checkAddress(
  place: Place,
  prop: string,
  address: string | undefined,
  wanted: { version?: 4 | 6; isPublic: boolean },
): void {
  if (address === undefined) {
    return;
  }
  const block = explain(at(place, prop), () => parseAddress(address));
  if (wanted.version !== undefined && block.version !== wanted.version) {
    throw errorAt(
      place,
      `${prop} ${quote(address)} is an IPv${block.version} address; write one of IPv${wanted.version}`,
    );
  }
  if (wanted.isPublic && isPrivate(block)) {
    throw errorAt(
      place,
      `${prop} ${quote(address)} is a private address, which no balancer on the internet has; write its public address`,
    );
  }
}

/**
 * @throws when the networks that may connect leave out a family of the balancer's addresses, or are of another family
 */
export function checkRangeFamilies(
  place: Place,
  prop: string,
  ranges: string[] | undefined,
  families: IpFamily[],
): void {
  const blocks = parseRanges(place, prop, ranges);
  const familyOf = ({ version }: Cidr) => (version === 4 ? IpFamily.IPV4 : IpFamily.IPV6);
  const useless = blocks?.find((block) => !families.includes(familyOf(block)));
  if (useless) {
    throw errorAt(
      place,
      `${prop}: ${quote(useless.text)} is a network of ${familyOf(useless)}, ` +
        `but the balancer has addresses of ${families.join(' and ')} only; ` +
        `leave it out, or give the balancer ${familyOf(useless)}`,
    );
  }
  const missing = blocks && families.find((family) => !blocks.some((block) => familyOf(block) === family));
  if (missing) {
    throw errorAt(
      place,
      `${prop} ${quote(ranges)}: no client could connect over ${missing}, ` +
        `although the balancer has ${missing} addresses; add the ${missing} networks that may connect, ` +
        `or take ${missing} from the balancer`,
    );
  }
}
