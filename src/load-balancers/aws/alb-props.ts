import { AwsControllerLoadBalancerProps } from './props';

/**
 * What an Application Load Balancer speaks to Kong.
 */
export enum AwsBackendProtocolVersion {
  /** HTTP/1.1. */
  HTTP1 = 'HTTP1',
  /** HTTP/2. Needs https. */
  HTTP2 = 'HTTP2',
  /** gRPC, and nothing else. Needs https. */
  GRPC = 'GRPC',
}

/**
 * Props of `AwsApplicationLoadBalancer`, by the names of the controller's annotations.
 *
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/
 */
export interface AwsApplicationLoadBalancerProps extends AwsControllerLoadBalancerProps {
  /**
   * `spec.ingressClassName`: an IngressClass of the controller `ingress.k8s.aws/alb`, with `eksAutoMode` of
   * `eks.amazonaws.com/alb`.
   *
   * The class's IngressClassParams win over the props: `loadBalancerAttributes` can let clients choose their address,
   * `inboundCIDRs` and `scheme` can admit all sources. The library cannot see them, so look at them.
   *
   * @default "alb"
   */
  readonly ingressClassName?: string;

  /**
   * The host names for which the balancer sends requests to Kong. Without `certificateIds`, the controller looks for
   * certificates of these names.
   *
   * @default - every host name
   */
  readonly hosts?: string[];

  /**
   * Whether the balancer listens for https on port 443, and redirects port 80 there. True without `certificateIds`
   * if the controller finds the certificates by `hosts`, or the IngressClassParams of `ingressClassName` name them.
   *
   * @default - true if `certificateIds` are given
   */
  readonly listensHttps?: boolean;

  /**
   * What the balancer speaks to Kong. With gRPC its health check goes through Kong's routes, since the status port
   * does not speak gRPC, and it takes any gRPC status.
   *
   * @default AwsBackendProtocolVersion.HTTP1
   */
  readonly backendProtocolVersion?: AwsBackendProtocolVersion;

  /**
   * The group of Ingresses that share the balancer. Other members can replace its security group, and with it
   * `sourceRanges` and `prefixLists`, without an error: only `securityGroups` then count as a restriction. The
   * IngressClassParams of the member that comes first win over the binding's own attributes: whoever may create
   * Ingresses in the group can thereby let clients choose their address. Without `hosts`, Kong takes every request
   * that no member before it takes; the order is the annotation `group.order`.
   *
   * @default - its own balancer
   */
  readonly groupName?: string;

  /**
   * The networks that may connect, in CIDR notation. Every family of the balancer's addresses needs one, and no other
   * family.
   *
   * With a CDN in front, give the CDN's networks: a client that bypasses the CDN can write the CDN's headers.
   *
   * @default - all sources may connect, if no `prefixLists` are given
   */
  readonly sourceRanges?: string[];
}

/** How the balancer treats the `X-Forwarded-For` of a client: it must append to it. */
export const XFF_MODE = 'routing.http.xff_header_processing.mode';

export const ALB = 'alb.ingress.kubernetes.io/';
