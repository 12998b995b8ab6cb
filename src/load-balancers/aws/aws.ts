import { Construct } from 'constructs';
import { errorAt, quote } from '../../input/errors';

const LONGEST_NAME = 32;

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

/**
 * What every load balancer of AWS that belongs to a Service can be told.
 */
export interface AwsServiceLoadBalancerProps {
  /**
   * Who can reach the balancer.
   *
   * @default AwsLoadBalancerScheme.INTERNET_FACING
   */
  readonly scheme?: AwsLoadBalancerScheme;

  /**
   * Ids or names of the balancer's subnets, one an availability zone.
   *
   * @default - the controller finds them by their tags
   */
  readonly subnets?: string[];

  /**
   * The networks that may connect, in CIDR notation.
   *
   * @default - everybody
   */
  readonly sourceRanges?: string[];

  /**
   * Tags of all AWS resources of the balancer.
   *
   * @default - the controller's own
   */
  readonly tags?: { [key: string]: string };

  /**
   * Further annotations of the Service, by their full keys. Those that the binding or another prop owns are refused.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
}

/** The prefix of the Service annotations of AWS. */
export const AWS = 'service.beta.kubernetes.io/aws-load-balancer';

/** @throws when AWS would refuse the balancer's name */
export function checkName(scope: Construct, name?: string): void {
  if (name !== undefined && (name.length > LONGEST_NAME || !/^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$/.test(name))) {
    throw errorAt(scope, `name ${quote(name)}: a balancer's name has at most ${LONGEST_NAME} letters, digits and inner hyphens`);
  }
}
