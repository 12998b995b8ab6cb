import { networkHealthCheck } from './nlb-check';
import { networkRefusals } from './nlb-refusals';
import {
  AWS,
  AWS_KEYS,
  awsReader,
  CLASS,
  networkFrontends,
  networkSettings,
  PRESERVE,
  PROXY_V2,
  takers,
} from './service';
import { stringMap, stringSlice } from '../../notation/aws';
import { isTrue, parseBool, parseInt32 } from '../../notation/go';
import { Balancer, Cluster, KubernetesObject, Peer } from '../balancer';
import { Controller } from '../controller';
import { annotationSetting, refusedIf, refusedUnless } from '../fields';
import { made, Reading, refusedBy, Remark, unsettled } from '../reading';
import { isLocal, ServicePort, servicePorts, shortCut } from '../services';
import { chosenSources, writtenRanges } from '../source-ranges';
import { misspelt } from '../spelling';

const TARGET_TYPES = ['instance', 'ip'];

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
    ...(id === 'aws-load-balancer-controller' ? { takesOtherType } : {}),
    read: (service, cluster) =>
      service.kind === 'Service' && takers(service, cluster).includes(id)
        ? read(id, flavour, service, cluster)
        : undefined,
  };
}

/**
 * The controller makes balancers for Services of any type that ask for one by annotation.
 *
 * @see https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/main/pkg/service/service_utils.go
 * IsServiceSupported
 */
function takesOtherType(service: KubernetesObject): boolean {
  const value = awsReader(service);
  return (
    value('type') === 'nlb-ip' ||
    (value('type') === 'external' && TARGET_TYPES.includes(value('nlb-target-type') ?? ''))
  );
}

function read(controller: string, flavour: Flavour, service: KubernetesObject, cluster: Cluster): Reading {
  const misspellings = misspelt(service, [AWS], AWS_KEYS);
  const doubts = unclaimed(service, cluster);
  if (doubts.length > 0) return unsettled(controller, 'unknown-balancer', [...misspellings, ...doubts]);
  const refusals = refusalsOf(service, flavour);
  return refusals.length > 0
    ? refusedBy(controller, refusals, misspellings)
    : made(controller, networkLoadBalancer(service, flavour), misspellings);
}

function networkLoadBalancer(service: KubernetesObject, flavour: Flavour): Balancer {
  const value = awsReader(service);
  const target = targetType(service, flavour);
  const targets = target === 'ip' ? 'pods' : 'nodes';
  const sends = proxyProtocol(service, flavour);
  const isDualStack = value('ip-address-type') === 'dualstack';
  const preserves = (port: ServicePort) => preservesSource(attributesOf(service, port), target);
  const towards = (port: ServicePort) => ({
    peer: peer(service, targets, preserves(port) && (!isDualStack || sends(port))),
    healthCheck: networkHealthCheck(service, targets, sends(port)),
  });
  const [first] = servicePorts(service);
  const translates = isDualStack && servicePorts(service).some((port) => preserves(port) && !sends(port));
  return {
    id: flavour.balancer,
    name: `${flavour.name}, ${target} targets`,
    frontends: networkFrontends(service, {
      endsTls: (port) => endsTls(service, port),
      sendsProxyProtocol: sends,
      towards,
    }),
    targets,
    ...towards(first ?? { port: 0 }),
    whenAllFail: 'sends-to-all',
    settings: {
      ...networkSettings(service, targets),
      ...(translates ? { keepSource: annotationSetting(`${AWS}ip-address-type`, 'ipv4') } : {}),
      proxyProtocol: flavour.readsProxyProtocol
        ? annotationSetting(`${AWS}proxy-protocol`, '*')
        : annotationSetting(`${AWS}target-group-attributes`, `${PROXY_V2}=true,${PRESERVE}=false`),
    },
    internal: isInternal(service),
    admits: admits(service),
    shortCut: shortCut(service),
  };
}

/** Everything but `ip` is the nodes. */
function targetType(service: KubernetesObject, { defaultTargetType }: Flavour): 'instance' | 'ip' {
  const value = awsReader(service);
  return value('type') === 'nlb-ip' || (value('nlb-target-type') ?? defaultTargetType) === 'ip' ? 'ip' : 'instance';
}

function isInternal(service: KubernetesObject): boolean {
  const value = awsReader(service);
  const scheme = value('scheme');
  return scheme === undefined ? parseBool(value('internal') ?? 'true') !== false : scheme === 'internal';
}

