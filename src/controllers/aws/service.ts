import { Balancer, Cluster, Differing, Frontend, KubernetesObject, Setting } from '../balancer';
import { annotation, annotationReader, annotationSetting, nameOf, refused } from '../fields';
import { ADMIT_BY_FIELD } from '../making';
import { Remark } from '../reading';
import { LOCAL_POLICY, ServicePort, servicePorts } from '../services';
import { objectsIn } from '../values';

/** The prefix of the Service annotations of AWS. */
export const AWS = 'service.beta.kubernetes.io/aws-load-balancer-';

/** The attributes of target groups that decide about the client's address. */
export const PRESERVE = 'preserve_client_ip.enabled';
export const PROXY_V2 = 'proxy_protocol_v2.enabled';

export const CLASS = { controller: 'service.k8s.aws/nlb', autoMode: 'eks.amazonaws.com/nlb' };

/** The keys that the controllers of AWS know, on Services. */
export const AWS_KEYS = [
  'access-log-emit-interval',
  'access-log-enabled',
  'access-log-s3-bucket-name',
  'access-log-s3-bucket-prefix',
  'additional-resource-tags',
  'alpn-policy',
  'attributes',
  'backend-protocol',
  'connection-draining-enabled',
  'connection-draining-timeout',
  'connection-idle-timeout',
  'cross-zone-load-balancing-enabled',
  'disable-nlb-sg',
  'eip-allocations',
  'enable-icmp-for-path-mtu-discovery',
  'enable-prefix-for-ipv6-source-nat',
  'enable-tcp-udp-listener',
  'extra-security-groups',
  'healthcheck-healthy-threshold',
  'healthcheck-interval',
  'healthcheck-path',
  'healthcheck-port',
  'healthcheck-protocol',
  'healthcheck-success-codes',
  'healthcheck-timeout',
  'healthcheck-unhealthy-threshold',
  'inbound-sg-rules-on-private-link-traffic',
  'internal',
  'ip-address-type',
  'ipv6-addresses',
  'listener-attributes',
  'manage-backend-security-group-rules',
  'minimum-load-balancer-capacity',
  'multi-cluster-target-group',
  'name',
  'nlb-target-type',
  'private-ipv4-addresses',
  'proxy-protocol',
  'proxy-protocol-per-target-group',
  'quic-enabled-ports',
  'scheme',
  'security-group-prefix-lists',
  'security-groups',
  'source-nat-ipv6-prefixes',
  'ssl-cert',
  'ssl-negotiation-policy',
  'ssl-ports',
  'subnets',
  'target-group-attributes',
  'target-node-labels',
  'type',
].map((suffix) => `${AWS}${suffix}`);

export const awsReader = (service: KubernetesObject) => annotationReader(service, AWS);

/** The refusal of a value that the controller cannot read. */
export function refusedUnlessRead(
  service: KubernetesObject,
  suffix: string,
  isRead: (text: string) => boolean,
  mend: string,
): Remark[] {
  const text = awsReader(service)(suffix);
  if (text === undefined || isRead(text)) return [];
  return [refused(`${AWS}${suffix}`, `The controller refuses ${JSON.stringify(text)}.`, mend)];
}

/**
 * Who may take a Service on AWS: a class or a trace of its controller settles it, else the in-tree provider and
 * whoever adds a class.
 */
export function takers(service: KubernetesObject, cluster: Cluster): readonly string[] {
  const loadBalancerClass = service.spec?.loadBalancerClass;
  if (loadBalancerClass === CLASS.controller) return ['aws-load-balancer-controller'];
  if (loadBalancerClass === CLASS.autoMode) return ['eks-auto-mode'];
  if (loadBalancerClass) return [];
  if (cluster.controller) return [cluster.controller];
  const trace = traceOf(service);
  return trace ? [trace] : byType(service);
}

