import { ApiObject, App, Chart, JsonPatch, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import {
  AksApplicationGateway,
  AksApplicationGatewayForContainers,
  AwsApplicationLoadBalancer,
  GkeApplicationLoadBalancer,
  GkeNetworkLoadBalancer,
  HeaderForwardedKong,
  IHeaderForwardingLoadBalancer,
  Kong,
  LocalTrafficKong,
  ProxyProtocolKong,
  TrustedProxies,
} from '../../src';
import { configuration, ofKind } from '../helpers';

const subnet = TrustedProxies.of('10.0.101.0/24');
const headers = (chart: Chart, id: string, loadBalancer: IHeaderForwardingLoadBalancer, trustedProxies = subnet) =>
  new HeaderForwardedKong(chart, id, { loadBalancer, trustedProxies, configuration });

describe('two gateways on one balancer', () => {
  const two =
    (make: (hosts?: string[]) => IHeaderForwardingLoadBalancer, ...hosts: (string[] | undefined)[]) =>
    () => {
      const app = new App();
      hosts.forEach((names, index) =>
        headers(new Chart(app, `chart-${index}`, { namespace: `n${index}` }), 'Kong', make(names)),
      );
      app.synthYaml();
    };
  const FRONTEND = { albId: '/subscriptions/x', albFrontend: 'edge' };

  test.each<[string, (hosts?: string[]) => IHeaderForwardingLoadBalancer]>([
    ['Application Gateway', (hosts) => new AksApplicationGateway({ hosts })],
    ['Application Gateway for Containers', (hosts) => new AksApplicationGatewayForContainers({ ...FRONTEND, hosts })],
    ['group of an ALB', (hosts) => new AwsApplicationLoadBalancer({ groupName: 'edge', hosts })],
  ])('%s: need hosts', (_, make) => {
    expect(two(make, undefined, undefined)).toThrow(
      'is for the same load balancer, and neither of the two has hosts, so one takes the requests of both; give each its hosts',
    );
    expect(two(make, ['a.example.com'], undefined)).not.toThrow();
    expect(two(make, ['a.example.com'], ['b.example.com'])).not.toThrow();
  });

  test('that do not share it need none', () => {
    expect(two(() => new AwsApplicationLoadBalancer(), undefined, undefined)).not.toThrow();
  });
});

test('the header that Google writes cannot be taken out of the BackendConfig', () => {
  const make = (headersOfUser: string[]) => {
    const kong = headers(
      Testing.chart(),
      'Kong',
      new GkeApplicationLoadBalancer({ ipAddress: '203.0.113.10', staticIpName: 'kong' }),
      TrustedProxies.googleFrontEnds('203.0.113.10'),
    );
    const [config] = kong.node
      .findAll()
      .filter((child): child is ApiObject => ApiObject.isApiObject(child) && child.kind === 'BackendConfig');
    config.addJsonPatch(JsonPatch.replace('/spec/customRequestHeaders', { headers: headersOfUser }));
    return () => ofKind(kong, 'BackendConfig');
  };
  expect(make(['X-Client-Region:{client_region}'])).toThrow(
    'does not overwrite X-Forwarded-Port, which Kong believes: every client could write it',
  );
  expect(make(['X-Client-Region:{client_region}', 'X-Forwarded-Port:{server_port}'])).not.toThrow();
});

describe('a finding is acknowledged for one object', () => {
  const open = (kong: Kong, id: string) =>
    new kplus.Service(kong, id, {
      type: kplus.ServiceType.LOAD_BALANCER,
      selector: kong.deployment,
      ports: [{ port: 80, targetPort: 8000 }],
    });
  const gateway = () =>
    new ProxyProtocolKong(Testing.chart(), 'Kong', {
      loadBalancer: {
        bindProxyProtocol: () => ({
          loadBalancerKind: 'hetzner',
          annotations: {
            'load-balancer.hetzner.cloud/uses-proxyprotocol': 'true',
            'load-balancer.hetzner.cloud/location': 'fsn1',
            'load-balancer.hetzner.cloud/use-private-ip': 'true',
          },
        }),
      },
      trustedProxies: TrustedProxies.of('10.0.0.0/8'),
      configuration,
    });
  const rulesOf = (kong: Kong) => {
    try {
      ofKind(kong, 'Service');
      return [];
    } catch (error) {
      return [...(error as Error).message.matchAll(/\[test\/Kong\] ([\w-]+):/g)].map(([, rule]) => rule);
    }
  };

  test('and a second one needs its own word', () => {
    const kong = gateway();
    const services = [open(kong, 'First'), open(kong, 'Second')];
    const [rule] = rulesOf(kong);
    expect(rule).toBeDefined();
    for (const name of new Set(rulesOf(kong))) {
      kong.acknowledge(name, 'a firewall keeps strangers out');
    }
    expect(() => ofKind(kong, 'Service')).toThrow('and its reason is for one of them; name each: acknowledge(');
    for (const service of services) {
      for (const name of ['proxy-protocol-not-sent', rule]) {
        kong.acknowledge(name, 'a firewall keeps strangers out', service);
      }
    }
    expect(() => ofKind(kong, 'Service')).not.toThrow('and its reason is for one of them');
  });

  test('which must be an object', () => {
    const kong = new LocalTrafficKong(Testing.chart(), 'Kong', {
      loadBalancer: new GkeNetworkLoadBalancer(),
      configuration,
    });
    expect(() => kong.acknowledge('trust-everybody', 'why', new Chart(new App(), 'c'))).toThrow(
      'acknowledge: the Chart at c is not an object of a manifest',
    );
  });
});
