import { XFF_MODE, XFF_PORT } from './alb-attributes';
import { applicationCheck, networkCheck, Version, VERSIONS } from './gateway-checks';
import {
  Configuration,
  Target,
  attributesIn,
  balancerConfiguration,
  listIn,
  targetConfiguration,
} from './gateway-configuration';
import { PRESERVE, PROXY_V2 } from './service';
import { Balancer, Cluster, Frontend, HttpRules } from '../balancer';
import { accessRefusals, targetRefusals, unseen } from './gateway-refusals';
import { STATUS_PATH, STATUS_PORT } from '../../binding/service-ports';
import { Attachment, routeBackends } from '../gateway-api/routes';
import { NO_CHECK } from '../making';
import { Reading, made, refusedBy, unsettled } from '../reading';
import { Backend, frontendsOf, isLocal } from '../services';
import { chosenSources } from '../source-ranges';

const ID = 'aws-load-balancer-controller';

const NETWORK = 'gateway.k8s.aws/nlb';

const APPLICATION = 'gateway.k8s.aws/alb';

export const NETWORK_GATEWAY = {
  id: 'aws-gateway-nlb',
  name: 'Network Load Balancer of AWS',
  cloud: 'aws',
  controller: NETWORK,
};

export const APPLICATION_GATEWAY = {
  id: 'aws-gateway-alb',
  name: 'Application Load Balancer of AWS',
  cloud: 'aws',
  controller: APPLICATION,
};

/**
 * The AWS Load Balancer Controller, for Gateways.
 *
 * @see https://github.com/kubernetes-sigs/aws-load-balancer-controller/tree/main/pkg/gateway/model
 */
export function awsRoute(attachment: Attachment, cluster: Cluster): Reading | undefined {
  const { controller } = attachment;
  if (controller !== NETWORK && controller !== APPLICATION) return undefined;
  const found = balancerConfiguration(attachment, cluster);
  if ('missing' in found) return unsettled(ID, 'missing-object', [unseen(found.missing)]);
  const targets: Target[] = [];
  for (const backend of routeBackends(attachment.route, cluster)) {
    const target = targetConfiguration(attachment, found.configuration, backend.service, cluster);
    if ('missing' in target) return unsettled(ID, 'missing-object', [unseen(target.missing)]);
    targets.push(targetOf(backend, target.configuration));
  }
  const refusals = [...accessRefusals(found.configuration), ...targets.flatMap(targetRefusals)];
  if (refusals.length > 0) return refusedBy(ID, refusals);
  const balancerOf = controller === NETWORK ? networkBalancer : applicationBalancer;
  return made(ID, balancerOf(attachment, found.configuration, targets));
}

function targetOf(backend: Backend, configuration: Configuration): Target {
  return {
    backend,
    configuration,
    attributes: attributesIn(configuration.targetGroupAttributes),
    targets: configuration.targetType === 'ip' ? 'pods' : 'nodes',
  };
}

/**
 * A Network Load Balancer: packets keep their source, or PROXY protocol tells it, by attributes of the target group.
 */
function networkBalancer(
  { route, listeners }: Attachment,
  configuration: Configuration,
  all: readonly Target[],
): Balancer {
  const { name } = NETWORK_GATEWAY;
  const dualStack = String(configuration.ipAddressType ?? 'ipv4').startsWith('dualstack');
  const towards = (target: Target | undefined) => ({
    ...targetsOf(name, target),
    peer: { role: peerOf(target, dualStack) },
    healthCheck: target ? networkCheck(target, sendsProxy(target)) : NO_CHECK,
  });
  return {
    id: NETWORK_GATEWAY.id,
    frontends: frontendsOf(
      listeners,
      all.map(({ backend }) => backend),
      (backend, { speaks }) => {
        const target = all.find((one) => one.backend === backend);
        return {
          backend: spokenByNetwork(String(route.kind), target, speaks),
          proxyProtocol: sendsProxy(target) ? 2 : undefined,
          differs: towards(target),
        };
      },
    ),
    ...towards(all[0]),
    whenAllFail: 'sends-to-all',
    settings: {
      healthCheck: { field: 'spec', write: 'a TargetGroupConfiguration for the Service, with healthCheckProtocol TCP' },
    },
    internal: configuration.scheme !== 'internet-facing',
    admits: configuration.disableSecurityGroup === true ? undefined : admits(configuration),
  };
}

function targetsOf(name: string, target: Target | undefined): Pick<Balancer, 'name' | 'targets'> {
  const targets = target?.targets ?? 'nodes';
  return { name: `${name}, ${targets === 'pods' ? 'ip' : 'instance'} targets`, targets };
}

