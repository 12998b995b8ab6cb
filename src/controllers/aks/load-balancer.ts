import { Balancer, Controller, HealthCheck, KubernetesObject, made, refusedBy, Remark } from '../balancer';
import { annotationReader, annotationSetting, isLocal, LOCAL_POLICY, passedThrough, refused, ServicePort, servicePorts, shortCut, sourceRanges } from '../manifest';
import { misspelt } from '../spelling';

const ID = 'cloud-provider-azure';
const AZURE = 'service.beta.kubernetes.io/azure-';
const MAKES = {
  'aks-load-balancer': 'Standard Load Balancer of Azure',
  'aks-private-link-service': 'Private Link Service of Azure',
};
const PORT = 'service.beta.kubernetes.io/port_';

const KEYS = [
  'additional-public-ips', 'allowed-ip-ranges', 'allowed-service-tags', 'deny-all-except-load-balancer-source-ranges', 'disable-load-balancer-floating-ip',
  'disable-load-balancer-nsg-rule', 'dns-label-name', 'load-balancer-configurations', 'load-balancer-disable-tcp-reset',
  'load-balancer-enable-high-availability-ports',
  'load-balancer-health-probe-interval', 'load-balancer-health-probe-num-of-probe', 'load-balancer-health-probe-protocol',
  'load-balancer-health-probe-request-path', 'load-balancer-internal', 'load-balancer-internal-subnet', 'load-balancer-ipv4', 'load-balancer-ipv6',
  'load-balancer-mode', 'load-balancer-resource-group', 'load-balancer-tcp-idle-timeout', 'pip-ip-tags', 'pip-name', 'pip-name-ipv6', 'pip-prefix-id',
  'pip-prefix-id-ipv6', 'pip-tags', 'pls-auto-approval', 'pls-create', 'pls-fqdns', 'pls-ip-configuration-ip-address',
  'pls-ip-configuration-ip-address-count', 'pls-ip-configuration-subnet', 'pls-name', 'pls-proxy-protocol', 'pls-resource-group',
  'pls-visibility', 'shared-securityrule',
].map((suffix) => `${AZURE}${suffix}`);

/** The cloud provider Azure: a Standard Load Balancer, which passes packets on, and before it a Private Link Service if asked. */
export const cloudProviderAzure: Controller = {
  id: ID,
  cloud: 'aks',
  makes: MAKES,
  signs: { prefixes: [AZURE] },
  read(service) {
    if (service.kind !== 'Service' || service.spec?.loadBalancerClass) return undefined;
    const misspellings = misspelt(service, [AZURE], KEYS);
    const refusals = refusalsOf(service);
    return refusals.length > 0 ? refusedBy(ID, refusals, misspellings) : made(ID, loadBalancer(service), misspellings);
  },
};

function loadBalancer(service: KubernetesObject): Balancer {
  const is = flags(service);
  const link = is('pls-create');
  const id = link ? 'aks-private-link-service' : 'aks-load-balancer';
  const sendsProxyProtocol = link && is('pls-proxy-protocol');
  return {
    id,
    name: MAKES[id],
    frontends: passedThrough(service).map((frontend) => sendsProxyProtocol ? { ...frontend, proxyProtocol: 2 } : frontend),
    targets: 'nodes',
    peer: { role: !isLocal(service) ? 'node' : link ? 'balancer' : 'client' },
    healthCheck: healthCheck(service, sendsProxyProtocol),
    settings: {
      keepSource: link ? undefined : LOCAL_POLICY,
      proxyProtocol: link ? annotationSetting(`${AZURE}pls-proxy-protocol`, 'true') : undefined,
      healthCheck: annotationSetting(`${AZURE}load-balancer-health-probe-protocol`, 'tcp'),
    },
    internal: is('load-balancer-internal'),
    admits: admits(service),
    shortCut: shortCut(service),
  };
}

/** The check of the first port that differs from a plain TCP one, else that one; one check for all ports would hide it. */
function healthCheck(service: KubernetesObject, sendsProxyProtocol: boolean): HealthCheck {
  const checks = servicePorts(service).map((port) => portCheck(service, port, sendsProxyProtocol));
  return checks.find(({ kind }) => kind === 'http') ?? checks[0] ?? { kind: 'none' };
}

/** With Local the node is asked, unless PROXY protocol is on: then the node port is dialled. appProtocol alone turns a check into HTTP. */
function portCheck(service: KubernetesObject, { port, appProtocol }: ServicePort, sendsProxyProtocol: boolean): HealthCheck {
  const ofPort = annotationReader(service, `${PORT}${port}_health-probe_`);
  const ofService = annotationReader(service, `${AZURE}load-balancer-health-probe-`);
  if (isLocal(service) && !sendsProxyProtocol && ofPort('port') === undefined) return { kind: 'node', sendsProxyProtocol };
  const own = Number(ofPort('port'));
  const checked = Number.isInteger(own) ? own : 'traffic-port';
  const protocol = (ofPort('protocol') ?? ofService('protocol') ?? appProtocol ?? 'tcp').toLowerCase();
  if (protocol !== 'http' && protocol !== 'https') return { kind: 'tcp', port: checked, sendsProxyProtocol };
  return { kind: 'http', port: checked, path: ofPort('request-path') ?? ofService('request-path') ?? '/', passes: '200', sendsProxyProtocol };
}

/** Service tags admit networks of Azure's that are not known here; without rules nobody reads the ranges. */
function admits(service: KubernetesObject): readonly string[] | undefined {
  const read = annotationReader(service, AZURE);
  if (flags(service)('disable-load-balancer-nsg-rule')) return undefined;
  const ranges = sourceRanges(service) ?? read('allowed-ip-ranges')?.split(',').map((range) => range.trim());
  return read('allowed-service-tags') === undefined ? ranges : [];
}

function refusalsOf(service: KubernetesObject): Remark[] {
  const is = flags(service);
  return is('pls-create') && !is('load-balancer-internal') && !is('disable-load-balancer-floating-ip')
    ? [refused(`${AZURE}pls-create`, 'A Private Link Service needs an internal balancer, or one without floating IP.', `Write ${AZURE}load-balancer-internal: "true", too.`)]
    : [];
}

function flags(service: KubernetesObject): (suffix: string) => boolean {
  const read = annotationReader(service, AZURE);
  return (suffix) => read(suffix)?.toLowerCase() === 'true';
}
