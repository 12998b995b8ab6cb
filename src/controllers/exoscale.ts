import { passing, serviceController } from './service-table';

const NAME = 'Network Load Balancer of Exoscale';

/** It passes packets on. With policy Local its check finds the port of kube-proxy by itself. */
export const exoscale = serviceController({
  id: 'exoscale-cloud-controller-manager',
  cloud: 'exoscale',
  makes: { exoscale: NAME },
  prefix: 'service.beta.kubernetes.io/exoscale-loadbalancer-',
  keys: [
    'description', 'external', 'id', 'name', 'service-description', 'service-healthcheck-interval', 'service-healthcheck-mode', 'service-healthcheck-port',
    'service-healthcheck-retries', 'service-healthcheck-timeout', 'service-healthcheck-tls-sni', 'service-healthcheck-uri', 'service-instancepool-id',
    'service-name', 'service-strategy',
  ],
  make: (service) => passing(service, 'exoscale', NAME),
});