function sendsProxy(target: Target | undefined): boolean {
  return target?.attributes[PROXY_V2] === 'true';
}

/** A PROXY header is the same whatever the packets' source; without one a dual-stack balancer does not keep that. */
function peerOf(target: Target | undefined, dualStack: boolean): Balancer['peer']['role'] {
  if (target && isBehindNodes(target)) return 'node';
  const preserves = (target?.attributes[PRESERVE] ?? String(target?.targets !== 'pods')) === 'true';
  return preserves && (!dualStack || sendsProxy(target)) ? 'client' : 'balancer';
}

/** A route of TLS speaks TLS to the targets; of the others the listener decides what is ended. */
function spokenByNetwork(kind: string, target: Target | undefined, speaks: Frontend['speaks']): Frontend['backend'] {
  if (speaks === 'udp') return 'udp';
  const protocol = target?.configuration.protocol ?? (kind === 'TLSRoute' && speaks === 'tls' ? 'TLS' : 'TCP');
  return protocol === 'TLS' ? 'tls' : 'tcp';
}

function applicationBalancer(
  { listeners, route }: Attachment,
  configuration: Configuration,
  all: readonly Target[],
): Balancer {
  const towards = (target: Target | undefined, speaks?: Frontend['speaks']) => ({
    ...targetsOf(APPLICATION_GATEWAY.name, target),
    peer: { role: target && isBehindNodes(target) ? 'node' : 'balancer' } as const,
    healthCheck: target ? applicationCheck(target, versionOf(String(route.kind), target, speaks)) : NO_CHECK,
  });
  return {
    id: APPLICATION_GATEWAY.id,
    frontends: frontendsOf(
      listeners,
      all.map(({ backend }) => backend),
      (backend, { speaks }) => {
        const target = all.find((one) => one.backend === backend);
        return { backend: spokenByApplication(String(route.kind), target, speaks), differs: towards(target, speaks) };
      },
    ),
    ...towards(all[0], listeners[0]?.speaks),
    http: httpRules(configuration),
    whenAllFail: 'sends-to-all',
    settings: {
      healthCheck: {
        field: 'spec',
        write:
          `a TargetGroupConfiguration for the Service, with healthCheckPort ${STATUS_PORT} ` +
          `and healthCheckPath ${STATUS_PATH}`,
      },
    },
    internal: configuration.scheme !== 'internet-facing',
    admits: admits(configuration),
  };
}

function spokenByApplication(
  kind: string,
  target: Target | undefined,
  speaks: Frontend['speaks'],
): Frontend['backend'] {
  if (target?.configuration.protocol === 'HTTPS') return 'https';
  const spoken = { GRPC: 'grpc', HTTP2: 'h2c', HTTP1: 'http' } as const;
  return spoken[versionOf(kind, target, speaks)];
}

/**
 * Other versions than HTTP/1.1 are for listeners of HTTPS: that of the target group, of the kind of the route, and of
 * the Service's port, in this order.
 */
function versionOf(kind: string, target: Target | undefined, speaks: Frontend['speaks'] | undefined): Version {
  if (speaks !== 'https') return 'HTTP1';
  const { protocolVersion } = target?.configuration ?? {};
  if (protocolVersion !== undefined) return VERSIONS.find((version) => version === protocolVersion) ?? 'HTTP1';
  if (kind === 'GRPCRoute') return 'GRPC';
  return target?.backend.port.appProtocol === 'kubernetes.io/h2c' ? 'HTTP2' : 'HTTP1';
}

function httpRules(configuration: Configuration): HttpRules {
  const attributes = attributesIn(configuration.loadBalancerAttributes);
  const mode = attributes[XFF_MODE];
  return {
    forwardedFor:
      mode === 'preserve' || mode === 'remove'
        ? { mode }
        : { mode: 'append', withPort: attributes[XFF_PORT] === 'true' },
    overwrites: { 'X-Forwarded-Proto': '{scheme}', 'X-Forwarded-Port': '{port}' },
    redirectsToHttps: false,
  };
}

/** Node ports through which kube-proxy rewrites the source. */
function isBehindNodes({ targets, backend }: Target): boolean {
  return targets === 'nodes' && !isLocal(backend.service);
}

function admits(configuration: Configuration): readonly string[] | undefined {
  if (listIn(configuration.securityGroups).length > 0) return [];
  const lists = listIn(configuration.securityGroupPrefixes);
  const ranges =
    configuration.sourceRanges === undefined ? undefined : chosenSources(listIn(configuration.sourceRanges));
  return ranges && lists.length > 0 ? [] : ranges;
}
