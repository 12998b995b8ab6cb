import { HealthCheck, KubernetesObject } from './balancer';
import { annotationField, annotationSetting, refused } from './fields';
import { httpCheck, NODE_CHECK, passing, TCP_CHECK } from './making';
import { byApi, DURATION, goInt, INTEGER, oneOf, orEmpty } from './readers';
import { Remark } from './reading';
import { dropsTraffic, Read, serviceController } from './service-table';
import { isLocal } from './services';

const EXOSCALE = 'service.beta.kubernetes.io/exoscale-loadbalancer-';
const NAME = 'Network Load Balancer of Exoscale';

/** It passes packets on. No line of it reads spec.loadBalancerSourceRanges. */
export const exoscale = serviceController({
  id: 'exoscale-cloud-controller-manager',
  cloud: 'exoscale',
  makes: { exoscale: NAME },
  prefix: EXOSCALE,
  keys: [
    'description',
    'external',
    'id',
    'name',
    'service-description',
    'service-healthcheck-interval',
    'service-healthcheck-mode',
    'service-healthcheck-port',
    'service-healthcheck-retries',
    'service-healthcheck-timeout',
    'service-healthcheck-tls-sni',
    'service-healthcheck-uri',
    'service-instancepool-id',
    'service-name',
    'service-sks-nodepool-name',
    'service-strategy',
    'sks-cluster-name',
  ],
  transports: ['TCP', 'UDP'],
  accepts: {
    'service-healthcheck-interval': DURATION,
    'service-healthcheck-timeout': DURATION,
    'service-healthcheck-retries': INTEGER,
    'service-healthcheck-port': orEmpty(INTEGER),
    'service-healthcheck-mode': byApi(oneOf('tcp', 'http', 'https')),
    'service-strategy': byApi(oneOf('round-robin', 'source-hash', 'maglev-hash')),
  },
  refusals,
  remarks: (service, read) =>
    passesWithoutPod(service, read)
      ? [
          dropsTraffic(
            annotationField(`${EXOSCALE}service-healthcheck-mode`),
            'With Local the check dials the port of kube-proxy, which is open on every node: ' +
              'nodes without a pod get traffic, and drop it.',
            `Write ${EXOSCALE}service-healthcheck-mode: "http" and ${EXOSCALE}service-healthcheck-uri: "/healthz".`,
          ),
        ]
      : [],
  make: (service, read) =>
    passing(service, 'exoscale', NAME, {
      healthCheck: healthCheck(service, read),
      drops: passesWithoutPod(service, read),
      settings: {
        keepSource: { field: 'spec.externalTrafficPolicy', write: 'Local' },
        healthCheck: annotationSetting(`${EXOSCALE}service-healthcheck-mode`, isLocal(service) ? 'http' : 'tcp'),
      },
    }),
});

function refusals(_: KubernetesObject, read: Read): Remark[] {
  if (read('external')?.toLowerCase() === 'true' && !read('id') && !read('name')) {
    return [
      refused(
        `${EXOSCALE}external`,
        'The controller refuses a balancer from elsewhere that is not named.',
        `Name it in ${EXOSCALE}id.`,
      ),
    ];
  }
  if (read('service-sks-nodepool-name') && !read('sks-cluster-name')) {
    return [
      refused(
        `${EXOSCALE}service-sks-nodepool-name`,
        'The controller wants the cluster too.',
        `Name it in ${EXOSCALE}sks-cluster-name.`,
      ),
    ];
  }
  return [];
}

function checksKubeProxy(service: KubernetesObject, read: Read): boolean {
  return isLocal(service) && !read('service-healthcheck-port');
}

function passesWithoutPod(service: KubernetesObject, read: Read): boolean {
  return checksKubeProxy(service, read) && (read('service-healthcheck-mode') ?? 'tcp') === 'tcp';
}

function healthCheck(service: KubernetesObject, read: Read): HealthCheck {
  const mode = read('service-healthcheck-mode') ?? 'tcp';
  if (checksKubeProxy(service, read)) {
    return mode === 'https'
      ? { ...NODE_CHECK, fails: 'kube-proxy is asked over HTTPS, and speaks HTTP only' }
      : NODE_CHECK;
  }
  const port = goInt(read('service-healthcheck-port') ?? '') ?? 'traffic-port';
  return mode === 'tcp'
    ? { ...TCP_CHECK, port }
    : httpCheck(read('service-healthcheck-uri') || '/', '200-399', { port, tls: mode === 'https' });
}
