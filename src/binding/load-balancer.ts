import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { ClientIpHeader } from './client-ip-header';

/**
 * An IP family of a Kubernetes Service.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/dual-stack/
 */
export enum IpFamily {
  /** IPv4. */
  IPV4 = 'IPv4',
  /** IPv6. */
  IPV6 = 'IPv6',
}

/**
 * How a node hands on the traffic that reaches it from outside.
 *
 * @see https://kubernetes.io/docs/reference/networking/virtual-ips/#external-traffic-policy
 */
export enum ExternalTrafficPolicy {
  /** To its own pod only, with the packets' source. A node without a pod drops them. */
  LOCAL = 'Local',
  /** To any pod of the cluster. The pod sees an address of the node. */
  CLUSTER = 'Cluster',
}

/**
 * What a load balancer wants of the Service in front of Kong: plain data.
 *
 * @see https://github.com/cdk8s-kong-client-ip/cdk8s-kong-client-ip#a-load-balancer-of-your-own
 */
export interface ServiceBinding {
  /**
   * Which load balancer this is, in the words of the check, such as `aws-nlb`. It becomes the Service's annotation
   * `kong-client-ip/load-balancer`, so that readers of the manifest do not have to guess. The check believes it: a
   * wrong name makes the verdict wrong.
   *
   * @default - `custom`: a balancer of which the check believes what this binding promises
   */
  readonly loadBalancer?: string;

  /**
   * The type of the Service. A balancer that is set up elsewhere, or a tunnel that dials from inside the cluster, needs
   * `NODE_PORT` or `CLUSTER_IP`: with `LOAD_BALANCER` the cloud would make a second, public balancer.
   *
   * @default - `LOAD_BALANCER` for local traffic and PROXY protocol, `CLUSTER_IP` for forwarded headers
   */
  readonly serviceType?: kplus.ServiceType;

  /**
   * `spec.externalTrafficPolicy`. With `LOCAL` the balancer's own address is the peer, so that no node need be
   * trusted. It takes a health check that finds the nodes with a pod of Kong. With `CLUSTER` the peer is a node, so
   * every sender that reaches a node port can claim any client address.
   *
   * @default - `LOCAL` for local traffic, else `CLUSTER`; none where packets pass no node port
   * @see https://kubernetes.io/docs/tasks/access-application-cluster/create-external-load-balancer/#preserving-the-client-source-ip
   */
  readonly externalTrafficPolicy?: ExternalTrafficPolicy;

  /**
   * Networks in CIDR notation that the balancer is known to dial from. A gateway that does not trust all of them is
   * refused: every client would have the balancer's address.
   *
   * @default - not known, so the trusted networks are not compared with them
   */
  readonly peers?: string[];

  /**
   * Whether only `peers` dial Kong. A gateway that also trusts other private networks is refused: whoever dials from
   * one of those can claim any client address.
   *
   * @default false
   */
  readonly peersOnly?: boolean;

  /**
   * Whether the balancer dials Kong from its public address, over the internet. A gateway that trusts private
   * networks alone is refused: every client would have the balancer's address.
   *
   * @default false
   */
  readonly dialsPublicly?: boolean;

  /**
   * How many seconds the balancer may go on sending new connections to a pod that is asked to stop, 0 to 3600. Kong
   * takes connections for that long, and the pod's grace period is 40 seconds longer.
   *
   * @default 30
   */
  readonly drainSeconds?: number;

  /**
   * Keys of annotations that would undo this binding. They are refused on the Service and on the Ingress. A key also
   * means itself with a suffix, such as `key.443`. Do not repeat the keys of `annotations`.
   *
   * @default - only the keys of `annotations`
   */
  readonly reservedAnnotations?: string[];

  /**
   * Annotations of the Service. Values are strings: `"true"`, not `true`.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };

  /**
   * Keys of annotations that hold JSON in which the Service's ports are named, `http` and `https` under the key
   * `name`. Kong's charts name the ports differently, so `helmValues` writes their names there; the operator's names
   * are not known, so `dataPlaneOptions` throws.
   *
   * @default - none
   */
  readonly portNamesIn?: string[];

  /**
   * `spec.loadBalancerClass`. It cannot be changed once the Service exists, and the cluster's default
   * controller then ignores the Service.
   *
   * @default - the cluster's default load balancer
   * @see https://kubernetes.io/docs/concepts/services-networking/service/#load-balancer-class
   */
  readonly loadBalancerClass?: string;

  /**
   * `spec.loadBalancerSourceRanges`: the networks that may connect, in CIDR notation.
   *
   * @default - all sources may connect
   * @see https://kubernetes.io/docs/tasks/access-application-cluster/configure-cloud-provider-firewall/
   */
  readonly sourceRanges?: string[];

  /**
   * The node port that leads to the Service's port 80, for balancers that dial nodes without asking the cluster.
   *
   * @default - the cluster chooses one
   */
  readonly httpNodePort?: number;

  /**
   * The node port that leads to the Service's port 443.
   *
   * @default - the cluster chooses one
   */
  readonly httpsNodePort?: number;

  /**
   * Whether the balancer dials pod addresses itself, bypassing kube-proxy. No node ports are then allocated and no
   * `externalTrafficPolicy` is written, since it would have no effect.
   *
   * If it does not, kube-proxy rewrites the source address, and every client has a node's address.
   *
   * @default false
   */
  readonly routesToPods?: boolean;

  /**
   * The families over which the balancer can reach Kong.
   *
   * @default - both
   */
  readonly ipFamilies?: IpFamily[];

  /**
   * The families of the balancer's own addresses, where it translates between families. `sourceRanges` must cover them.
   *
   * @default - those of the Service
   */
  readonly clientFamilies?: IpFamily[];
}

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

/**
 * A load balancer that keeps the packets' source address all the way to Kong.
 *
 * @see https://github.com/cdk8s-kong-client-ip/cdk8s-kong-client-ip#a-load-balancer-of-your-own
 */
export interface ILocalTrafficLoadBalancer {
  /**
   * What the Service in front of Kong must contain.
   *
   * @param scope the gateway: where errors belong, and objects that the balancer itself needs
   */
  bindLocalTraffic(scope: Construct): ServiceBinding;
}

/**
 * A load balancer that sends a PROXY protocol header, of version 1 or 2, on every connection to Kong.
 *
 * @see https://www.haproxy.org/download/2.8/doc/proxy-protocol.txt
 */
export interface IProxyProtocolLoadBalancer {
  /**
   * What the Service in front of Kong must contain.
   *
   * @param scope the gateway: where errors belong, and objects that the balancer itself needs
   */
  bindProxyProtocol(scope: Construct): ServiceBinding;
}

/**
 * An L7 load balancer that reports the client in a request header.
 *
 * @see https://github.com/cdk8s-kong-client-ip/cdk8s-kong-client-ip#a-load-balancer-of-your-own
 */
export interface IHeaderForwardingLoadBalancer {
  /**
   * What the Service and the Ingress must contain, and which headers the balancer writes.
   *
   * @param scope the gateway: where errors belong, and objects that the balancer itself needs
   */
  bindHeaderForwarding(scope: Construct): HeaderForwardingBinding;
}
