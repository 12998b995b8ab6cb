import { Testing } from 'cdk8s';
import {
  AksLoadBalancer,
  AwsApplicationLoadBalancer,
  AwsNetworkLoadBalancer,
  ClientIp,
  HeaderForwarded,
  HeaderForwardedKong,
  Kong,
  LocalTraffic,
  LocalTrafficKong,
  ProxyProtocol,
  ProxyProtocolKong,
  TrustedProxies,
} from '../../src';
import { configuration, environment } from '../helpers';

const trustedProxies = TrustedProxies.of('10.0.0.0/16');

const ways: [string, () => [ClientIp, Kong]][] = [
  [
    'LocalTraffic',
    () => {
      const props = { loadBalancer: new AksLoadBalancer() };
      return [
        new LocalTraffic(Testing.chart(), 'Way', props),
        new LocalTrafficKong(Testing.chart(), 'Kong', { ...props, configuration }),
      ];
    },
  ],
  [
    'ProxyProtocol',
    () => {
      const props = { loadBalancer: new AwsNetworkLoadBalancer(), trustedProxies };
      return [
        new ProxyProtocol(Testing.chart(), 'Way', props),
        new ProxyProtocolKong(Testing.chart(), 'Kong', { ...props, configuration }),
      ];
    },
  ],
  [
    'HeaderForwarded',
    () => {
      const props = { loadBalancer: new AwsApplicationLoadBalancer(), trustedProxies };
      return [
        new HeaderForwarded(Testing.chart(), 'Way', props),
        new HeaderForwardedKong(Testing.chart(), 'Kong', { ...props, configuration }),
      ];
    },
  ],
];

describe.each(ways)('%s', (_, make) => {
  const [way, kong] = make();

  test('has the variables that the gateway of the same props sets', () => {
    expect(Object.keys(way.environment).length).toBeGreaterThan(4);
    expect(environment(kong)).toMatchObject(way.environment);
  });

  test('trusts whom the gateway trusts, and names the same header', () => {
    expect([way.trustedCidrs, way.clientIpHeader]).toEqual([kong.trustedCidrs, kong.clientIpHeader]);
  });

  test('hands out copies', () => {
    way.environment.KONG_TRUSTED_IPS = '0.0.0.0/0';
    way.trustedCidrs.push('0.0.0.0/0');
    const [fresh] = make();
    expect([way.environment, way.trustedCidrs]).toEqual([fresh.environment, fresh.trustedCidrs]);
  });
});

test.each([undefined, null, 'x'])('props %j are refused by a sentence', (props) => {
  expect(() => new LocalTraffic(Testing.chart(), 'Way', props as any)).toThrow('[test/Way] props must be an object');
});

test('a class in place of a load balancer is refused with the call that was meant', () => {
  expect(() => new LocalTraffic(Testing.chart(), 'Way', { loadBalancer: AksLoadBalancer as any })).toThrow(
    '[test/Way] loadBalancer: the class or function AksLoadBalancer is not a load balancer; write new AksLoadBalancer(…)',
  );
});

test.each(['Prod Team', 'Foo', ''])('the namespace %j is refused', (namespace) => {
  expect(() => new LocalTraffic(Testing.chart(), 'Way', { loadBalancer: new AksLoadBalancer(), namespace })).toThrow(
    '[test/Way] namespace must be a name of at most 63 lower-case letters',
  );
});
