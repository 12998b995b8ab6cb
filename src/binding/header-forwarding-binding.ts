import { ClientIpHeader } from './client-ip-header';
import { ServiceBinding } from './service-binding';

/**
 * The Ingress that makes an L7 load balancer send its requests to Kong's Service.
 */
export interface IngressBinding {
  /**
   * Annotations of the Ingress. Values are strings.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };

  /**
   * `spec.ingressClassName`.
   *
   * @default - none: the class is given by an annotation, or is the cluster's default
   * @see https://kubernetes.io/docs/concepts/services-networking/ingress/#ingress-class
   */
  readonly ingressClassName?: string;

  /**
   * The host names that the balancer sends to Kong.
   *
   * @default - every host name
   */
  readonly hosts?: string[];

  /**
   * The keys of annotations that together name the balancer, where several Ingresses share one. Two gateways that
   * share it and have no `hosts` are refused: one would take the requests of both.
   *
   * @default - the balancer is for this Ingress alone
   */
  readonly sharedBy?: string[];

  /**
   * Whether the balancer listens for https. An Ingress with `tls` is refused where it does not: nothing would answer.
   *
   * @default - not known
   */
  readonly listensHttps?: boolean;
}

/**
 * What an L7 load balancer wants of Kong, and what it promises about the headers that it sends: plain data.
 *
 * @see https://github.com/cdk8s-kong-client-ip/cdk8s-kong-client-ip#a-load-balancer-of-your-own
 */
export interface HeaderForwardingBinding extends ServiceBinding {
  /**
   * The header in which the balancer reports the client, on every request.
   *
   * If the balancer does not write it on every request, clients choose their own address.
   */
  readonly header: ClientIpHeader;

  /**
   * The other forwarded headers that the balancer overwrites on every request, of `X-Forwarded-Host`,
   * `X-Forwarded-Path`, `X-Forwarded-Prefix`, `X-Forwarded-Port` and `X-Forwarded-Proto`. Kong passes these on and
   * removes the others.
   *
   * A header listed here that the balancer does not overwrite is the client's to forge.
   */
  readonly forwardedHeaders: string[];

  /**
   * The address that the balancer appends to `X-Forwarded-For` behind the client's. It must be trusted, and Kong
   * must walk the list (`recursive`), else this address is every client's.
   *
   * @default - the client's address is the last one of the list
   */
  readonly ownAddress?: string;

  /**
   * Networks of the proxies before this balancer, in CIDR notation, such as the edges of a CDN. Their addresses come
   * after the client's in `X-Forwarded-For`: the gateway must trust all of them, and Kong walks the list over them.
   *
   * @default - clients connect to the balancer themselves
   */
  readonly proxiesBefore?: string[];

  /**
   * The header with one address in which the proxies before this balancer report the client, on every request. The
   * gateway's `header` may be this one, if the balancer admits those proxies alone.
   *
   * If they do not overwrite it on every request, clients choose their own address.
   *
   * @default - those proxies append to `X-Forwarded-For` only
   */
  readonly headerBefore?: ClientIpHeader;

  /**
   * A promise that nobody but the proxies before this balancer can connect to it, for example since they alone use a
   * private link. The check believes it.
   *
   * @default false
   */
  readonly proxiesBeforeOnly?: boolean;

  /**
   * The forwarded headers that the proxies before this balancer overwrite on every request, and that it passes on, of
   * those that `forwardedHeaders` may have. Kong passes them on if the balancer admits those proxies alone
   * (`restrictsSources`, with `admits` within `proxiesBefore`), and removes them otherwise.
   *
   * A header listed here that they do not overwrite is the client's to forge.
   *
   * @default - none
   */
  readonly forwardedHeadersBefore?: string[];

  /**
   * The networks that alone may connect to the balancer, in CIDR notation, where they are known. With proxies before
   * it, the gateway takes their header only if these networks lie within `proxiesBefore`.
   *
   * @default - not known
   */
  readonly admits?: string[];

  /**
   * Whether the balancer admits connections from chosen networks only, for example from a CDN that overwrites a
   * header itself. Only then may the gateway's `header` differ from the one that the balancer writes.
   *
   * If it admits all sources, a client that connects to it directly chooses its own address.
   *
   * @default false
   */
  readonly restrictsSources?: boolean;

  /**
   * Whether the balancer itself ends TLS for port 443 of the Service, which then leads to Kong's plain listener.
   * Not for a balancer with an Ingress, which has no port of the Service.
   *
   * @default false
   */
  readonly endsTls?: boolean;

  /**
   * Whether TLS passes through to Kong, which then listens for it on port 443 of the Service: a CDN in front of a
   * balancer that passes packets on. Not together with `endsTls` or an Ingress.
   *
   * @default false
   */
  readonly passesTls?: boolean;

  /**
   * Whether the balancer speaks HTTP/2 without TLS to Kong, as gRPC needs. Kong's plain listener and its status port
   * then understand both.
   *
   * @default false
   */
  readonly speaksHttp2?: boolean;

  /**
   * The Ingress of the balancer. The Service is then of type ClusterIP.
   *
   * @default - no Ingress
   */
  readonly ingress?: IngressBinding;
}
