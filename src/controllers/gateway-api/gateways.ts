import { attachmentsOf } from './routes';
import { awsRoute } from '../aws/gateway-api';
import { Cluster, KubernetesObject, Reading } from '../balancer';
import { gkeRoute } from '../gke/gateway-api';

/**
 * What known controllers make of a route of the Gateway API: one reading for each parent that the route names,
 * undefined where it is not a Gateway of a known class in the input.
 */
export function routeReadings(route: KubernetesObject, cluster: Cluster): (Reading | undefined)[] {
  return attachmentsOf(route, cluster).map(
    (attachment) => attachment && (awsRoute(attachment, cluster) ?? gkeRoute(attachment, cluster)),
  );
}
