import { flagProp, textProp } from '../props';
import { RESTRICTABLE_PROPS, RestrictableLoadBalancerProps } from '../service-balancer';

/**
 * Props of both load balancers of DigitalOcean.
 *
 * @see https://docs.digitalocean.com/products/kubernetes/how-to/configure-load-balancers/
 */
export interface DigitalOceanLoadBalancerProps extends RestrictableLoadBalancerProps {
  /**
   * The balancer's name: letters, digits, dots and hyphens.
   *
   * @default - the controller makes one
   */
  readonly name?: string;

  /**
   * Whether only the VPC network can reach the balancer.
   *
   * @default false
   */
  readonly internalOnly?: boolean;
}

export const DIGITALOCEAN = 'service.beta.kubernetes.io/do-loadbalancer-';

export const COMMON_PROPS = {
  ...RESTRICTABLE_PROPS,
  name: textProp('name'),
  internalOnly: flagProp('network', 'INTERNAL', 'EXTERNAL'),
};

/**
 * The controller checks kube-proxy's health port by itself; with the first of these it would ask Kong instead, and
 * with a PROXY header.
 */
export const HEALTH_CHECK = ['override-health-check', 'healthcheck-port', 'healthcheck-path', 'healthcheck-protocol'];
