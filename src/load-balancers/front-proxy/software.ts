/**
 * A proxy that may stand in the cluster before Kong.
 */
export enum FrontProxySoftware {
  /**
   * ingress-nginx, which writes the client alone into `X-Forwarded-For`, and overwrites `X-Forwarded-Proto` and
   * `X-Forwarded-Port`. Leave `use-forwarded-headers` off: with it clients write those two themselves.
   *
   * Behind other proxies it needs `enable-real-ip: "true"`, and `proxy-real-ip-cidr` with their networks alone. Its
   * default is every address, and every client would choose its own.
   *
   * @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/configmap/#enable-real-ip
   */
  INGRESS_NGINX = 'ingress-nginx',

  /**
   * Traefik, which removes the forwarded headers of clients, appends the client to `X-Forwarded-For`, and writes
   * `X-Forwarded-Proto` and `X-Forwarded-Port`. Never set `forwardedHeaders.insecure`: with it clients write those two
   * themselves.
   *
   * Behind other proxies it needs `forwardedHeaders.trustedIPs` with their networks at the entry point.
   *
   * @see https://doc.traefik.io/traefik/routing/entrypoints/#forwarded-headers
   */
  TRAEFIK = 'traefik',

  /**
   * Istio's gateway, which appends its peer to `X-Forwarded-For` and overwrites `X-Forwarded-Proto`. Leave
   * `numTrustedProxies` at 0, behind other proxies, too: with it clients that come directly write `X-Forwarded-Proto`
   * themselves.
   *
   * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/headers#x-forwarded-for
   */
  ISTIO = 'istio',

  /**
   * An ingress controller with HAProxy, which appends its peer to `X-Forwarded-For`, or writes it there alone. Nothing
   * else is believed: for requests by plain http the scheme may be the client's.
   *
   * Behind other proxies the haproxy-ingress of the community needs `forwardfor: update`.
   *
   * @see https://www.haproxy.com/documentation/kubernetes-ingress/community/configuration-reference/ingress/
   */
  HAPROXY = 'haproxy',

  /**
   * Envoy Gateway, which appends its peer to `X-Forwarded-For` and overwrites `X-Forwarded-Proto`. Leave
   * `clientIPDetection` out, behind other proxies, too: with it clients that come directly write `X-Forwarded-Proto`
   * themselves.
   *
   * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/headers#x-forwarded-for
   */
  ENVOY_GATEWAY = 'envoy-gateway',
}

/** What a front proxy does with requests to Kong. */
export interface SoftwareFacts {
  /** The forwarded headers that it overwrites on every request, beside `X-Forwarded-For`. */
  readonly overwrites: readonly string[];
  readonly readsIngress: boolean;
  /**
   * Annotations, of an Ingress or of the Service behind it, with which it would not speak HTTP to Kong, or write other
   * headers.
   */
  readonly undoneBy: readonly string[];
}

const PROTO = 'X-Forwarded-Proto';
const PROTO_AND_PORT = [PROTO, 'X-Forwarded-Port'];
const under = (prefix: string, ...keys: string[]) => keys.map((key) => `${prefix}/${key}`);

export const SOFTWARE: Readonly<Record<FrontProxySoftware, SoftwareFacts>> = {
  [FrontProxySoftware.INGRESS_NGINX]: {
    overwrites: PROTO_AND_PORT,
    readsIngress: true,
    undoneBy: under(
      'nginx.ingress.kubernetes.io',
      'backend-protocol',
      'configuration-snippet',
      'server-snippet',
      'ssl-passthrough',
    ),
  },
  [FrontProxySoftware.TRAEFIK]: {
    overwrites: PROTO_AND_PORT,
    readsIngress: true,
    undoneBy: under('traefik.ingress.kubernetes.io', 'service.serversscheme', 'service.serverstransport'),
  },
  [FrontProxySoftware.ISTIO]: { overwrites: [PROTO], readsIngress: true, undoneBy: [] },
  [FrontProxySoftware.HAPROXY]: {
    overwrites: [],
    readsIngress: true,
    undoneBy: [
      ...under(
        'haproxy.org',
        'backend-config-snippet',
        'forwarded-for',
        'request-set-header',
        'send-proxy-protocol',
        'server-proto',
        'server-ssl',
        'src-ip-header',
        'ssl-passthrough',
      ),
      ...under(
        'haproxy-ingress.github.io',
        'backend-protocol',
        'config-backend',
        'forwardfor',
        'headers',
        'proxy-protocol',
        'secure-backends',
        'ssl-passthrough',
      ),
    ],
  },
  [FrontProxySoftware.ENVOY_GATEWAY]: { overwrites: [PROTO], readsIngress: false, undoneBy: [] },
};
