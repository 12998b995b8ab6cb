import { Configuration, Target } from './gateway-configuration';
import { fieldsOf, isObject } from '../../input/objects';
import { HealthCheck } from '../balancer';

import { Backend, isLocal } from '../services';
import { lookUpPort } from './port-lookup';

export function networkCheck({ backend, configuration, targets }: Target, sendsProxyProtocol: boolean): HealthCheck {
  const check = fieldsOf(configuration.healthCheckConfig);
  const ofNode = targets === 'nodes' && isLocal(backend.service);
  const protocol = String(check.healthCheckProtocol ?? (ofNode ? 'HTTP' : 'TCP'));
  if (ofNode && check.healthCheckPort === undefined) {
    return { kind: 'node', sendsProxyProtocol: sendsProxyProtocol && protocol !== 'TCP' };
  }
  const port = portOf(check, backend, targets);
  if (protocol === 'TCP') return { kind: 'tcp', port, sendsProxyProtocol };
  const path = pathOf(check, ofNode ? '/healthz' : '/');
  return { kind: 'http', port, path, passes: codesOf(check, '200-399'), sendsProxyProtocol, tls: protocol === 'HTTPS' };
}

/** The versions of HTTP that targets may be spoken to in. */
export const VERSIONS = ['HTTP1', 'HTTP2', 'GRPC'] as const;

export type Version = (typeof VERSIONS)[number];

export function applicationCheck({ backend, configuration, targets }: Target, version: Version): HealthCheck {
  const check = fieldsOf(configuration.healthCheckConfig);
  const port = portOf(check, backend, targets);
  if (version === 'GRPC') {
    return { kind: 'grpc', port, passes: codesOf(check, '12'), sendsProxyProtocol: false };
  }
  const tls = (check.healthCheckProtocol ?? configuration.protocol) === 'HTTPS';
  const http2 = version === 'HTTP2' ? { http2: true } : {};
  return {
    kind: 'http',
    port,
    path: pathOf(check, '/'),
    passes: codesOf(check, '200-399'),
    sendsProxyProtocol: false,
    tls,
    ...http2,
  };
}

function portOf(
  { healthCheckPort }: Configuration,
  { service }: Backend,
  targets: 'pods' | 'nodes',
): number | 'traffic-port' {
  return (
    lookUpPort(service, healthCheckPort === undefined ? undefined : String(healthCheckPort), targets) ?? 'traffic-port'
  );
}

function pathOf({ healthCheckPath }: Configuration, otherwise: string): string {
  return typeof healthCheckPath === 'string' ? healthCheckPath : otherwise;
}

function codesOf({ matcher }: Configuration, otherwise: string): string {
  return String((isObject(matcher) ? (matcher.httpCode ?? matcher.grpcCode) : undefined) ?? otherwise);
}
