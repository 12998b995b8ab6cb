import { Before } from '../binding/statements';

/** A Kubernetes object as parsed from a manifest. Nothing about it is certain but that it is an object. */
export interface KubernetesObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: any;
  readonly spec?: any;
  readonly status?: any;
  readonly data?: any;
  readonly [field: string]: any;
}

/** What a controller may look up beside the object that it reads. */
export interface Cluster {
  /** Which cloud the cluster runs on, if the user or the objects say so. */
  readonly cloud?: string;
  /** The controller that takes Services which name none, where a cloud has several, if the user says so. */
  readonly controller?: string;
  /** All objects of a kind, of every namespace, so that a BackendConfig or an IngressClass can be found. */
  list(kind: string): readonly KubernetesObject[];
}

/**
 * Who opens the connection that reaches Kong.
 *
 * - client: packets keep their source
 * - node: kube-proxy of a node rewrote the source
 * - balancer: the balancer's own addresses, named or not
 */
export interface Peer {
  readonly role: 'client' | 'node' | 'balancer';
  /**
   * The nodes are dialled from a subnet of the balancer's, so that a trusted network may be that one and not theirs.
   */
  readonly ownSubnet?: boolean;
  /** The networks that it dials from, where the controller's code or the cloud's documentation fixes them. */
  readonly networks?: readonly string[];
}

/** A port that clients dial, and where it leads. */
export interface Frontend {
  readonly port: number;
  /**
   * What the client speaks to it. tls: the balancer ends TLS without looking into it. tcp: whatever Kong's listener
   * speaks.
   */
  readonly speaks: 'tcp' | 'tls' | 'http' | 'https' | 'udp';
  /** The Service that it sends to, in the namespace of the object; the object itself if it is a Service. */
  readonly service: string;
  /** The port of that Service, by number. */
  readonly servicePort: number;
  /** What the balancer speaks to Kong. as-listener: not known, and taken to be what Kong's listener speaks. */
  readonly backend: 'tcp' | 'tls' | 'http' | 'https' | 'h2c' | 'grpc' | 'udp' | 'as-listener';
  /**
   * The version of the PROXY protocol header that it sends first. Kong reads both, so where it is not documented, 1
   * stands.
   */
  readonly proxyProtocol?: 1 | 2;
  /** The PROXY header comes inside of the TLS that the balancer speaks to Kong, which reads it ahead of TLS. */
  readonly proxyInsideTls?: boolean;
  /** What is otherwise for the targets that this port sends to, where a balancer has several groups of them. */
  readonly differs?: Differing;
}

/** What a balancer may do for one group of targets, and not for another. */
export type Differing = Partial<Pick<Balancer, 'name' | 'targets' | 'peer' | 'http' | 'healthCheck' | 'admits'>>;

/** What a balancer does with the headers of requests to its front ends that speak http or https. */
export interface HttpRules {
  readonly forwardedFor:
    /**
     * Behind what the client wrote it appends the client, then `appends`: addresses, or `{balancer}` for its own
     * where that is not known.
     */
    | { readonly mode: 'append'; readonly withPort?: boolean; readonly appends?: readonly string[] }
    /** What the client wrote is gone, and only the client's address is left. */
    | { readonly mode: 'replace' }
    /** What the client wrote passes untouched. */
    | { readonly mode: 'preserve' }
    /** The header is gone. */
    | { readonly mode: 'remove' };
  /** Other headers that it overwrites on each request: `{client}`, `{scheme}` and `{port}` stand for the truth. */
  readonly overwrites: Readonly<Record<string, string>>;
  readonly redirectsToHttps: boolean;
}

/**
 * A port that a health check dials: that of traffic, a port of the target by number, or where a port of the Service
 * leads.
 */
export type CheckPort = number | 'traffic-port' | { readonly servicePort: number };

/**
 * none: nothing is checked. node: it asks kube-proxy of the node, and never Kong. tcp, http, grpc: it dials a port of
 * its targets.
 */
