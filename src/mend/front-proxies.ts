import { Entrance } from '../check/world/entrance';
import { FrontProxySoftware } from '../load-balancers/front-proxy/software';
import { withStatements } from '../plan/manifest';
import { ClientIpPlan } from '../plan/plan';

/** Software that is known by the class of its Ingress, or by the kind of its route. */
const SOFTWARE: readonly (readonly [sign: RegExp, software: FrontProxySoftware])[] = [
  [/^nginx\b/, FrontProxySoftware.INGRESS_NGINX],
  [/^traefik\b|^IngressRoute$/, FrontProxySoftware.TRAEFIK],
  [/^istio\b|^VirtualService$/, FrontProxySoftware.ISTIO],
  [/^haproxy\b|^openshift-default$|^Route$/, FrontProxySoftware.HAPROXY],
];

/** The software of a proxy in the cluster that is in front; undefined where its object does not tell. */
export function softwareOf({ at: { object, kind } }: Entrance): FrontProxySoftware | undefined {
  const name = object.spec?.ingressClassName ?? object.metadata?.annotations?.['kubernetes.io/ingress.class'] ?? kind;
  return SOFTWARE.find(([sign]) => sign.test(String(name)))?.[1];
}

/** Props by which its class makes a proxy in the cluster that is in front. */
export function frontProxyOf(entrance: Entrance, trust: readonly string[]): readonly (readonly string[])[] | undefined {
  if (entrance.kind !== 'front-proxy') return undefined;
  return [[`software=${softwareOf(entrance)}`, `podNetworks=${trust.join(',')}`]];
}

/** What the Service says of a proxy that is not in the manifests. */
export function stating(binding: ClientIpPlan['binding']): ClientIpPlan['binding'] {
  return { ...binding, annotations: withStatements(binding.annotations, binding) };
}
