import { frontendsOf } from '../services';
import { hasClass } from './ingress-class';
import { isObject } from '../../input/objects';
import { Cluster, HealthCheck, KubernetesObject } from '../balancer';
import { Controller } from '../controller';
import { annotation, nameOf, namespaceOf } from '../fields';
import { ingressBackends } from '../ingress';
import { made, noHealthCheckPolicy, STATUS_CHECK, unsettled } from '../reading';
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
      frontends: frontendsOf(
        endsTls ? [{ port: 443, speaks: 'https' }] : [{ port: 80, speaks: 'http' }],
        backends,
        ({ service }) => ({ backend: 'http', differs: { healthCheck: policyCheck(service, cluster) } }),
      ),
      targets: 'pods',
      peer: { role: 'balancer' },
      http: {
        forwardedFor: { mode: 'append' },
        overwrites: { 'X-Forwarded-Proto': '{scheme}' },
        redirectsToHttps: false,
      },
      healthCheck: policyCheck(backends[0]?.service, cluster),
      whenAllFail: 'errors',
      settings: {
        healthCheck: { field: 'spec', write: `a HealthCheckPolicy for the Service, with ${STATUS_CHECK}` },
      },
      internal: annotation(ingress, 'alb.networking.azure.io/alb-frontend') === undefined ? false : undefined,
    });
  },
};

/** What the HealthCheckPolicy of a Service says; without one, `/` on the port for traffic. */
function policyCheck(service: KubernetesObject | undefined, cluster: Cluster): HealthCheck {
  const policy = cluster.list('HealthCheckPolicy').find(({ spec, ...one }) => {
    const { name, namespace = namespaceOf(one) } = spec?.targetRef ?? {};
    return service !== undefined && name === nameOf(service) && namespace === namespaceOf(service);
  })?.spec?.default;
  return {
    kind: 'http',
    port: policy?.port ?? 'traffic-port',
    path: policy?.http?.path ?? '/',
    passes: statusesIn(policy?.http?.match) ?? '200-399',
    sendsProxyProtocol: false,
    tls: policy?.useTLS === true,
  };
}

function statusesIn(match: unknown): string | undefined {
  const ranges = isObject(match) ? objectsIn(match.statusCodes) : [];
  return ranges.length === 0 ? undefined : ranges.map(({ start, end = start }) => `${start}-${end}`).join();
}
