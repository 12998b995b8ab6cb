import { Entrance } from '../check/world/entrance';
import { withStatements } from '../plan/manifest';
import { ClientIpPlan } from '../plan/plan';

export { FRONT_PROXY } from '../plan/promises';

/** What a mend with a proxy in the cluster rests on. */
export const ASSUMED =
  'This holds if that proxy itself sees the client: look at the externalTrafficPolicy of its Service.';

/** Software that is known by the class of its Ingress, or by the kind of its route. */
const SOFTWARE: readonly (readonly [sign: RegExp, software: string])[] = [
  [/^nginx\b/, 'ingress-nginx'],
  [/^traefik\b|^IngressRoute$/, 'traefik'],
  [/^istio\b|^VirtualService$/, 'istio'],
  [/^haproxy\b|^openshift-default$|^Route$/, 'haproxy'],
];

/** The software of a proxy in the cluster that is in front; undefined where its object does not tell. */
export function softwareOf({ at: { object, kind } }: Entrance): string | undefined {
  const name = object.spec?.ingressClassName ?? object.metadata?.annotations?.['kubernetes.io/ingress.class'] ?? kind;
  return SOFTWARE.find(([sign]) => sign.test(String(name)))?.[1];
}

/** Props by which its class makes a proxy in the cluster that is in front. */
export function frontProxyOf(entrance: Entrance, trust: readonly string[]): readonly (readonly string[])[] | undefined {
  if (entrance.kind !== 'front-proxy') return undefined;
  return [[`product=${softwareOf(entrance)}`, `podNetworks=${trust.join(',')}`]];
}

/** What the Service says of a proxy that is not in the manifests. */
export function stating(binding: ClientIpPlan['binding']): ClientIpPlan['binding'] {
  return { ...binding, annotations: withStatements(binding.annotations, binding) };
}
