import { isTrue } from '../../notation/go';
import { KubernetesObject } from '../balancer';
import { refused } from '../fields';
import { BOOL, goInt } from '../readers';
import { Remark } from '../reading';
import { Read, refusedValues } from '../service-table';
import {
  CHECKS,
  PORT_KEYS,
  SCALEWAY,
  certificatesOf,
  checksNode,
  names,
  namesPort,
  sendsByOldKey,
  valueFor,
} from './ports';
import { ServicePort } from '../services';

export function combinations(service: KubernetesObject, read: Read): Remark[] {
  const remarks: Remark[] = [];
  if (isTrue(read('externally-managed')) && !read('id')) {
    remarks.push(
      refused(
        `${SCALEWAY}externally-managed`,
        'The controller makes no balancer that is managed elsewhere.',
        `Name it in ${SCALEWAY}id.`,
      ),
    );
  }
  if (isTrue(read('private')) && (read('ip-ids') || service.spec?.loadBalancerIP)) {
    remarks.push(
      refused(
        `${SCALEWAY}private`,
        'The controller refuses addresses of a private balancer.',
        `Take ${SCALEWAY}ip-ids out.`,
      ),
    );
  }
  if (read('sticky-sessions') === 'cookie' && !read('sticky-sessions-cookie-name')) {
    remarks.push(
      refused(
        `${SCALEWAY}sticky-sessions`,
        'The controller refuses cookies without a name.',
        `Name it in ${SCALEWAY}sticky-sessions-cookie-name.`,
      ),
    );
  }
  // Addresses that are given, and private balancers, need no new ones.
  const isNew = !isTrue(read('private')) && !read('ip-ids') && !service.spec?.loadBalancerIP;
  const types = ((isNew && read('flexible-ip-types')) || 'ipv4').split(',').map((type) => type.trim().toLowerCase());
  if (!types.includes('ipv4') || types.some((type) => type !== 'ipv4' && type !== 'ipv6')) {
    remarks.push(
      refused(`${SCALEWAY}flexible-ip-types`, 'The controller wants an IPv4 address.', 'Write ipv4, or ipv4,ipv6.'),
    );
  }
  return remarks;
}

export function refusalsOf(service: KubernetesObject, read: Read, port: ServicePort): Remark[] {
  const ports = PORT_KEYS.filter((key) => namesPort(read(key), port) === undefined);
  const remarks = ports.map((key) =>
    refused(
      `${SCALEWAY}${key}`,
      `The controller refuses ${JSON.stringify(read(key))}.`,
      'Write true, false, * or port numbers.',
    ),
  );
  const [v1, v2] = ['proxy-protocol-v1', 'proxy-protocol-v2'].map((key) => names(read(key), port));
  if (v1 && v2) {
    remarks.push(
      refused(
        `${SCALEWAY}proxy-protocol-v1`,
        'The controller refuses both versions of PROXY protocol on one port.',
        `Take it or ${SCALEWAY}proxy-protocol-v2 out.`,
      ),
    );
  }
  if (!v1 && !v2 && sendsByOldKey(read('send-proxy-v2'), port) === undefined) {
    remarks.push(
      refused(
        `${SCALEWAY}send-proxy-v2`,
        `The controller refuses ${JSON.stringify(read('send-proxy-v2'))}.`,
        `Take it out, and write ${SCALEWAY}proxy-protocol-v2.`,
      ),
    );
  }
  if (certificatesOf(read('certificate-ids'), port).some((id) => id.split('/').length > 2)) {
    remarks.push(
      refused(
        `${SCALEWAY}certificate-ids`,
        'The controller refuses an id with two slashes.',
        'Write ids, or region/id.',
      ),
    );
  }
  return checksNode(service, read, port) ? remarks : [...remarks, ...checkRefusals(read, port)];
}

function checkRefusals(read: Read, port: ServicePort): Remark[] {
  const type = valueFor(read('health-check-type') ?? 'tcp', port);
  if (!CHECKS.includes(type)) {
    return [
      refused(
        `${SCALEWAY}health-check-type`,
        `The controller refuses ${JSON.stringify(type)} for port ${port.port}.`,
        'Write tcp.',
      ),
    ];
  }
  const remarks = refusedValues({ prefix: SCALEWAY }, { 'health-check-send-proxy': BOOL }, read);
  if (
    (type === 'http' || type === 'https') &&
    goInt(valueFor(read('health-check-http-code') ?? '200', port)) === undefined
  ) {
    remarks.push(refused(`${SCALEWAY}health-check-http-code`, 'The controller wants one status.', 'Write 200.'));
  }
  return remarks;
}
