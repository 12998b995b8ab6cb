import { isObject } from '../../controllers/manifest';
import { Kong } from '../../kong/kong';
import { has } from '../../kong/listeners';
import { ProxyHeader } from '../../kong/traffic';
import { Spot } from '../world/environment';
import { Gateway } from '../world/gateways';
import { expectsProxy, targetPort, Way } from '../world/ways';

/** Why a balancer's health check fails, so that no traffic comes. */
export type FailedCheck = 'meets-proxy-protocol' | 'kong-404' | 'node-reads-no-proxy-protocol' | 'wrong-protocol';

const SELF_CHECK: ProxyHeader = { version: 2, command: 'LOCAL', protocol: 'UNSPEC' };

/** What a balancer's health check meets; undefined where it passes, or where it cannot be told. */
export function failedCheck(ways: readonly Way[], kong: Kong): FailedCheck | undefined {
  const check = ways[0]?.balancer.healthCheck;
  if (check?.kind === 'node') {
    return check.sendsProxyProtocol ? 'node-reads-no-proxy-protocol' : undefined;
  }
  if (check?.kind !== 'http') {
    return undefined;
  }
  for (const way of check.port === 'traffic-port' ? ways.filter(({ target }) => target === 'requests') : ways.slice(0, 1)) {
    const port = check.port === 'traffic-port' ? way.port : podPort(way, check.port);
    const listener = [...kong.configuration.proxy, ...kong.configuration.status].find((one) => one.port === port);
    if (!listener || port === undefined) continue;
    const tls = check.tls ?? (way.frontend.backend === 'https' && has(listener, 'ssl'));
    const { answers: [answer] } = kong.answer(
      { peer: '192.0.2.8', port, proxyHeader: check.sendsProxyProtocol ? SELF_CHECK : undefined, tls },
      [{ host: 'check', path: check.path, headers: [] }],
    );
    const proxied = kong.configuration.proxy.includes(listener);
    if (!answer || answer.status === 400) {
      return check.sendsProxyProtocol || has(listener, 'proxy_protocol') ? 'meets-proxy-protocol' : 'wrong-protocol';
    }
    const status = proxied && isUnrouted(check.path) ? 404 : answer.status;
    if (!passes(check.passes, status)) return 'kong-404';
  }
  return undefined;
}

/** Where no route is likely: the root, and what only the status listener answers. */
function isUnrouted(path: string): boolean {
  return /^\/(status(\/ready)?)?(\?|$)/.test(path);
}

/** The port of the pod that a balancer checks: by the node port where it dials nodes. */
function podPort({ balancer, service, servicePort }: Way, checked: number | { readonly servicePort: number }): number | undefined {
  if (balancer.targets === 'pods' && typeof checked === 'number') {
    return checked;
  }
  const ports: typeof servicePort[] = service.object.spec?.ports ?? [];
  const target = ports.find(({ nodePort, port }) => typeof checked === 'number' ? nodePort === checked : port === checked.servicePort);
  return typeof target?.targetPort === 'number' ? target.targetPort : target?.port;
}

function passes(statuses: string, status: number): boolean {
  return statuses.split(',').some((range) => {
    const [from, to = from] = range.trim().split('-').map(Number);
    return status >= from && status <= to;
  });
}

/** A probe of the kubelet that asks over HTTP where PROXY protocol is expected. */
export interface FailedProbe extends Spot {
  readonly probe: string;
  readonly port: number;
  /** The variable whose listener has the flag. */
  readonly listen: 'KONG_PROXY_LISTEN' | 'KONG_STATUS_LISTEN';
}

export function failedProbes(gateway: Gateway, { configuration }: Kong): FailedProbe[] {
  const { container, workload } = gateway;
  return ['startupProbe', 'readinessProbe', 'livenessProbe'].flatMap((probe): FailedProbe[] => {
    const httpGet = isObject(container.spec[probe]) ? container.spec[probe].httpGet : undefined;
    const port = isObject(httpGet) ? targetPort({ port: 0, targetPort: httpGet.port }, gateway) : undefined;
    const meets = (listeners: typeof configuration.proxy) => expectsProxy({ listeners: listeners.filter((one) => one.port === port) });
    const listen = meets(configuration.status) ? 'KONG_STATUS_LISTEN' as const : meets(configuration.proxy) ? 'KONG_PROXY_LISTEN' as const : undefined;
    return port === undefined || !listen ? [] : [{ at: workload, field: `${container.field}.${probe}.httpGet.port`, probe, port, listen }];
  });
}
