import { App, Chart } from 'cdk8s';
import { GkeNetworkLoadBalancer, KongConfiguration, LocalTrafficKong, TrustedProxies } from 'cdk8s-kong-client-ip';

/** Makes the mistake that is named on the command line. */
const mistakes: { [name: string]: () => void } = {
  'bad-cidr': () => TrustedProxies.of('10.0.0.5/16'),
  'managed-variable': () =>
    new LocalTrafficKong(new Chart(new App(), 'chart'), 'Kong', {
      loadBalancer: new GkeNetworkLoadBalancer(),
      configuration: KongConfiguration.inline({ _format_version: '3.0', services: [{ url: 'http://app' }] }),
    }).addEnv('KONG_TRUSTED_IPS', '0.0.0.0/0'),
};

mistakes[process.argv[2]]();