function byType(service: KubernetesObject): string[] {
  const read = awsReader(service);
  const type = read('type');
  const forController = type === 'nlb-ip' || type === 'external';
  return forController ? ['aws-load-balancer-controller'] : ['cloud-provider-aws', 'aws-load-balancer-controller'];
}

/** Who has already taken the Service, told by its finalizer or the balancer's host name. */
function traceOf(service: KubernetesObject): string | undefined {
  const finalizers: unknown[] = Array.isArray(service.metadata?.finalizers) ? service.metadata.finalizers : [];
  if (finalizers.includes('service.k8s.aws/resources')) return 'aws-load-balancer-controller';
  if (finalizers.includes('service.kubernetes.io/load-balancer-cleanup')) return 'cloud-provider-aws';
  const names = hostNames(service);
  if (names.some((name) => name.startsWith('k8s-'))) return 'aws-load-balancer-controller';
  if (names.some((name) => /^(internal-)?a[0-9a-f]{31}-/.test(name))) return 'cloud-provider-aws';
  return undefined;
}

function hostNames(service: KubernetesObject): string[] {
  return objectsIn(service.status?.loadBalancer?.ingress).map(({ hostname }) => String(hostname ?? ''));
}

/**
 * Whether the status names a Classic Load Balancer (`<name>.<region>.elb.…`) or a Network one
 * (`<name>.elb.<region>.…`).
 */
export function kindByStatus(service: KubernetesObject): 'classic' | 'network' | undefined {
  const [name = ''] = hostNames(service);
  if (/\.[a-z0-9-]+\.elb\.amazonaws\.com/.test(name)) return 'classic';
  return /\.elb\.[a-z0-9-]+\.amazonaws\.com/.test(name) ? 'network' : undefined;
}

/** In what the controllers read the same annotations differently: where TLS ends, and where a PROXY header is sent. */
export interface PortReader {
  readonly endsTls: (port: ServicePort) => boolean;
  readonly sendsProxyProtocol: (port: ServicePort) => boolean;
  /** In what the targets of a port differ from those of others. */
  readonly towards?: (port: ServicePort) => Differing;
}

/** The front ends of a Network Load Balancer. It speaks TLS to its targets only where it ends TLS itself. */
export function networkFrontends(service: KubernetesObject, reader: PortReader): Frontend[] {
  const { endsTls, sendsProxyProtocol, towards } = reader;
  const backendProtocol = awsReader(service)('backend-protocol');
  return servicePorts(service).map((port) => {
    const transport = port.protocol === 'UDP' ? ('udp' as const) : ('tcp' as const);
    const ended = transport === 'tcp' && endsTls(port);
    return {
      port: port.port,
      speaks: ended ? 'tls' : transport,
      service: nameOf(service),
      servicePort: port.port,
      backend: ended && backendProtocol === 'ssl' ? 'tls' : transport,
      proxyProtocol: sendsProxyProtocol(port) ? 2 : undefined,
      differs: towards?.(port),
    };
  });
}

export const HEALTH_CHECK: Setting = annotationSetting(`${AWS}healthcheck-protocol`, 'tcp');

/** The settings that all Network Load Balancers share. */
export function networkSettings(service: KubernetesObject, targets: 'pods' | 'nodes'): Balancer['settings'] {
  return {
    keepSource:
      targets === 'nodes'
        ? LOCAL_POLICY
        : annotationSetting(`${AWS}target-group-attributes`, 'preserve_client_ip.enabled=true'),
    healthCheck: HEALTH_CHECK,
    passTls: annotation(service, `${AWS}ssl-cert`) === undefined ? undefined : annotationSetting(`${AWS}ssl-cert`, ''),
    backend: annotationSetting(`${AWS}backend-protocol`, 'tcp'),
    controller: annotationSetting(`${AWS}type`, 'external'),
    hideSource: annotationSetting(`${AWS}target-group-attributes`, 'preserve_client_ip.enabled=false'),
    admit: ADMIT_BY_FIELD,
  };
}
