import { refused } from '../fields';
import { INTEGER, NUMBERS, goInt, oneOf } from '../readers';
import { Remark } from '../reading';
import { Read, refusedValues } from '../service-table';
import { DO, PORT_LISTS, endsTls, isSecure, passesTls, portsIn } from './ports';
import { KubernetesObject } from '../balancer';
import { tcpPorts } from '../making';

export function refusedCombinations(read: Read): Remark[] {
  const remarks: Remark[] = [];
  if (read('size-slug') && (goInt(read('size-unit') ?? '') ?? 0) > 0) {
    remarks.push(
      refused(`${DO}size-slug`, 'The controller refuses a slug and a unit together.', `Take it or ${DO}size-unit out.`),
    );
  }
  if (read('network') === 'INTERNAL' && read('network-stack') === 'DUALSTACK') {
    remarks.push(
      refused(
        `${DO}network-stack`,
        'The controller refuses IPv6 on an internal balancer.',
        'Write IPV4, or take it out.',
      ),
    );
  }
  if (read('sticky-sessions-type') === 'cookies') {
    if (!read('sticky-sessions-cookie-name')) {
      remarks.push(missing('sticky-sessions-cookie-name', 'the name of the cookie'));
    }
    if (goInt(read('sticky-sessions-cookie-ttl') ?? '') === undefined) {
      remarks.push(missing('sticky-sessions-cookie-ttl', 'an integer'));
    }
  }
  return remarks;
}

function missing(key: string, what: string): Remark {
  return refused(`${DO}${key}`, 'The controller refuses sticky sessions without it.', `Write ${what}.`);
}

/** The key of an override counts by being there, whatever its value. */
export function refusedChecks(service: KubernetesObject, read: Read): Remark[] {
  if (read('override-health-check') === undefined) return [];
  const remarks = refusedValues({ prefix: DO }, { 'healthcheck-protocol': oneOf('tcp', 'http', 'https', '') }, read);
  const port = read('healthcheck-port');
  if (port !== undefined && !tcpPorts(service).some((one) => one.port === goInt(port))) {
    remarks.push(
      refused(
        `${DO}healthcheck-port`,
        `The controller refuses ${JSON.stringify(port)}.`,
        'Write one TCP port of the Service.',
      ),
    );
  }
  return remarks;
}

export function refusedModes(service: KubernetesObject, read: Read): Remark[] {
  const values = refusedValues(
    { prefix: DO },
    {
      protocol: oneOf('tcp', 'http', 'https', 'http2', 'http3'),
      'http-ports': NUMBERS,
      'tls-ports': NUMBERS,
      'http2-ports': NUMBERS,
      'http3-port': INTEGER,
    },
    read,
  );
  if (values.length > 0) return values;
  const lists = PORT_LISTS.map((key) => new Set(portsIn(read, key)));
  if (new Set(lists.flatMap((ports) => [...ports])).size < lists.reduce((sum, { size }) => sum + size, 0)) {
    return [refused(`${DO}tls-ports`, 'The controller refuses a port in two of its lists.', 'Name each port once.')];
  }
  const passes = passesTls(read);
  const ends = endsTls(read);
  const needed = tcpPorts(service).some((port) => isSecure(read, port)) || read('http3-port') !== undefined;
  if (needed && !ends && !passes) {
    return [
      refused(
        `${DO}certificate-id`,
        'The controller refuses HTTPS without a certificate.',
        'Name the certificate, or set tls-passthrough.',
      ),
    ];
  }
  if (needed && ends && passes) {
    return [
      refused(
        `${DO}tls-passthrough`,
        'The controller refuses a certificate where TLS is passed through.',
        'Take one of the two out.',
      ),
    ];
  }
  return [];
}
