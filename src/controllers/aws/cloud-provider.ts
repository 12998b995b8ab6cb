import { attributesOf, classicRefusals, networkRefusals } from './ccm-refusals';
import { networkHealthCheck } from './nlb-check';
import {
  AWS,
  AWS_KEYS,
  awsReader,
  CLASS,
  HEALTH_CHECK,
  kindByStatus,
  networkFrontends,
  networkSettings,
  takers,
} from './service';
import { stringSlice } from '../../notation/aws';
import { parseInt32 } from '../../notation/go';
import { Balancer, Frontend, HealthCheck, HttpRules, KubernetesObject } from '../balancer';
import { Controller } from '../controller';
import { annotationField, annotationSetting, nameOf } from '../fields';
import { ADMIT_BY_FIELD } from '../making';
import { made, refusedBy, Remark } from '../reading';
import { isLocal, ServicePort, servicePorts, shortCut } from '../services';
import { sourceRanges } from '../source-ranges';
import { misspelt } from '../spelling';

const ID = 'cloud-provider-aws';

const MAKES = {
  'aws-in-tree-nlb': 'Network Load Balancer of the cloud provider AWS',
  'aws-classic': 'Classic Load Balancer of AWS',
};

/** The cloud provider AWS, in-tree once: a Network Load Balancer for type `nlb`, else a Classic one. */
export const cloudProviderAws: Controller = {
  id: ID,
  cloud: 'aws',
  makes: MAKES,
  signs: { prefixes: [AWS], traces: /\.elb(\.[a-z0-9-]+)?\.amazonaws\.com$/ },
  read(service, cluster) {
    const type = awsReader(service)('type');
    if (
      service.kind !== 'Service' ||
      type === 'external' ||
      type === 'nlb-ip' ||
      !takers(service, cluster).includes(ID)
    ) {
      return undefined;
    }
    const isNetwork = type === 'nlb' || (type === undefined && kindByStatus(service) === 'network');
    const misspellings = misspelt(service, [AWS], AWS_KEYS);
    const remarks = [...misspellings, ...(isNetwork ? ignored(service) : [])];
    const refusals = isNetwork ? networkRefusals(service) : classicRefusals(service);
    if (refusals.length > 0) return refusedBy(ID, refusals, remarks);
    return made(ID, isNetwork ? networkLoadBalancer(service) : classicLoadBalancer(service), remarks);
  },
};

function networkLoadBalancer(service: KubernetesObject): Balancer {
  const attributes = attributesOf(service);
  const sends = attributes['proxy_protocol_v2.enabled'] === 'true';
  const preserves = attributes['preserve_client_ip.enabled'] !== 'false';
  const outside = preserves ? 'client' : 'balancer';
  const healthCheck = networkHealthCheck(service, 'nodes', sends);
  return {
    id: 'aws-in-tree-nlb',
    name: MAKES['aws-in-tree-nlb'],
    frontends: networkFrontends(service, {
      endsTls: (port) => endsTls(service, port),
      sendsProxyProtocol: () => sends,
    }),
    targets: 'nodes',
    peer: { role: isLocal(service) ? outside : 'node' },
    // The controller does not read which statuses pass.
    healthCheck: healthCheck.kind === 'http' ? { ...healthCheck, passes: '200-399' } : healthCheck,
    whenAllFail: 'sends-to-all',
    settings: {
      ...networkSettings(service, 'nodes'),
      proxyProtocol: { field: 'spec.loadBalancerClass', write: CLASS.controller },
    },
    ...access(service),
  };
}

/** It ends every connection: TCP with PROXY protocol of version 1, or HTTP. */
function classicLoadBalancer(service: KubernetesObject): Balancer {
  const value = awsReader(service);
  const frontends = servicePorts(service).map((port) => classicFrontend(service, port));
  const speaksHttp = frontends.some(({ speaks }) => speaks === 'http' || speaks === 'https');
  return {
    id: 'aws-classic',
    name: MAKES['aws-classic'],
    frontends: value('proxy-protocol') === '*' ? frontends.map(withProxyProtocol) : frontends,
    targets: 'nodes',
    peer: { role: isLocal(service) ? 'balancer' : 'node' },
    http: speaksHttp ? HTTP_RULES : undefined,
    healthCheck: classicHealthCheck(service),
    whenAllFail: 'sends-none',
    settings: {
      proxyProtocol: annotationSetting(`${AWS}proxy-protocol`, '*'),
      healthCheck: HEALTH_CHECK,
      passTls: annotationSetting(`${AWS}ssl-cert`, ''),
      backend: annotationSetting(`${AWS}backend-protocol`, speaksHttp ? 'http' : 'tcp'),
      controller: annotationSetting(`${AWS}type`, 'external'),
      admit: ADMIT_BY_FIELD,
    },
    ...access(service),
  };
}

