import { parseBool } from '../../notation/go';
import { Frontend, KubernetesObject } from '../balancer';
import { Mode } from '../making';
import { goIntOfAnyBase } from '../readers';
import { Read } from '../service-table';
import { ServicePort, isLocal } from '../services';

export const SCALEWAY = 'service.beta.kubernetes.io/scw-loadbalancer-';

export const CHECKS = ['tcp', 'http', 'https', 'mysql', 'pgsql', 'redis', 'ldap'];

/** PROXY protocol and TLS towards Kong are set whatever is spoken in front. */
export function mode(read: Read, port: ServicePort): Mode {
  const isHttp = names(read('protocol-http'), port);
  const ends = certificatesOf(read('certificate-ids'), port).length > 0;
  const tls = names(read('http-backend-tls'), port);
  const proxyProtocol = version(read, port);
  if (isHttp) return { speaks: ends ? 'https' : 'http', backend: tls ? 'https' : 'http', proxyProtocol };
  return { speaks: ends ? 'tls' : 'tcp', backend: tls ? 'tls' : 'tcp', proxyProtocol };
}

function version(read: Read, port: ServicePort): Frontend['proxyProtocol'] {
  if (names(read('proxy-protocol-v1'), port)) return 1;
  if (names(read('proxy-protocol-v2'), port)) return 2;
  return sendsByOldKey(read('send-proxy-v2'), port) ? 2 : undefined;
}

/**
 * Whether a value names a port: a boolean, `*`, or a list of numbers of any base, read up to the port. Undefined
 * where it cannot be read.
 */
export function namesPort(value: string | undefined, { port }: ServicePort): boolean | undefined {
  if (value === undefined || value === '') return false;
  if (value === '*') return true;
  if (value !== '1' && value !== '0' && parseBool(value) !== undefined) return parseBool(value);
  for (const item of value.replace(/ /g, '').split(',')) {
    const number = goIntOfAnyBase(item);
    if (number === undefined || number < 1 || number > 65535) return undefined;
    if (number === port) return true;
  }
  return false;
}

export function names(value: string | undefined, port: ServicePort): boolean {
  return namesPort(value, port) === true;
}

/** The deprecated key: here "1" and "0" are booleans. */
export function sendsByOldKey(value: string | undefined, { port }: ServicePort): boolean | undefined {
  if (value === undefined) return false;
  if (parseBool(value) !== undefined) return parseBool(value);
  const items = value.replace(/ /g, '').split(',').map(goIntOfAnyBase);
  const until = items.indexOf(port);
  return items.slice(0, until < 0 ? items.length : until).includes(undefined) ? undefined : until >= 0;
}

/** `id,id` for every port, `443:id,id` for one; parts are told apart by semicolons. */
export function certificatesOf(value: string | undefined, port: ServicePort): string[] {
  if (!value) return [];
  return value.split(';').flatMap((part) => {
    const [ports, ids] = part.split(':');
    if (ids === undefined) return ports.split(',');
    return names(ports, port) ? ids.split(',') : [];
  });
}

/** `http`, or `80:http;443,8443:https`. */
export function valueFor(value: string, port: ServicePort): string {
  let found = '';
  for (const part of value.split(';')) {
    const [ports, own] = part.split(':');
    if (own === undefined) found ||= ports;
    else if (names(ports, port)) found = own;
  }
  return found;
}

export function checksNode(service: KubernetesObject, read: Read, port: ServicePort): boolean {
  return isLocal(service) && names(read('health-check-from-service'), port);
}

/** Each names ports, or all of them. */
export const PORT_KEYS = [
  'protocol-http',
  'proxy-protocol-v1',
  'proxy-protocol-v2',
  'http-backend-tls',
  'http-backend-tls-skip-verify',
  'health-check-from-service',
];
