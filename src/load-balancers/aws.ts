/**
 * Who can reach a load balancer of AWS.
 */
export enum AwsLoadBalancerScheme {
  /** Everybody: the balancer has public addresses. */
  INTERNET_FACING = 'internet-facing',
  /** The VPC and what is connected to it. */
  INTERNAL = 'internal',
}

/**
 * What a Network Load Balancer sends to.
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
}

/** The prefix of the Service annotations of AWS. */
export const SERVICE_PREFIX = 'service.beta.kubernetes.io';

