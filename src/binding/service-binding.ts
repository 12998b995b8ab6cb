import * as kplus from 'cdk8s-plus-27';

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
   * The kind of load balancer, in the words of the check, such as `aws-nlb`. It becomes the Service's annotation
   * `kong-client-ip/load-balancer`, so that readers of the manifest do not have to guess. The check believes it: a
   * wrong name makes the verdict wrong.
   *
   * @default - `custom`: a balancer of which the check believes what this binding promises
   */
  readonly loadBalancerKind?: string;

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
   * Networks of proxies before this balancer that send PROXY protocol, in CIDR notation, where the balancer itself
   * passes packets on with their source. They are then the `peers`, and a gateway that trusts any other network is
   * refused: whoever dials from there could claim any client address.
   *
   * @default - the balancer itself sends the header
   */
  readonly proxyProtocolFrom?: string[];

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
   * Whether the balancer writes routes to the Service's ports 80 and 443 itself, as objects beside it. A gateway with
   * port 443 alone is refused: a route would lead to a port that does not exist.
   *
   * @default false
   */
  readonly writesRoutes?: boolean;

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
