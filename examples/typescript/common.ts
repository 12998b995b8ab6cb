import { Chart } from 'cdk8s';
import { Kong, KongConfiguration, TrustedProxies } from 'cdk8s-kong-client-ip';

/** One gateway behind one load balancer. */
export interface Variant {
  /** Name of the chart, and so of the manifest: `<name>.k8s.yaml`. */
  readonly name: string;
  readonly build: (chart: Chart) => Kong;
}

/** What every gateway here serves. */
export const configuration = KongConfiguration.inline({
  _format_version: '3.0',
  services: [
    {
      name: 'app',
      url: 'http://app.default.svc.cluster.local:80',
      routes: [{ name: 'app', paths: ['/'], strip_path: false }],
    },
  ],
});

/** The nodes' network, where the network plugin gives pods addresses of it, too. */
export const nodes = TrustedProxies.of('10.0.0.0/16');

/** The load balancer's own subnets. */
export const balancerSubnets = TrustedProxies.of('10.0.101.0/24', '10.0.102.0/24');
