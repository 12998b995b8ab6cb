import { Chart } from 'cdk8s';
import { GkeNetworkLoadBalancer, KongConfiguration, ProxyProtocolKong, TrustedProxies } from 'cdk8s-kong-client-ip';

/** Does not compile. */
export function add(chart: Chart, configuration: KongConfiguration): void {
  new ProxyProtocolKong(chart, 'Kong', {
    // @ts-expect-error (the line that test:languages removes, to show what the compiler says)
    loadBalancer: new GkeNetworkLoadBalancer(),
    trustedProxies: TrustedProxies.of('10.0.0.0/16'),
    configuration,
  });
}
