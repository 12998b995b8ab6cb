import { hasClass } from './ingress-class';
import { Cluster, Controller, HealthCheck, made, noHealthCheckPolicy, unsettled } from '../balancer';
import { annotation } from '../fields';
import { ingressBackends, ingressFrontends } from '../ingress';
import { objectsIn } from '../values';

/** The class as its installation names it, and what IngressClass objects call the controller. */
const CLASSES = ['azure-alb-external', 'alb.networking.azure.io/alb-controller'];

/**
 * The ALB Controller, which sets up an Application Gateway for Containers. It appends the bare address, and writes no
 * port.
 */
export const albController: Controller = {
  id: 'azure-alb-controller',
  cloud: 'aks',
  makes: { 'aks-application-gateway-for-containers': 'Application Gateway for Containers of Azure' },
  signs: { classes: CLASSES },
  read(ingress, cluster) {
    if (ingress.kind !== 'Ingress' || !hasClass(ingress, cluster, CLASSES)) return undefined;
    const backends = ingressBackends(ingress, cluster);
    if (cluster.list('HealthCheckPolicy').length === 0) {
      return unsettled('azure-alb-controller', 'missing-object', [noHealthCheckPolicy('spec.ingressClassName')]);
    }
    const endsTls = objectsIn(ingress.spec?.tls).length > 0;
    return made('azure-alb-controller', {
      id: 'aks-application-gateway-for-containers',
      name: 'Application Gateway for Containers of Azure',
      frontends: ingressFrontends(
        endsTls ? [{ port: 443, speaks: 'https' }] : [{ port: 80, speaks: 'http' }],
        backends,
        () => 'http',
      ),
      targets: 'pods',
      peer: { role: 'balancer' },
      http: {
        forwardedFor: { mode: 'append' },
        overwrites: { 'X-Forwarded-Proto': '{scheme}' },
        redirectsToHttps: false,
      },
      healthCheck: policyCheck(
        backends.map(({ name }) => name),
        cluster,
      ),
      whenAllFail: 'errors',
      settings: {
        healthCheck: { field: 'spec', write: 'a HealthCheckPolicy for the Service, with port 8100 and path /status' },
      },
      internal: annotation(ingress, 'alb.networking.azure.io/alb-frontend') === undefined ? false : undefined,
    });
  },
};

/** What a HealthCheckPolicy says for one of the Services; without one, `/` on the port for traffic. */
function policyCheck(services: readonly string[], cluster: Cluster): HealthCheck {
  const policy = cluster.list('HealthCheckPolicy').find(({ spec }) => services.includes(spec?.targetRef?.name))
    ?.spec?.default;
  return {
    kind: 'http',
    port: policy?.port ?? 'traffic-port',
    path: policy?.http?.path ?? '/',
    passes: '200-399',
    sendsProxyProtocol: false,
  };
}
