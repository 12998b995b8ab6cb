import { KubernetesObject } from './balancer';

import { passing, TCP_CHECK } from './making';
import { Open, Read, serviceController, unclear, takenAway } from './service-table';
import { isLocal, LOCAL_POLICY } from './services';
import { json } from './values';
import { isObject } from '../input/objects';
import { isTrue } from '../notation/go';

const TENCENT = 'service.cloud.tencent.com/';
const KUBERNETES = 'service.kubernetes.io/';
const DIRECT = `${TENCENT}direct-access`;
const PROTOCOL = `${TENCENT}specify-protocol`;
const CONFIG = `${TENCENT}tke-service-config`;
const MODE = `${TENCENT}mode`;
/** Both: https://cloud.tencent.com/document/product/214/68105 */
const SNAT = `${TENCENT}snat-pro-info`;
const PARAMETERS = `${KUBERNETES}service.extensiveParameters`;
const NAME = 'Cloud Load Balancer of Tencent';

/**
 * The Cloud Load Balancer of Tencent's TKE passes packets on, to a port of the nodes or to the pods themselves. From
 * the vendor's pages.
 *
 * @see https://www.tencentcloud.com/document/product/457/39142
 */
export const tencent = serviceController({
  id: 'tke-service-controller',
  cloud: 'tencent',
  makes: { 'tencent-clb': NAME },
  prefix: TENCENT,
  signs: {
    prefixes: ['tke-', 'qcloud-', 'loadbalance-id', 'local-svc-only-bind-node-with-pod'].map(
      (start) => `${KUBERNETES}${start}`,
    ),
  },
  keys: [
    'client-token',
    'cross-region-id',
    'cross-vpc-id',
    'direct-access',
    'enable-grace-shutdown',
    'enable-grace-shutdown-tkex',
    'loadbalancer-source-endpoints',
    'lb-rs-weight',
    'local-svc-weighted-balance',
    'mode',
    'modification-protection',
    'pass-to-target',
    'prevent-loopback',
    'security-groups',
    'snat-pro-info',
    'specify-protocol',
    'sync-begin-time',
    'sync-end-time',
    'tke-service-config',
    'tke-service-config-auto',
    ...[
      'loadbalance-id',
      'local-svc-only-bind-node-with-pod',
      'qcloud-loadbalancer-backends-label',
      'qcloud-loadbalancer-backends-number',
      'qcloud-loadbalancer-clusterid',
      'qcloud-loadbalancer-internal-subnetid',
      'qcloud-loadbalancer-internet-charge-type',
      'qcloud-loadbalancer-internet-max-bandwidth-out',
      'qcloud-share-existed-lb',
      'service.extensiveParameters',
      'service.listenerParameters',
      'tke-existed-lbid',
    ].map((suffix) => `${KUBERNETES}${suffix}`),
  ],
  doubt,
  make: (service, read) => {
    const isDirect = isTrue(read(DIRECT));
    return passing(service, 'tencent-clb', NAME, {
      targets: isDirect ? 'pods' : 'nodes',
      peer: { role: isDirect || isLocal(service) ? 'client' : 'node' },
      // It dials a node port, which kube-proxy closes on nodes without a pod.
      healthCheck: TCP_CHECK,
      // https://www.tencentcloud.com/document/product/214/6097
      whenAllFail: 'sends-to-all',
      settings: { keepSource: LOCAL_POLICY },
      internal: Boolean(read(`${KUBERNETES}qcloud-loadbalancer-internal-subnetid`)),
      admits: read(`${TENCENT}security-groups`) ? [] : undefined,
    });
  },
});

function doubt(_: KubernetesObject, read: Read): Open | undefined {
  if (read(MODE) === 'skip') {
    return takenAway(MODE, 'The controller leaves the Service alone: what serves it is not in the manifest.');
  }
  if (read(PROTOCOL)) {
    return unclear(
      PROTOCOL,
      'Other protocols than TCP and UDP end connections at the balancer, and what it then sends is not known here.',
    );
  }
  if (read(SNAT)) {
    return unclear(SNAT, 'With addresses for SNAT the balancer dials from these, and the source of packets is lost.');
  }
  const created = json(read(PARAMETERS));
  if (isObject(created) && String(created.AddressIPVersion).toUpperCase() === 'IPV6') {
    return unclear(PARAMETERS, 'A balancer with NAT64 translates the addresses of clients.');
  }
  if (read(CONFIG)) return unclear(CONFIG, 'The TkeServiceConfig decides too, and it is not read here.');
  return undefined;
}
