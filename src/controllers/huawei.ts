import { KubernetesObject } from './balancer';
import { annotationSetting } from './fields';
import { passing, TCP_CHECK } from './making';
import { Open, Read, serviceController, unclear } from './service-table';
import { isLocal, LOCAL_POLICY } from './services';
import { json } from './values';
import { isObject } from '../input/objects';

const ELB = 'kubernetes.io/elb.';
const NAME = 'Elastic Load Balance of Huawei Cloud';
/** The addresses from which a shared balancer dials, where it does not pass the client on. */
const SHARED_NETWORK = '100.125.0.0/16';
/** Keys by which connections end at the balancer. */
const ENDING = ['protocol-port', 'proxy-protocol-enable'];

/**
 * Elastic Load Balance before a cluster of Huawei's CCE: dedicated ones pass the client on, shared ones where they
 * are told to, both with policy Local. From the vendor's pages.
 *
 * @see https://support.huaweicloud.com/usermanual-cce/cce_10_0385.html
 */
export const huawei = serviceController({
  id: 'cce-cloud-controller-manager',
  cloud: 'huawei',
  makes: { 'huawei-elb': NAME },
  prefix: ELB,
  keys: [
    'acl-id',
    'acl-status',
    'acl-type',
    'adaptive-weight',
    'autocreate',
    'cert-id',
    'class',
    'client_timeout',
    'connection-drain-enable',
    'connection-drain-timeout',
    'cookie-timeout',
    'custom-eip-id',
    'eip-id',
    'enterpriseID',
    'gzip-enabled',
    'health-check-flag',
    'health-check-option',
    'health-check-options',
    'http2-enable',
    'id',
    'instance-id',
    'ip',
    'keepalive_timeout',
    'lb-algorithm',
    'lock',
    'member_timeout',
    'multicluster',
    'pass-through',
    'pool-protocol',
    'port',
    'port-ranges',
    'protocol-port',
    'proxy-protocol-enable',
    'security-pool-protocol',
    'session-affinity-flag',
    'session-affinity-mode',
    'session-affinity-option',
    'subnet-id',
    'tags',
    'tls-certificate-ids',
    'tls-ciphers-policy',
    'transparent-client-ip',
    'vpc-id',
    'x-forwarded-for-port',
    'x-forwarded-host',
    'x-forwarded-port',
  ],
  doubt,
  make: (service, read) =>
    passing(service, 'huawei-elb', NAME, {
      peer: peerOf(service, read),
      // It dials a node port, which kube-proxy closes on nodes without a pod.
      healthCheck: TCP_CHECK,
      settings: {
        keepSource: passesClient(read) ? LOCAL_POLICY : annotationSetting(`${ELB}transparent-client-ip`, 'true'),
      },
      internal: isInner(read),
      admits: read('acl-id') && read('acl-status') === 'on' && read('acl-type') === 'white' ? [] : undefined,
    }),
});

/** Dedicated balancers cannot but pass the client on. */
function passesClient(read: Read): boolean {
  return read('class') === 'performance' || read('transparent-client-ip') === 'true';
}

function peerOf(service: KubernetesObject, read: Read) {
  if (!isLocal(service)) return { role: 'node' } as const;
  return passesClient(read)
    ? ({ role: 'client' } as const)
    : ({ role: 'balancer', networks: [SHARED_NETWORK] } as const);
}

function isInner(read: Read): boolean | undefined {
  const created = json(read('autocreate'));
  return isObject(created) && created.type !== undefined ? created.type === 'inner' : undefined;
}

function doubt(service: KubernetesObject, read: Read): Open | undefined {
  const key = ENDING.find((one) => read(one));
  if (key) {
    return unclear(`${ELB}${key}`, 'Connections end at the balancer, and what it then sends is not known here.');
  }
  if (isLocal(service) || !passesClient(read)) return undefined;
  return {
    doubt: 'unknown-balancer',
    remark: {
      rule: 'balancer-unknown',
      field: LOCAL_POLICY.field,
      why:
        'With Cluster a standard cluster of CCE loses the client, and a Turbo cluster, ' +
        'whose balancer dials the pods, keeps it.',
      mend: 'Write Local in a standard cluster; in a Turbo cluster look at the access log of Kong with one request.',
    },
  };
}
