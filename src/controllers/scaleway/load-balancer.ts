import { isTrue } from '../../notation/go';
import { Balancer, HealthCheck, KubernetesObject } from '../balancer';
import { annotationSetting } from '../fields';
import { ADMIT_BY_FIELD, NODE_CHECK, TCP_CHECK, appending, ending, httpCheck, tcpPorts } from '../making';
import { BOOL, DURATION, INTEGER, oneOf } from '../readers';
import { Read, serviceController } from '../service-table';
import { ServicePort } from '../services';
import { sourceRangesOfField } from '../source-ranges';
import { SCALEWAY, checksNode, mode, valueFor } from './ports';
import { combinations, refusalsOf } from './refusals';

const NAME = 'Load Balancer of Scaleway';

export const scaleway = serviceController({
  id: 'scaleway-cloud-controller-manager',
  cloud: 'scaleway',
  makes: { scaleway: NAME },
  prefix: SCALEWAY,
  keys: [
    'certificate-ids',
    'connection-rate-limit',
    'enable-access-logs',
    'enable-http3',
    'externally-managed',
    'failover-host',
    'flexible-ip-types',
    'force-internal-ip',
    'forward-port-algorithm',
    'health-check-delay',
    'health-check-from-service',
    'health-check-http-code',
    'health-check-http-method',
    'health-check-http-uri',
    'health-check-max-retries',
    'health-check-mysql-user',
    'health-check-pgsql-user',
    'health-check-send-proxy',
    'health-check-timeout',
    'health-check-type',
    'health-transient-check-delay',
    'http-backend-tls',
    'http-backend-tls-skip-verify',
    'id',
    'ip-ids',
    'ip-mode',
    'max-connections',
    'max-retries',
    'on-marked-down-action',
    'pn-ids',
    'private',
    'private-ip-ids',
    'protocol-http',
    'proxy-protocol-v1',
    'proxy-protocol-v2',
    'redispatch-attempt-count',
    'send-proxy-v2',
    'ssl-compatibility-level',
    'sticky-sessions',
    'sticky-sessions-cookie-name',
    'target-node-labels',
    'timeout-client',
    'timeout-connect',
    'timeout-queue',
    'timeout-server',
    'timeout-tunnel',
    'type',
    'use-hostname',
    'zone',
  ],
  accepts: {
    'externally-managed': BOOL,
    private: BOOL,
    'enable-access-logs': BOOL,
    'enable-http3': BOOL,
    'connection-rate-limit': INTEGER,
    'forward-port-algorithm': oneOf('roundrobin', 'leastconn', 'first'),
    'sticky-sessions': oneOf('none', 'cookie', 'table'),
    'on-marked-down-action': oneOf('on_marked_down_action_none', 'shutdown_sessions'),
    'timeout-client': DURATION,
    'timeout-connect': DURATION,
    'timeout-queue': DURATION,
    'timeout-server': DURATION,
    'timeout-tunnel': DURATION,
    'redispatch-attempt-count': INTEGER,
    'max-connections': INTEGER,
    'max-retries': INTEGER,
    'health-check-delay': DURATION,
    'health-check-timeout': DURATION,
    'health-check-max-retries': INTEGER,
    'health-transient-check-delay': DURATION,
  },
  refusals: (service, read) => [
    ...combinations(service, read),
    ...tcpPorts(service).flatMap((port) => refusalsOf(service, read, port)),
  ],
  make,
});

function make(service: KubernetesObject, read: Read): Balancer {
  const balancer = ending(service, {
    id: 'scaleway',
    name: NAME,
    mode: (port) => mode(read, port),
    rules: appending(),
    checkOf: (port) => healthCheck(service, read, port),
    settings: {
      proxyProtocol: annotationSetting(`${SCALEWAY}proxy-protocol-v2`, 'true'),
      healthCheck: annotationSetting(`${SCALEWAY}health-check-type`, 'tcp'),
      admit: ADMIT_BY_FIELD,
    },
    internal: isTrue(read('private')),
    admits: sourceRangesOfField(service),
  });
  // Ports of other protocols are left out.
  return { ...balancer, frontends: balancer.frontends.filter(({ speaks }) => speaks !== 'udp') };
}

/** Each port has its own. */
function healthCheck(service: KubernetesObject, read: Read, port: ServicePort): HealthCheck {
  if (checksNode(service, read, port)) return NODE_CHECK;
  const sendsProxyProtocol = isTrue(read('health-check-send-proxy'));
  const type = valueFor(read('health-check-type') ?? 'tcp', port);
  if (type !== 'http' && type !== 'https') return { ...TCP_CHECK, sendsProxyProtocol };
  // What precedes the path is the host that it asks for.
  const [path = '/'] = /\/.*$/.exec(valueFor(read('health-check-http-uri') ?? '/', port)) ?? [];
  return httpCheck(path, valueFor(read('health-check-http-code') ?? '200', port), {
    sendsProxyProtocol,
    tls: type === 'https',
  });
}
