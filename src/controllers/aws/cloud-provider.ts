import { AWS, AWS_KEYS, awsReader, CLASS, endsTls, HEALTH_CHECK, kindByStatus, networkFrontends, networkSettings, serviceHealthCheck, takers } from './service';
import { Balancer, Controller, Frontend, HttpRules, KubernetesObject, made, refusedBy, Remark } from '../balancer';
import { annotationField, annotationSetting, isLocal, keyValues, nameOf, refused, refusedUnless, ServicePort, servicePorts, shortCut, sourceRanges } from '../manifest';
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
    if (service.kind !== 'Service' || type === 'external' || type === 'nlb-ip' || !takers(service, cluster).includes(ID)) return undefined;
    const isNetwork = type === 'nlb' || type === undefined && kindByStatus(service) === 'network';
    const misspellings = misspelt(service, [AWS], AWS_KEYS);
    if (isNetwork) return made(ID, networkLoadBalancer(service), [...misspellings, ...ignored(service)]);
    const refusals = classicRefusals(service);
    return refusals.length > 0 ? refusedBy(ID, refusals, misspellings) : made(ID, classicLoadBalancer(service), misspellings);
  },
};

function networkLoadBalancer(service: KubernetesObject): Balancer {
  const attributes = keyValues(awsReader(service)('target-group-attributes'));
  const sends = attributes['proxy_protocol_v2.enabled'] === 'true';
  const preserves = attributes['preserve_client_ip.enabled'] !== 'false';
  return {
    id: 'aws-in-tree-nlb',
    name: MAKES['aws-in-tree-nlb'],
    frontends: networkFrontends(service, () => sends),
    targets: 'nodes',
    peer: { role: !isLocal(service) ? 'node' : preserves ? 'client' : 'balancer' },
    healthCheck: serviceHealthCheck(service, 'nodes', sends),
    settings: { ...networkSettings(service, 'nodes'), proxyProtocol: { field: 'spec.loadBalancerClass', write: CLASS.controller } },
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
    frontends: frontends.map((frontend) => value('proxy-protocol') === '*' && ['tcp', 'tls'].includes(frontend.speaks) ? { ...frontend, proxyProtocol: 1 } : frontend),
    targets: 'nodes',
    peer: { role: isLocal(service) ? 'balancer' : 'node' },
    http: speaksHttp ? HTTP_RULES : undefined,
    healthCheck: serviceHealthCheck(service, 'nodes', false),
    settings: {
      proxyProtocol: annotationSetting(`${AWS}proxy-protocol`, '*'),
      healthCheck: HEALTH_CHECK,
      passTls: annotationSetting(`${AWS}ssl-cert`, ''),
      backend: annotationSetting(`${AWS}backend-protocol`, speaksHttp ? 'http' : 'tcp'),
    },
    ...access(service),
  };
}

const HTTP_RULES: HttpRules = {
  forwardedFor: { mode: 'append' },
  overwrites: { 'X-Forwarded-Proto': '{scheme}', 'X-Forwarded-Port': '{port}' },
  redirectsToHttps: false,
};

/** The backend protocol says how a port with a certificate goes on; of the others only http is heeded. */
function classicFrontend(service: KubernetesObject, port: ServicePort): Frontend {
  const backend = awsReader(service)('backend-protocol')?.toLowerCase();
  const [speaks, toKong]: [Frontend['speaks'], Frontend['backend']] = !endsTls(service, port) ? backend === 'http' ? ['http', 'http'] : ['tcp', 'tcp']
    : backend === 'http' ? ['https', 'http']
      : backend === 'https' ? ['https', 'https']
        : ['tls', backend === 'ssl' ? 'tls' : 'tcp'];
  return { port: port.port, speaks, service: nameOf(service), servicePort: port.port, backend: toKong };
}

function access(service: KubernetesObject) {
  const value = awsReader(service);
  const internal = value('internal');
  return {
    internal: internal !== undefined && internal !== '' && internal !== 'false',
    admits: value('security-groups') === undefined ? sourceRanges(service) : [],
    shortCut: shortCut(service),
  };
}

function ignored(service: KubernetesObject): Remark[] {
  return ['proxy-protocol', 'proxy-protocol-per-target-group'].filter((suffix) => awsReader(service)(suffix) !== undefined).map((suffix) => ({
    rule: 'in-tree-nlb-ignores-proxy-protocol',
    field: annotationField(`${AWS}${suffix}`),
    why: 'The cloud provider AWS never reads this annotation for a Network Load Balancer: no PROXY header is sent.',
    mend: `Use externalTrafficPolicy: Local without PROXY protocol, or the AWS Load Balancer Controller (${AWS}type: external with ${AWS}nlb-target-type).`,
  }));
}

function classicRefusals(service: KubernetesObject): Remark[] {
  const value = awsReader(service);
  return [
    ...refusedUnless(service, `${AWS}proxy-protocol`, ['*']),
    ...value('ssl-cert') === undefined ? [] : refusedUnless(service, `${AWS}backend-protocol`, ['http', 'https', 'ssl', 'tcp']),
    ...value('target-group-attributes') === undefined ? []
      : [refused(`${AWS}target-group-attributes`, 'A Classic Load Balancer has no target groups, and the controller refuses the annotation.', 'Take it out.')],
  ];
}
