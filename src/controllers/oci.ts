import { Balancer, Frontend, KubernetesObject } from './balancer';
import { annotationSetting } from './fields';
import { ADMIT_BY_FIELD, appending, ending, Mode, NODE_CHECK, passing, PROTO_AND_PORT } from './making';
import { LB, NLB, OCI, ociRefusals, TYPE } from './oci-refusals';
import { goInt } from './readers';
import { Read, serviceController } from './service-table';
import { isLocal, LOCAL_POLICY, ServicePort } from './services';
import { sourceRanges } from './source-ranges';
import { list } from './values';
import { isTrue } from '../notation/go';

const MAKES = { 'oci-flexible': 'flexible Load Balancer of Oracle', 'oci-network': 'Network Load Balancer of Oracle' };
const VERSIONS: Readonly<Record<string, Frontend['proxyProtocol']>> = { 1: 1, 2: 2 };
/** It asks kube-proxy, whichever the policy. */
const CHECK = NODE_CHECK;

export const oci = serviceController({
  id: 'oci-cloud-controller-manager',
  cloud: 'oci',
  makes: MAKES,
  prefix: OCI,
  signs: { prefixes: [LB, NLB] },
  keys: [
    'compartment-id',
    'defined-tags',
    'ingress-ip-mode',
    'initial-defined-tags-override',
    'initial-freeform-tags-override',
    'load-balancer-type',
    'loadbalancer-policy',
    'node-label-selector',
    'oci-backend-network-security-group',
    'oci-load-balancer-backendset-ssl-config',
    'oci-load-balancer-listener-ssl-config',
    'oci-load-balancer-rule-sets',
    'oci-network-security-groups',
    'reserved-ips',
    'security-rule-management-mode',
    'workload-service-account',
    ...[
      'backend-protocol',
      'connection-idle-timeout',
      'connection-proxy-protocol-version',
      'health-check-interval',
      'health-check-retries',
      'health-check-timeout',
      'internal',
      'security-list-management-mode',
      'shape',
      'shape-flex-max',
      'shape-flex-min',
      'ssl-ports',
      'subnet1',
      'subnet2',
      'tls-backendset-secret',
      'tls-secret',
    ].map((suffix) => `${LB}${suffix}`),
    ...[
      'assigned-ipv6',
      'assigned-private-ipv4',
      'backend-policy',
      'defined-tags',
      'external-ip-only',
      'freeform-tags',
      'health-check-interval',
      'health-check-retries',
      'health-check-timeout',
      'initial-defined-tags-override',
      'initial-freeform-tags-override',
      'internal',
      'is-ppv2-enabled',
      'is-preserve-source',
      'node-label-selector',
      'oci-network-security-groups',
      'security-list-management-mode',
      'subnet',
    ].map((suffix) => `${NLB}${suffix}`),
  ],
  refusals: (service, read) => ociRefusals(service, read, isNetwork(read)),
  make: (service, read) => (isNetwork(read) ? network(service, read) : flexible(service, read)),
});

/** The type is read in any case, and an unknown one is lb. */
function isNetwork(read: Read): boolean {
  return read(TYPE)?.toLowerCase() === 'nlb';
}

function flexible(service: KubernetesObject, read: Read): Balancer {
  return ending(service, {
    id: 'oci-flexible',
    name: MAKES['oci-flexible'],
    mode: (port) => flexibleMode(read, port),
    rules: appending({ 'X-Real-IP': '{client}', ...PROTO_AND_PORT }),
    healthCheck: CHECK,
    settings: {
      proxyProtocol: annotationSetting(`${LB}connection-proxy-protocol-version`, '2'),
      backend: annotationSetting(`${LB}backend-protocol`, 'TCP'),
      admit: ADMIT_BY_FIELD,
    },
    internal: isTrue(read(`${LB}internal`)),
    admits: admits(service, read, 'All', read(`${OCI}oci-network-security-groups`)),
  });
}

/**
 * TLS needs the port in the list and a Secret; without either it is plain. PROXY protocol is sent whatever is spoken.
 */
function flexibleMode(read: Read, { port }: ServicePort): Mode {
  const isSecure = list(read(`${LB}ssl-ports`))
    .map(goInt)
    .includes(port);
  const ends = isSecure && Boolean(read(`${LB}tls-secret`));
  const tls = isSecure && Boolean(read(`${LB}tls-backendset-secret`));
  const proxyProtocol = VERSIONS[goInt(read(`${LB}connection-proxy-protocol-version`) ?? '') ?? ''];
  const protocol = read(`${LB}backend-protocol`)?.toUpperCase() || 'TCP';
  if (protocol === 'HTTP') return { speaks: ends ? 'https' : 'http', backend: tls ? 'https' : 'http', proxyProtocol };
  if (protocol === 'GRPC') return { speaks: 'https', backend: 'grpc', proxyProtocol };
  return { speaks: ends ? 'tls' : 'tcp', backend: tls ? 'tls' : 'tcp', proxyProtocol };
}

/** It keeps the source with policy Local unless told not to; and only where its type is written in small letters. */
function network(service: KubernetesObject, read: Read): Balancer {
  const proxyProtocol = read(`${NLB}is-ppv2-enabled`)?.toLowerCase() === 'true' ? 2 : undefined;
  const preserve = read(`${NLB}is-preserve-source`);
  const preserves = read(TYPE) === 'nlb' && (preserve === undefined || isTrue(preserve));
  const balancer = passing(service, 'oci-network', MAKES['oci-network'], {
    healthCheck: CHECK,
    internal: isTrue(read(`${NLB}internal`)),
    admits: admits(service, read, 'None', read(`${NLB}oci-network-security-groups`)),
  });
  return {
    ...balancer,
    frontends: balancer.frontends.map((frontend) => ({ ...frontend, proxyProtocol })),
    peer: isLocal(service) && !preserves ? { role: 'balancer' } : balancer.peer,
    settings: {
      keepSource: keepSource(read, preserves),
      proxyProtocol: annotationSetting(`${NLB}is-ppv2-enabled`, 'true'),
      hideSource: annotationSetting(`${NLB}is-preserve-source`, 'false'),
      admit: annotationSetting(
        `${NLB}security-list-management-mode`,
        'All, with the networks in spec.loadBalancerSourceRanges',
      ),
    },
  };
}

function keepSource(read: Read, preserves: boolean) {
  if (preserves) return LOCAL_POLICY;
  return read(TYPE) === 'nlb' ? annotationSetting(`${NLB}is-preserve-source`, 'true') : annotationSetting(TYPE, 'nlb');
}

/**
 * Ranges become rules where the controller manages them: by one key for both balancers, else by one of each. Groups of
 * the user's own hold anything, and what they admit comes in beside the ranges.
 *
 * @see https://docs.oracle.com/en-us/iaas/Content/Network/Concepts/securityrules.htm#comparison
 */
function admits(
  service: KubernetesObject,
  read: Read,
  byDefault: string,
  groups: string | undefined,
): readonly string[] | undefined {
  if (groups) return [];
  return mode(read, byDefault) === 'None' ? undefined : sourceRanges(service);
}

function mode(read: Read, byDefault: string): string {
  const rules = read(`${OCI}security-rule-management-mode`);
  if (rules !== undefined) return rules;
  const lists = read(`${byDefault === 'None' ? NLB : LB}security-list-management-mode`);
  return lists !== undefined && ['All', 'Frontend', 'None'].includes(lists) ? lists : byDefault;
}
