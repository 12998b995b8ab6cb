import { Attachment, attachmentsOf, routeBackends } from './routes';
import { STATEMENT } from '../../binding/statements';
import { APPLICATION_GATEWAY, awsRoute, NETWORK_GATEWAY } from '../aws/gateway-api';
import { Cluster, KubernetesObject } from '../balancer';
import { annotation } from '../fields';
import { gkeRoute } from '../gke/gateway-api';
import { Reading } from '../reading';

/** Balancers that Gateways alone make, by the id that a Service behind one states. */
export const OF_GATEWAYS = [NETWORK_GATEWAY, APPLICATION_GATEWAY];

/**
 * What known controllers make of a route of the Gateway API: one reading for each parent that the route names,
 * undefined where it is no Gateway of a known class in the input.
 */
export function routeReadings(route: KubernetesObject, cluster: Cluster): (Reading | undefined)[] {
  return attachmentsOf(route, cluster).map((attachment) => {
    if (!attachment) return undefined;
    const settled = { ...attachment, controller: attachment.controller ?? statedController(attachment, cluster) };
    return awsRoute(settled, cluster) ?? gkeRoute(settled, cluster);
  });
}

/** The controller of a class that is not in the input, by what the Services behind the route state. */
function statedController({ route }: Attachment, cluster: Cluster): string | undefined {
  const stated = routeBackends(route, cluster).map(({ service }) => service && annotation(service, STATEMENT));
  return OF_GATEWAYS.find(({ id }) => stated.includes(id))?.controller;
}
