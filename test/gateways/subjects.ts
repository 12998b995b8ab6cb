import { Testing } from 'cdk8s';
import { Construct } from 'constructs';
import {
  AksLoadBalancer,
  AwsApplicationLoadBalancer,
  AwsNetworkLoadBalancer,
  HeaderForwardedKong,
  HeaderForwardedKongProps,
  LocalTrafficKong,
  LocalTrafficKongProps,
  ProxyProtocolKong,
  ProxyProtocolKongProps,
  TrustedProxies,
} from '../../src';
import { configuration } from '../helpers';

/*
 * A gateway of each way, and what the manifests of all of them have in common.
 */

export const trustedProxies = TrustedProxies.of('10.0.0.0/16');

export function localTraffic(
  props: Partial<LocalTrafficKongProps> = {},
  scope: Construct = Testing.chart(),
  id = 'Kong',
): LocalTrafficKong {
  return new LocalTrafficKong(scope, id, { loadBalancer: new AksLoadBalancer(), configuration, ...props });
}

export function proxyProtocol(
  props: Partial<ProxyProtocolKongProps> = {},
  scope: Construct = Testing.chart(),
): ProxyProtocolKong {
  const loadBalancer = new AwsNetworkLoadBalancer();
  return new ProxyProtocolKong(scope, 'Kong', { loadBalancer, trustedProxies, configuration, ...props });
}

export function headerForwarded(
  props: Partial<HeaderForwardedKongProps> = {},
  scope: Construct = Testing.chart(),
): HeaderForwardedKong {
  const loadBalancer = new AwsApplicationLoadBalancer();
  return new HeaderForwardedKong(scope, 'Kong', { loadBalancer, trustedProxies, configuration, ...props });
}

export const IPV4 = { ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack' };

export const PORTS = [
  { name: 'http', port: 80, targetPort: 8000 },
  { name: 'https', port: 443, targetPort: 8443 },
];

/** The environment that every gateway has. */
export const ENVIRONMENT = {
  KONG_DATABASE: 'off',
  KONG_DECLARATIVE_CONFIG: '/kong_configuration/kong.yml',
  KONG_PREFIX: '/kong_prefix',
  KONG_ADMIN_LISTEN: 'off',
  KONG_ADMIN_GUI_LISTEN: 'off',
  KONG_NGINX_WORKER_PROCESSES: '2',
  KONG_PROXY_ACCESS_LOG: '/dev/stdout',
  KONG_PROXY_ERROR_LOG: '/dev/stderr',
  KONG_STATUS_ACCESS_LOG: 'off',
  KONG_STATUS_ERROR_LOG: '/dev/stderr',
  KONG_STATUS_LISTEN: '0.0.0.0:8100',
  KONG_REQUEST_DEBUG: 'off',
};

/** What is cleared where the balancer looks into nothing. */
export const CLEARED = 'X-Forwarded* X_Forwarded* Forwarded X-Real-IP X_Real* X-Real_IP';