/** A port's own attributes win over those of all ports, but for empty ones. */
function attributesOf(service: KubernetesObject, { port }: ServicePort): Readonly<Record<string, string>> {
  const map = (suffix: string) => stringMap(awsReader(service)(suffix) ?? '') ?? {};
  const ofPort = Object.entries(map(`target-group-attributes.${port}`)).filter(([, value]) => value !== '');
  return { ...map('target-group-attributes'), ...Object.fromEntries(ofPort) };
}

function preservesSource(attributes: Readonly<Record<string, string>>, target: 'instance' | 'ip'): boolean {
  return parseBool(attributes[PRESERVE] ?? String(target === 'instance')) === true;
}

/**
 * Packets that the balancer translates from IPv6 to IPv4, or whose source it does not preserve, come from its own
 * addresses.
 */
function peer(service: KubernetesObject, targets: 'pods' | 'nodes', preserves: boolean): Peer {
  if (targets === 'nodes' && !isLocal(service)) return { role: 'node' };
  return { role: preserves ? 'client' : 'balancer' };
}

/** The ports on which the balancer ends TLS: the listed ones, by number or name, or all; none without a certificate. */
function endsTls(service: KubernetesObject, { name, port }: ServicePort): boolean {
  const value = awsReader(service);
  const ports = stringSlice(value('ssl-ports'));
  return (
    stringSlice(value('ssl-cert')).length > 0 &&
    (ports.length === 0 || ports.includes(String(port)) || ports.includes(name ?? ''))
  );
}

/** One annotation for all ports wins over one that lists ports, which wins over the target groups' attributes. */
function proxyProtocol(service: KubernetesObject, flavour: Flavour): (port: ServicePort) => boolean {
  const value = awsReader(service);
  if (flavour.readsProxyProtocol && value('proxy-protocol') === '*') return () => true;
  const ports = value('proxy-protocol-per-target-group');
  if (flavour.readsProxyProtocol && ports !== undefined) return ({ port }) => stringSlice(ports).includes(String(port));
  return (port) => attributesOf(service, port)[PROXY_V2] === 'true';
}

/**
 * Security groups of one's own replace the one that the source ranges would be written into; without any group nobody
 * reads them.
 */
function admits(service: KubernetesObject): readonly string[] | undefined {
  const value = awsReader(service);
  if (isTrue(value('disable-nlb-sg'))) return undefined;
  if (stringSlice(value('security-groups')).length > 0) return [];
  const written = writtenRanges(service);
  if (stringSlice(value('security-group-prefix-lists')).length === 0) return chosenSources(written);
  return written.length > 0 && chosenSources(written) === undefined ? undefined : [];
}

/** Type external says that the controller shall take the Service, but it looks for the target type, too. */
function unclaimed(service: KubernetesObject, cluster: Cluster): Remark[] {
  const value = awsReader(service);
  const isTaken = service.spec?.loadBalancerClass || service.metadata?.finalizers || cluster.controller;
  if (value('type') !== 'external' || TARGET_TYPES.includes(value('nlb-target-type') ?? '') || isTaken) return [];
  return [
    {
      rule: 'balancer-unknown',
      field: `metadata.annotations[${AWS}nlb-target-type]`,
      why:
        'Type external without a target type, instance or ip, is not taken by any controller, ' +
        'unless the webhook of the AWS Load Balancer Controller (2.5 and later) adds the class.',
      mend: `Write ${AWS}nlb-target-type: instance or ip.`,
    },
  ];
}

function refusalsOf(service: KubernetesObject, flavour: Flavour): Remark[] {
  const targets = targetType(service, flavour) === 'ip' ? 'pods' : 'nodes';
  return [
    ...(flavour.readsProxyProtocol ? proxyRefusals(service) : []),
    ...networkRefusals({ service, targets, internal: isInternal(service), endsTls: (port) => endsTls(service, port) }),
  ];
}

function proxyRefusals(service: KubernetesObject): Remark[] {
  const named = stringSlice(awsReader(service)('proxy-protocol-per-target-group')).find(
    (port) => parseInt32(port) === undefined,
  );
  return [
    ...refusedUnless(service, `${AWS}proxy-protocol`, ['*']),
    ...refusedIf(
      named !== undefined,
      `${AWS}proxy-protocol-per-target-group`,
      `${JSON.stringify(named)} is not a number.`,
      'List ports of the Service by number.',
    ),
  ];
}
