import { Cluster, KubernetesObject } from '../../src/controllers/balancer';
import { routeReadings } from '../../src/controllers/gateway-api/gateways';
import { made, Reading } from '../../src/controllers/reading';
import { readings } from '../../src/controllers/registry';

const ROUTES = ['HTTPRoute', 'TCPRoute'];

/** What the controllers make of the objects of one gateway of the library: of what leads to its Service. */
export function readingsOf(objects: readonly KubernetesObject[], cluster: Cluster): Reading[] {
  const find = (...kinds: string[]) => objects.find(({ kind }) => kinds.includes(kind ?? ''));
  const ofRoutes = objects
    .filter(({ kind, spec }) => ROUTES.includes(kind ?? '') && spec.rules.some(({ backendRefs }: any) => backendRefs))
    .flatMap((route) => routeReadings(route, cluster));
  return ofRoutes.length > 0
    ? together(ofRoutes)
    : readings((find('Ingress', 'ServiceAttachment') ?? find('Service'))!, cluster);
}

/** The routes of one Gateway are front ends of one balancer. */
function together(all: readonly (Reading | undefined)[]): Reading[] {
  const known = all.filter((reading) => reading !== undefined);
  const [first] = known;
  if (known.length < all.length) throw new Error('a route has a parent that nobody known takes');
  if (known.some(({ balancer }) => balancer?.id !== first.balancer?.id)) return known;
  if (!first.balancer) return known;
  const frontends = known.flatMap(({ balancer }) => balancer?.frontends ?? []);
  return [
    made(
      first.controller,
      { ...first.balancer, frontends },
      known.flatMap(({ remarks }) => remarks),
    ),
  ];
}
