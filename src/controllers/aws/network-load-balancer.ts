import { AWS, AWS_KEYS, awsReader, CLASS, networkFrontends, networkSettings, serviceHealthCheck, takers } from './service';
import { Balancer, Cluster, Controller, KubernetesObject, made, Peer, Reading, refusedBy, Remark, unsettled } from '../balancer';
import { annotationSetting, isLocal, keyValues, list, refused, refusedUnless, ServicePort, servicePorts, shortCut, sourceRanges } from '../manifest';
import { misspelt } from '../spelling';

const PRESERVE = 'preserve_client_ip.enabled';
const PROXY_V2 = 'proxy_protocol_v2.enabled';

/** In what the two controllers that make Network Load Balancers of the same annotations differ. */
interface Flavour {
  readonly balancer: string;
  readonly name: string;
  readonly loadBalancerClass: string;
  readonly traces?: RegExp;
  readonly defaultTargetType: 'instance' | 'ip';
  /** Whether it reads the annotations for PROXY protocol, not the target groups' attributes alone. */
  readonly readsProxyProtocol: boolean;
}

/** The AWS Load Balancer Controller, for Services. */
export const awsLoadBalancerController = networkController('aws-load-balancer-controller', {
  balancer: 'aws-nlb',
  name: 'Network Load Balancer of AWS',
  loadBalancerClass: CLASS.controller,
  traces: /^service\.k8s\.aws\//,
  defaultTargetType: 'instance',
  readsProxyProtocol: true,
});

/** EKS Auto Mode, for Services. */
export const eksAutoMode = networkController('eks-auto-mode', {
  balancer: 'eks-auto-nlb',
  name: 'Network Load Balancer of EKS Auto Mode',
  loadBalancerClass: CLASS.autoMode,
  defaultTargetType: 'ip',
  readsProxyProtocol: false,
});

function networkController(id: string, flavour: Flavour): Controller {
  return {
    id,
    cloud: 'aws',
    makes: { [flavour.balancer]: flavour.name },
    signs: { prefixes: [AWS], classes: [flavour.loadBalancerClass], traces: flavour.traces },
    read: (service, cluster) => service.kind === 'Service' && takers(service, cluster).includes(id) ? read(id, flavour, service, cluster) : undefined,
  };
}

function read(controller: string, flavour: Flavour, service: KubernetesObject, cluster: Cluster): Reading {
  const misspellings = misspelt(service, [AWS], AWS_KEYS);
  const doubts = unclaimed(service, cluster);
  if (doubts.length > 0) return unsettled(controller, 'unknown-balancer', [...misspellings, ...doubts]);
  const refusals = refusalsOf(service, flavour);
  return refusals.length > 0 ? refusedBy(controller, refusals, misspellings) : made(controller, networkLoadBalancer(service, flavour), misspellings);
}

function networkLoadBalancer(service: KubernetesObject, flavour: Flavour): Balancer {
  const value = awsReader(service);
  const target = targetType(service, flavour);
  const targets = target === 'ip' ? 'pods' : 'nodes';
  const attributes = (port: ServicePort) => ({ ...keyValues(value('target-group-attributes')), ...keyValues(value(`target-group-attributes.${port.port}`)) });
  const sends = proxyProtocol(service, flavour, attributes);
  const frontends = networkFrontends(service, sends);
  const preserves = servicePorts(service).every((port) => (attributes(port)[PRESERVE] ?? String(target === 'instance')) === 'true');
  const sendsProxyProtocol = frontends.some((frontend) => frontend.proxyProtocol);
  const translates = value('ip-address-type') === 'dualstack' && !sendsProxyProtocol;
  return {
    id: flavour.balancer,
    name: `${flavour.name}, ${target} targets`,
    frontends,
    targets,
    peer: peer(service, targets, preserves && !translates),
    healthCheck: serviceHealthCheck(service, targets, sendsProxyProtocol),
    settings: {
      ...networkSettings(service, targets),
      ...translates && preserves ? { keepSource: annotationSetting(`${AWS}ip-address-type`, 'ipv4') } : {},
      proxyProtocol: flavour.readsProxyProtocol ? annotationSetting(`${AWS}proxy-protocol`, '*')
        : annotationSetting(`${AWS}target-group-attributes`, `${PROXY_V2}=true,${PRESERVE}=false`),
    },
    internal: value('scheme') === undefined ? value('internal') !== 'false' : value('scheme') === 'internal',
    admits: admits(service),
    shortCut: shortCut(service),
  };
}