const HTTP_RULES: HttpRules = {
  forwardedFor: { mode: 'append' },
  overwrites: { 'X-Forwarded-Proto': '{scheme}', 'X-Forwarded-Port': '{port}' },
  redirectsToHttps: false,
};

/** The PROXY header goes ahead of what the balancer speaks to its targets: inside of TLS, where it speaks that. */
function withProxyProtocol(frontend: Frontend): Frontend {
  if (frontend.speaks !== 'tcp' && frontend.speaks !== 'tls') return frontend;
  return { ...frontend, proxyProtocol: 1, ...(frontend.backend === 'tls' ? { proxyInsideTls: true } : {}) };
}

/** What a port with a certificate speaks on either side, by the backend protocol. */
const WITH_CERTIFICATE: Readonly<Record<string, Pick<Frontend, 'speaks' | 'backend'>>> = {
  http: { speaks: 'https', backend: 'http' },
  https: { speaks: 'https', backend: 'https' },
  ssl: { speaks: 'tls', backend: 'tls' },
};

function classicFrontend(service: KubernetesObject, port: ServicePort): Frontend {
  return { port: port.port, service: nameOf(service), servicePort: port.port, ...spoken(service, port) };
}

/** The backend protocol says how a port with a certificate goes on; of the others only http is heeded. */
function spoken(service: KubernetesObject, port: ServicePort): Pick<Frontend, 'speaks' | 'backend'> {
  const backend = awsReader(service)('backend-protocol') ?? '';
  if (endsTls(service, port)) return WITH_CERTIFICATE[backend] ?? { speaks: 'tls', backend: 'tcp' };
  return backend === 'http' ? { speaks: 'http', backend: 'http' } : { speaks: 'tcp', backend: 'tcp' };
}

/**
 * The ports on which the balancer ends TLS: the listed ones, or all; none without a certificate. Blanks belong to the
 * items.
 */
function endsTls(service: KubernetesObject, { name, port }: ServicePort): boolean {
  const read = awsReader(service);
  if (!read('ssl-cert')) return false;
  const ports = read('ssl-ports') ?? '';
  return ports === '' || ports === '*' || ports.split(',').some((item) => item === name || Number(item) === port);
}

/** One check for all ports: of kube-proxy with policy Local, else a connection to the first port. */
function classicHealthCheck(service: KubernetesObject): HealthCheck {
  const read = awsReader(service);
  const text = read('healthcheck-port');
  const protocol = (read('healthcheck-protocol') ?? (isLocal(service) ? 'HTTP' : 'TCP')).toUpperCase();
  if (isLocal(service) && text === undefined) {
    return {
      kind: 'node',
      sendsProxyProtocol: false,
      ...(protocol === 'HTTPS' || protocol === 'SSL'
        ? { fails: `kube-proxy is asked over ${protocol}, and speaks HTTP only` }
        : {}),
    };
  }
  const port = parseInt32(text ?? '') ?? 'traffic-port';
  if (protocol !== 'HTTP' && protocol !== 'HTTPS') return { kind: 'tcp', port, sendsProxyProtocol: false };
  const path = read('healthcheck-path') || (isLocal(service) ? '/healthz' : '/');
  return { kind: 'http', port, path, passes: '200', sendsProxyProtocol: false, tls: protocol === 'HTTPS' };
}

function access(service: KubernetesObject) {
  const value = awsReader(service);
  const internal = value('internal');
  return {
    internal: internal !== undefined && internal !== '' && internal !== 'false',
    admits: stringSlice(value('security-groups')).length === 0 ? sourceRanges(service) : [],
    shortCut: shortCut(service),
  };
}

function ignored(service: KubernetesObject): Remark[] {
  return ['proxy-protocol', 'proxy-protocol-per-target-group']
    .filter((suffix) => awsReader(service)(suffix) !== undefined)
    .map((suffix) => ({
      rule: 'in-tree-nlb-ignores-proxy-protocol',
      field: annotationField(`${AWS}${suffix}`),
      why: 'The cloud provider AWS never reads this annotation for a Network Load Balancer: no PROXY header is sent.',
      mend:
        'Set externalTrafficPolicy: Local, and take proxy_protocol out of the listeners ' +
        'and of KONG_REAL_IP_HEADER, or use the AWS Load Balancer Controller ' +
        `(${AWS}type: external with ${AWS}nlb-target-type).`,
    }));
}
