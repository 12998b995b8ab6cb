/**
 * What a load balancer sends to.
 */
export enum AwsTargetType {
  /** The nodes: packets reach Kong through a node port. */
  INSTANCE = 'instance',
  /** The pods themselves. The cluster must give them addresses of the VPC, as the Amazon VPC CNI does. */
  IP = 'ip',
}

/**
 * The families of a load balancer's addresses.
 */
export enum AwsIpAddressType {
  /** IPv4. */
  IPV4 = 'ipv4',
  /** IPv4 and IPv6. */
  DUALSTACK = 'dualstack',
  /** IPv6, and private addresses of IPv4. Only for internet-facing Application Load Balancers. */
  DUALSTACK_WITHOUT_PUBLIC_IPV4 = 'dualstack-without-public-ipv4',
}

/**
 * Props of every load balancer of AWS.
 */
export interface AwsLoadBalancerProps {
  /**
   * Whether only the VPC and what is connected to it can reach the balancer.
   *
   * @default false
   */
  readonly internalOnly?: boolean;

  /**
   * Ids or names of the balancer's subnets, one per availability zone. An Application Load Balancer needs at least two.
   *
   * @default - the controller finds them by their tags
   */
  readonly subnets?: string[];

  /**
   * The name of the TLS policy, such as `ELBSecurityPolicy-TLS13-1-2-2021-06`. Only where the balancer ends TLS.
   *
   * @default - the controller's
   */
  readonly sslPolicy?: string;

  /**
   * Tags of all AWS resources of the balancer. Keys and values that the controller would cut or unescape are refused:
   * with commas, backslashes, blanks around them, or a `=` in a key.
   *
   * @default - the controller's own
   */
  readonly tags?: { [key: string]: string };

  /**
   * Further annotations of the Service (Application Load Balancers: of the Ingress), by their full keys. Those that the
   * binding or another prop owns are refused, and so are those that would do nothing.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
}

/**
 * Props of every load balancer of AWS that belongs to a Service.
 */
export interface AwsServiceLoadBalancerProps extends AwsLoadBalancerProps {
  /**
   * The networks that may connect, in CIDR notation. Every family of the balancer's addresses needs one, and no other
   * family.
   *
   * @default - all sources may connect
   */
  readonly sourceRanges?: string[];
}

/**
 * Props of the load balancers of the AWS Load Balancer Controller and of EKS Auto Mode.
 */
export interface AwsControllerLoadBalancerProps extends AwsLoadBalancerProps {
  /**
   * Whether EKS Auto Mode makes the balancer, instead of the AWS Load Balancer Controller. Auto Mode reads nearly the
   * same annotations; those that it does not read are left out or refused.
   *
   * @default false
   * @see https://docs.aws.amazon.com/eks/latest/userguide/auto-elb-example.html
   */
  readonly eksAutoMode?: boolean;

  /**
   * The balancer's name: at most 32 letters, digits and inner hyphens, not beginning with `internal-`. A balancer
   * cannot be renamed.
   *
   * @default - the controller makes one
   */
  readonly name?: string;

  /**
   * The families of the balancer's addresses. A gateway with IPv6 needs a dual-stack balancer. A Network Load
   * Balancer with `LocalTrafficKong` must be `IPV4`: where it translates between the families, it cannot keep the
   * source address.
   *
   * @default AwsIpAddressType.IPV4
   */
  readonly ipAddressType?: AwsIpAddressType;

  /**
   * ARNs of the certificates with which the balancer ends TLS on port 443. A Network Load Balancer then speaks TLS to
   * Kong again, so that Kong knows the scheme. An Application Load Balancer redirects port 80 to 443.
   *
   * @default - a Network Load Balancer passes TLS on to Kong; an Application Load Balancer ends it only if
   * `listensHttps` is true
   */
  readonly certificateIds?: string[];

  /**
   * Ids or names of the balancer's security groups. The controller then ignores networks and prefix lists, so give
   * either these or those. What the groups admit is not known here.
   *
   * The controller lets the groups reach Kong only if the annotation `manage-backend-security-group-rules` is `"true"`.
   *
   * @default - the controller makes one
   */
  readonly securityGroups?: string[];

  /**
   * Ids of prefix lists whose networks may connect, such as that of CloudFront, in addition to the networks in CIDR
   * notation.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html
   */
  readonly prefixLists?: string[];

  /**
   * Attributes of the balancer, such as `deletion_protection.enabled` to `true`. Keys are made of letters, digits,
   * `_`, `.` and `-`. How an Application Load Balancer treats `X-Forwarded-For` belongs to the binding.
   *
   * @default - those of AWS
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/network-load-balancers.html#load-balancer-attributes
   */
  readonly attributes?: { [key: string]: string };

  /**
   * Attributes of the target groups, such as `stickiness.enabled` to `true`. `preserve_client_ip.enabled` and
   * `proxy_protocol_v2.enabled` decide about the client's address: the binding writes them, and accepts no other value.
   *
   * @default - those of AWS
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html
   */
  readonly targetGroupAttributes?: { [key: string]: string };
}
