import { Construct } from 'constructs';
import { errorAt, quote } from '../private/errors';

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

/** The prefix of the Service annotations of AWS. */
export const SERVICE_PREFIX = 'service.beta.kubernetes.io';

/** @throws when AWS would refuse the balancer's name */
export function checkName(scope: Construct, name?: string): void {
  if (name !== undefined && (name.length > LONGEST_NAME || !/^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$/.test(name))) {
    throw errorAt(scope, `name ${quote(name)}: a balancer's name has at most ${LONGEST_NAME} letters, digits and inner hyphens`);
  }
}
