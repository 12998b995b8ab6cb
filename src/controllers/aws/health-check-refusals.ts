import { refusedUnlessRead } from './service';
import { parseInt32 } from '../../notation/go';
import { KubernetesObject } from '../balancer';
import { Remark } from '../reading';

/*
 * What both controllers of AWS refuse in the annotations of a health check.
 */

const PROTOCOLS = ['TCP', 'HTTP', 'HTTPS'];
const NUMBERS = [
  'healthcheck-interval',
  'healthcheck-timeout',
  'healthcheck-healthy-threshold',
  'healthcheck-unhealthy-threshold',
];

export function checkProtocolRefusals(service: KubernetesObject): Remark[] {
  const isKnown = (text: string) => PROTOCOLS.includes(text.toUpperCase());
  return refusedUnlessRead(service, 'healthcheck-protocol', isKnown, `Write ${PROTOCOLS.join(', ')}.`);
}

export function checkNumberRefusals(service: KubernetesObject): Remark[] {
  const isNumber = (text: string) => parseInt32(text) !== undefined;
  return NUMBERS.flatMap((suffix) =>
    refusedUnlessRead(service, suffix, isNumber, 'Write a whole number, without blanks.'),
  );
}