function targetType(service: KubernetesObject, { defaultTargetType }: Flavour): string {
  const value = awsReader(service);
  return value('type') === 'nlb-ip' ? 'ip' : value('nlb-target-type') ?? defaultTargetType;
}

/** Packets that the balancer translates from IPv6 to IPv4, or whose source it does not preserve, come from its own addresses. */
function peer(service: KubernetesObject, targets: 'pods' | 'nodes', preserves: boolean): Peer {
  if (targets === 'nodes' && !isLocal(service)) return { role: 'node' };
  return { role: preserves ? 'client' : 'balancer' };
}

/** One annotation for all ports wins over one that lists ports, which wins over the target groups' attributes. */
function proxyProtocol(service: KubernetesObject, flavour: Flavour, attributes: (port: ServicePort) => Readonly<Record<string, string>>) {
  const value = awsReader(service);
  if (flavour.readsProxyProtocol && value('proxy-protocol') === '*') return () => true;
  const ports = value('proxy-protocol-per-target-group');
  if (flavour.readsProxyProtocol && ports !== undefined) return ({ port }: ServicePort) => list(ports).includes(String(port));
  return (port: ServicePort) => attributes(port)[PROXY_V2] === 'true';
}

/** Security groups of one's own replace the one that the source ranges would be written into; without any group nobody reads them. */
function admits(service: KubernetesObject): readonly string[] | undefined {
  const value = awsReader(service);
  if (value('disable-nlb-sg') === 'true') return undefined;
  if (value('security-groups') !== undefined || value('security-group-prefix-lists') !== undefined) return [];
  return sourceRanges(service);
}

/** Type external says that the controller shall take the Service, but it looks for the target type, too. */
function unclaimed(service: KubernetesObject, cluster: Cluster): Remark[] {
  const value = awsReader(service);
  const isTaken = service.spec?.loadBalancerClass || service.metadata?.finalizers || cluster.controller;
  if (value('type') !== 'external' || value('nlb-target-type') !== undefined || isTaken) return [];
  return [{
    rule: 'balancer-unknown',
    field: `metadata.annotations[${AWS}nlb-target-type]`,
    why: 'Type external without a target type is taken by nobody, unless the webhook of the AWS Load Balancer Controller (2.5 and later) adds the class.',
    mend: `Write ${AWS}nlb-target-type: instance or ip.`,
  }];
}

function refusalsOf(service: KubernetesObject, flavour: Flavour): Remark[] {
  const unless = (suffix: string, accepted: readonly string[]) => refusedUnless(service, `${AWS}${suffix}`, accepted);
  return [
    ...flavour.readsProxyProtocol ? unless('proxy-protocol', ['*']) : [],
    ...unless('scheme', ['internal', 'internet-facing']),
    ...unless('nlb-target-type', ['instance', 'ip']),
    ...unless('ip-address-type', ['ipv4', 'dualstack']),
    ...unusedTlsPorts(service),
    ...targetType(service, flavour) === 'instance' && service.spec?.allocateLoadBalancerNodePorts === false
      ? [{
        rule: 'annotation-refused',
        field: 'spec.allocateLoadBalancerNodePorts',
        why: 'Instance targets are node ports, and the Service asks for none.',
        mend: 'Take allocateLoadBalancerNodePorts out, or use ip targets.',
      }] : [],
  ];
}

function unusedTlsPorts(service: KubernetesObject): Remark[] {
  const unused = list(awsReader(service)('ssl-ports')).find((wanted) => !servicePorts(service).some(({ name, port }) => wanted === name || wanted === String(port)));
  return unused === undefined ? [] : [refused(`${AWS}ssl-ports`, `The Service has no port ${unused}.`, 'List ports of the Service by number or name, or take the annotation out: then all of them end TLS.')];
}
