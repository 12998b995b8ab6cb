import { Frontend, HealthCheck, KubernetesObject } from './balancer';
import { annotationSetting, refused } from './fields';
import {
  ADMIT_BY_FIELD,
  appending,
  ending,
  HTTP,
  HTTPS,
  Mode,
  NO_CHECK,
  NODE_CHECK,
  PRESERVING,
  TCP,
  TCP_CHECK,
} from './making';
import { Remark } from './reading';
import { Read, serviceController } from './service-table';
import { isLocal } from './services';
import { sourceRanges } from './source-ranges';
import { list } from './values';
import { networkMeant } from '../net/cidr';

const OCTAVIA = 'loadbalancer.openstack.org/';
const NAME = 'Octavia load balancer of OpenStack';
const INTERNAL = 'service.beta.kubernetes.io/openstack-internal-load-balancer';
const SOURCE_RANGES = 'service.beta.kubernetes.io/load-balancer-source-ranges';
/** Any other value is off. */
const VERSIONS: Readonly<Record<string, Frontend['proxyProtocol']>> = { true: 1, v1: 1, v2: 2 };

/**
 * The cloud provider OpenStack, at OVH and others, too. A boolean is "true" or "false"; anything else is as if it
 * were not there.
 */
export const openstack = serviceController({
  id: 'cloud-provider-openstack',
  cloud: 'openstack',
  makes: { octavia: NAME },
  prefix: OCTAVIA,
  signs: { prefixes: ['service.beta.kubernetes.io/openstack-', 'loadbalancer.ovhcloud.com/'], traces: /\.nip\.io$/ },
  keys: [
    'availability-zone',
    'class',
    'connection-limit',
    'default-tls-container-ref',
    'enable-health-monitor',
    'flavor-id',
    'floating-network-id',
    'floating-subnet',
    'floating-subnet-id',
    'floating-subnet-tags',
    'health-monitor-delay',
    'health-monitor-max-retries',
    'health-monitor-max-retries-down',
    'health-monitor-timeout',
    'hostname',
    'keep-floatingip',
    'lb-method',
    'load-balancer-address',
    'load-balancer-id',
    'member-subnet-id',
    'network-id',
    'node-selector',
    'port-id',
    'proxy-protocol',
    'subnet-id',
    'timeout-client-data',
    'timeout-member-connect',
    'timeout-member-data',
    'timeout-tcp-inspect',
    'x-forwarded-for',
    INTERNAL,
    'loadbalancer.ovhcloud.com/class',
  ],
  refusals,
  make: (service, read) =>
    ending(service, {
      id: 'octavia',
      name: NAME,
      mode: () => mode(read),
      rules: writesForwardedFor(read) ? appending() : PRESERVING,
      healthCheck: healthCheck(service, read),
      settings: {
        proxyProtocol: annotationSetting(`${OCTAVIA}proxy-protocol`, 'v2'),
        admit: ADMIT_BY_FIELD,
      },
      internal: read(INTERNAL) === 'true',
      admits: sourceRanges(service),
    }),
});

function version(read: Read): Frontend['proxyProtocol'] {
  return VERSIONS[read('proxy-protocol') ?? ''];
}

function writesForwardedFor(read: Read): boolean {
  return read('x-forwarded-for') === 'true';
}

/** An empty reference to a certificate is none. */
function mode(read: Read): Mode {
  const ends = Boolean(read('default-tls-container-ref'));
  const proxyProtocol = version(read);
  if (proxyProtocol !== undefined) return { speaks: ends ? 'tls' : 'tcp', backend: 'tcp', proxyProtocol };
  if (ends) return HTTPS;
  return writesForwardedFor(read) ? HTTP : TCP;
}

function healthCheck(service: KubernetesObject, read: Read): HealthCheck {
  if (read('enable-health-monitor') === 'false') return NO_CHECK;
  return isLocal(service) ? NODE_CHECK : TCP_CHECK;
}

function refusals(service: KubernetesObject, read: Read): Remark[] {
  const remarks: Remark[] = [];
  if (writesForwardedFor(read) && version(read) !== undefined) {
    remarks.push(
      refused(
        `${OCTAVIA}x-forwarded-for`,
        'The controller refuses X-Forwarded-For together with PROXY protocol.',
        `Take it or ${OCTAVIA}proxy-protocol out.`,
      ),
    );
  }
  const byField =
    Array.isArray(service.spec?.loadBalancerSourceRanges) && service.spec.loadBalancerSourceRanges.length > 0;
  if (!byField && list(read(SOURCE_RANGES)).some((range) => networkMeant(range) === undefined)) {
    remarks.push(
      refused(
        SOURCE_RANGES,
        'The controller refuses a range that it cannot read.',
        'Write networks such as 192.0.2.0/24.',
      ),
    );
  }
  return remarks;
}
