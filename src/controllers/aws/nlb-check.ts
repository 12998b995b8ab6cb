import { lookUpPort } from './port-lookup';
import { awsReader } from './service';
import { HealthCheck, KubernetesObject } from '../balancer';
import { isLocal } from '../services';

/** What kube-proxy answers on a node that has a pod. */
const WITH_POD = 200;

/** Whether the controller has kube-proxy asked, unless an annotation names a port. */
export function asksNode(service: KubernetesObject, targets: 'pods' | 'nodes'): boolean {
  return targets === 'nodes' && isLocal(service) && service.spec?.type === 'LoadBalancer';
}

/**
 * The health check by the annotations, over what the controller does by itself: with node ports and policy Local it
 * asks kube-proxy.
 */
export function networkHealthCheck(
  service: KubernetesObject,
  targets: 'pods' | 'nodes',
  sendsProxyProtocol: boolean,
): HealthCheck {
  const read = awsReader(service);
  const ofNode = asksNode(service, targets);
  const protocol = (read('healthcheck-protocol') ?? (ofNode ? 'HTTP' : 'TCP')).toUpperCase();
  const passes = read('healthcheck-success-codes') ?? '200-399';
  const port = lookUpPort(service, read('healthcheck-port'), targets) ?? 'traffic-port';
  if (ofNode && (read('healthcheck-port') === undefined || port === service.spec?.healthCheckNodePort)) {
    return {
      kind: 'node',
      sendsProxyProtocol: sendsProxyProtocol && protocol !== 'TCP',
      ...nodeFails(protocol, passes),
    };
  }
  if (protocol === 'TCP') return { kind: 'tcp', port, sendsProxyProtocol };
  const path = read('healthcheck-path') ?? (ofNode ? '/healthz' : '/');
  return { kind: 'http', port, path, passes, sendsProxyProtocol, ...(protocol === 'HTTPS' ? { tls: true } : {}) };
}

function nodeFails(protocol: string, passes: string): { fails?: string } {
  if (protocol === 'HTTPS') return { fails: 'kube-proxy is asked over HTTPS, and speaks HTTP only' };
  return protocol === 'TCP' || hasStatus(passes, WITH_POD)
    ? {}
    : { fails: `kube-proxy answers ${WITH_POD}, and ${passes} is expected` };
}

/** Whether a list such as `200,300-399` has a status. */
export function hasStatus(statuses: string, status: number): boolean {
  return statuses.split(',').some((range) => {
    const [from, to = from] = range.trim().split('-').map(Number);
    return status >= from && status <= to;
  });
}
