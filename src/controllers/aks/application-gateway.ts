import { Cluster, Controller, Frontend, HealthCheck, KubernetesObject, made } from '../balancer';
import { annotationReader, annotationSetting, ingressBackends, ingressClassOf, ingressFrontends, objectsIn, annotation } from '../manifest';
import { misspelt } from '../spelling';

const APPGW = 'appgw.ingress.kubernetes.io/';

const KEYS = [
  'appgw-ssl-certificate', 'appgw-ssl-profile', 'appgw-trusted-root-certificate', 'backend-hostname', 'backend-path-prefix', 'backend-protocol',
  'connection-draining', 'connection-draining-timeout', 'cookie-based-affinity', 'cookie-based-affinity-distinct-name', 'health-probe-hostname',
  'health-probe-interval', 'health-probe-path', 'health-probe-port', 'health-probe-status-codes', 'health-probe-timeout',
  'health-probe-unhealthy-threshold', 'hostname-extension', 'override-frontend-port', 'request-timeout', 'rewrite-rule-set',
  'rewrite-rule-set-custom-resource', 'rule-priority', 'ssl-redirect', 'use-private-ip', 'waf-policy-for-path',
].map((suffix) => `${APPGW}${suffix}`);

/** The classes of the two controllers, as their installations name them, and what IngressClass objects call the controllers. */
const APPLICATION_GATEWAY = ['azure/application-gateway', 'azure-application-gateway'];
const FOR_CONTAINERS = ['azure-alb-external', 'alb.networking.azure.io/alb-controller'];

/** The Application Gateway Ingress Controller. It dials pods, and writes the client's address with its port. */
export const applicationGatewayIngressController: Controller = {
  id: 'application-gateway-ingress-controller',
  cloud: 'aks',
  makes: { 'aks-application-gateway': 'Application Gateway of Azure' },
  signs: { prefixes: [APPGW], classes: APPLICATION_GATEWAY },
  read(ingress, cluster) {
    if (ingress.kind !== 'Ingress' || !hasClass(ingress, cluster, APPLICATION_GATEWAY)) return undefined;
    const read = annotationReader(ingress, APPGW);
    const redirectsToHttps = read('ssl-redirect') === 'true';
    return made('application-gateway-ingress-controller', {
      id: 'aks-application-gateway',
      name: 'Application Gateway of Azure',
      frontends: ingressFrontends(listeners(ingress, redirectsToHttps), ingressBackends(ingress, cluster), () => read('backend-protocol')?.toLowerCase() === 'https' ? 'https' : 'http'),
      targets: 'pods',
      peer: { role: 'balancer' },
      http: { forwardedFor: { mode: 'append', withPort: true }, overwrites: { 'X-Forwarded-Proto': '{scheme}', 'X-Forwarded-Port': '{port}' }, redirectsToHttps },
      healthCheck: {
        kind: 'http',
        port: Number(read('health-probe-port')) || 'traffic-port',
        path: read('health-probe-path') ?? '/',
        passes: read('health-probe-status-codes') ?? '200-399',
        sendsProxyProtocol: false,
      },
      settings: {
        healthCheck: annotationSetting(`${APPGW}health-probe-path`, '/status'),
        backend: annotationSetting(`${APPGW}backend-protocol`, 'http'),
      },
      internal: read('use-private-ip') === 'true',
    }, misspelt(ingress, [APPGW], KEYS));
  },
};

/** With a certificate port 80 is open for the redirect only. */
function listeners(ingress: KubernetesObject, redirects: boolean): Pick<Frontend, 'port' | 'speaks'>[] {
  const read = annotationReader(ingress, APPGW);
  const endsTls = read('appgw-ssl-certificate') !== undefined || objectsIn(ingress.spec?.tls).length > 0;
  const override = Number(read('override-frontend-port')) || undefined;
  return [
    ...endsTls && !redirects ? [] : [{ port: override ?? 80, speaks: 'http' as const }],
    ...endsTls ? [{ port: override ?? 443, speaks: 'https' as const }] : [],
  ];
}

/** The ALB Controller, which sets up an Application Gateway for Containers. It appends the bare address, and writes no port. */
export const albController: Controller = {
  id: 'azure-alb-controller',
  cloud: 'aks',
  makes: { 'aks-application-gateway-for-containers': 'Application Gateway for Containers of Azure' },
  signs: { classes: FOR_CONTAINERS },
  read(ingress, cluster) {
    if (ingress.kind !== 'Ingress' || !hasClass(ingress, cluster, FOR_CONTAINERS)) return undefined;
    const backends = ingressBackends(ingress, cluster);
    const endsTls = objectsIn(ingress.spec?.tls).length > 0;
    return made('azure-alb-controller', {
      id: 'aks-application-gateway-for-containers',
      name: 'Application Gateway for Containers of Azure',
      frontends: ingressFrontends(endsTls ? [{ port: 443, speaks: 'https' }] : [{ port: 80, speaks: 'http' }], backends, () => 'http'),
      targets: 'pods',
      peer: { role: 'balancer' },
      http: { forwardedFor: { mode: 'append' }, overwrites: { 'X-Forwarded-Proto': '{scheme}' }, redirectsToHttps: false },
      healthCheck: policyCheck(backends.map(({ name }) => name), cluster),
      settings: { healthCheck: { field: 'spec', write: 'a HealthCheckPolicy for the Service, with port 8100 and path /status' } },
      internal: annotation(ingress, 'alb.networking.azure.io/alb-frontend') === undefined ? false : undefined,
    });
  },
};

/** What a HealthCheckPolicy says for one of the Services; without one, `/` on the port for traffic. */
function policyCheck(services: readonly string[], cluster: Cluster): HealthCheck {
  const policy = cluster.list('HealthCheckPolicy').find(({ spec }) => services.includes(spec?.targetRef?.name))?.spec?.default;
  return { kind: 'http', port: policy?.port ?? 'traffic-port', path: policy?.http?.path ?? '/', passes: '200-399', sendsProxyProtocol: false };
}

function hasClass(ingress: KubernetesObject, cluster: Cluster, names: readonly string[]): boolean {
  const { controller, name } = ingressClassOf(ingress, cluster);
  return names.includes(controller ?? name ?? '');
}
