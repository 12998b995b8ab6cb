import { KubernetesObject } from './balancer';
import { refused } from './fields';
import { Accepted, INTEGER, integerBetween, oneOfInAnyCase, orEmpty } from './readers';
import { Remark } from './reading';
import { Read, refusedValues } from './service-table';
import { ServicePort, servicePorts } from './services';

export const ALIBABA = 'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-';
export const CLASS = 'alibabacloud.com/nlb';
/** It gives a Service to another controller. */
export const CLASS_KEY = 'service.beta.kubernetes.io/class';

const CLASSIC = ['http', 'https', 'tcp', 'udp'];
const NETWORK = ['tcp', 'udp', 'tcpssl'];

/** Empty text is no annotation. */
const integers = (...keys: string[]): Record<string, Accepted> =>
  Object.fromEntries(keys.map((key) => [key, orEmpty(INTEGER)]));

const CLASSIC_VALUES = integers(
  'bandwidth',
  'persistence-timeout',
  'established-timeout',
  'idle-timeout',
  'request-timeout',
  'connection-drain-timeout',
  'cookie-timeout',
  'healthy-threshold',
  'unhealthy-threshold',
  'health-check-connect-timeout',
  'health-check-connect-port',
  'health-check-interval',
  'health-check-timeout',
);
const NETWORK_VALUES: Readonly<Record<string, Accepted>> = {
  ...integers('idle-timeout', 'cps', 'connection-drain-timeout'),
  'server-group-type': orEmpty(oneOfInAnyCase('instance', 'ip')),
  'cross-zone-enabled': orEmpty(oneOfInAnyCase('on', 'off')),
  'default-weight': orEmpty(integerBetween(0, 100)),
};
const NETWORK_CHECK = integers(
  'health-check-connect-port',
  'healthy-threshold',
  'unhealthy-threshold',
  'health-check-connect-timeout',
  'health-check-interval',
);

export function isNetwork({ spec }: KubernetesObject): boolean {
  return spec?.loadBalancerClass === CLASS;
}

/** What Alibaba's controller refuses of a Service. */
export function alibabaRefusals(service: KubernetesObject, read: Read): Remark[] {
  const protocols = servicePorts(service)
    .flatMap((port) => refusedProtocol(service, read, port))
    .slice(0, 1);
  if (!isNetwork(service)) return [...protocols, ...refusedValues({ prefix: ALIBABA }, CLASSIC_VALUES, read)];
  const checks = read('health-check-flag')?.toLowerCase() === 'on' ? NETWORK_CHECK : {};
  return [
    ...protocols,
    ...refusedZones(read),
    ...refusedValues({ prefix: ALIBABA }, { ...NETWORK_VALUES, ...checks }, read),
  ];
}

/** `http:80,https:443`, read up to the port: in small letters by the classic balancer, in any case by the other. */
function refusedProtocol(service: KubernetesObject, read: Read, { port }: ServicePort): Remark[] {
  const text = read('protocol-port');
  if (!text) return [];
  for (const item of text.split(',')) {
    const [protocol, number] = item.split(':');
    const known = isNetwork(service) ? NETWORK.includes(protocol.toLowerCase()) : CLASSIC.includes(protocol);
    if (number === undefined || !known) {
      const what = isNetwork(service)
        ? 'TCP, UDP or TCPSSL'
        : 'http, https, tcp or udp, in small letters and without blanks';
      return [
        refused(
          `${ALIBABA}protocol-port`,
          `The controller refuses ${JSON.stringify(item)}.`,
          `Write protocol:port with ${what}.`,
        ),
      ];
    }
    if (number === String(port)) return [];
  }
  return [];
}

function refusedZones(read: Read): Remark[] {
  const zones = read('zone-maps');
  if (zones ? zones.split(',').every((zone) => zone.includes(':')) : read('id')) return [];
  return [
    refused(
      `${ALIBABA}zone-maps`,
      'The controller refuses a network balancer without its zones.',
      'Write zone:vswitch,zone:vswitch.',
    ),
  ];
}