export type HealthCheck =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'node';
      readonly sendsProxyProtocol: boolean;
      /**
       * Why kube-proxy's answer never passes, where it is asked in a way that it does not understand, or for another
       * status.
       */
      readonly fails?: string;
    }
  | { readonly kind: 'tcp'; readonly port: CheckPort; readonly sendsProxyProtocol: boolean }
  | {
      readonly kind: 'http';
      readonly port: CheckPort;
      readonly path: string;
      /** The statuses that pass, such as `200` or `200-399`. */
      readonly passes: string;
      readonly sendsProxyProtocol: boolean;
      /** Whether it asks over TLS; as for traffic when undefined. */
      readonly tls?: boolean;
      /** Whether it asks by HTTP/2, without having asked whether that is understood. */
      readonly http2?: boolean;
    }
  | {
      readonly kind: 'grpc';
      readonly port: CheckPort;
      /** The gRPC codes that pass, such as `12` or `0-99`. */
      readonly passes: string;
      readonly sendsProxyProtocol: boolean;
    };

/** Where the manifest decides something, whether or not it is written there, and what to write. */
export interface Setting {
  /** `metadata.annotations[key]`, `spec.externalTrafficPolicy`, … */
  readonly field: string;
  readonly write: string;
}

/** Where the manifest decides what a balancer does. A setting is missing where this balancer cannot do it. */
export interface Settings {
  /** How packets keep their source: `spec.externalTrafficPolicy`, or an attribute of the targets. */
  readonly keepSource?: Setting;
  /** How it is made to send PROXY protocol. */
  readonly proxyProtocol?: Setting;
  /** How its health check is pointed at something that answers. */
  readonly healthCheck?: Setting;
  /** How it is made to leave TLS to Kong. */
  readonly passTls?: Setting;
  /** How what it speaks to Kong is chosen. */
  readonly backend?: Setting;
  /** How it is made to write the client into `X-Forwarded-For`. */
  readonly forwardedFor?: Setting;
  /** Where the networks that may connect are listed, if the controller builds that wall. */
  readonly admit?: Setting;
  /** Where the manifest says which controller takes the object. */
  readonly controller?: Setting;
  /** How packets lose their source, so that PROXY protocol alone tells the client. */
  readonly hideSource?: Setting;
}

/** What a balancer does for one Service or Ingress, as its controller sets it up. */
export interface Balancer {
  /** Which balancer, as in the annotation `kong-client-ip/load-balancer`: `aws-nlb`. */
  readonly id: string;
  /** For people: `Network Load Balancer of AWS, ip targets`. */
  readonly name: string;
  readonly frontends: readonly Frontend[];
  /** What it dials: pods, or a port of the nodes. */
  readonly targets: 'pods' | 'nodes';
  readonly peer: Peer;
  /** Set when it speaks HTTP. */
  readonly http?: HttpRules;
  readonly healthCheck: HealthCheck;
  readonly settings: Settings;
  /** Clients are not meant to come this way: they may be refused, but must not be believed. */
  readonly unintended?: boolean;
  /** Whether clients come from private networks only; undefined when the manifest does not say. */
  readonly internal?: boolean;
  /**
   * The networks that may connect; every address when undefined; `[]` when chosen, but unknown, sources may (a security
   * group).
   */
  readonly admits?: readonly string[];
  /** The networks that may not connect, where all others may. */
  readonly denies?: readonly string[];
  /** What becomes of traffic while every target fails its check; `sends-none` when undefined. */
  readonly whenAllFail?: WhenAllFail;
  /** It is made, and drops traffic all the same; a remark says why. */
  readonly drops?: boolean;
  /** Proxies that are in front of it, where the object states it. */
  readonly before?: Before;
  /** Whether pods that call its address are short-cut to Kong by kube-proxy, without what it would have added. */
  readonly shortCut?: boolean;
}

/**
 * What a balancer does while every target fails its check.
 *
 * - sends-to-all: it fails open, and traffic comes as if no check failed
 * - sends-none: connections are refused, or time out
 * - errors: it answers every request with its own error
 *
 * Where no page of the vendor says otherwise, a balancer sends to none.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 * @see https://cloud.google.com/load-balancing/docs/network/networklb-backend-service#health-checks
 * @see https://learn.microsoft.com/azure/load-balancer/load-balancer-custom-probe-overview#probe-down-behavior
 * @see https://www.alibabacloud.com/help/en/slb/network-load-balancer/user-guide/nlb-health-check-overview
 * @see https://www.tencentcloud.com/document/product/214/6097
 */
export type WhenAllFail = 'sends-to-all' | 'sends-none' | 'errors';
