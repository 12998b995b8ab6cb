import { Testing } from 'cdk8s';
import {
  AksApplicationGatewayForContainers,
  AksLoadBalancer,
  AksPrivateLinkService,
  AwsApplicationTargetGroupBinding,
  AwsNetworkLoadBalancer,
  GkeApplicationLoadBalancer,
  HeaderForwardedKong,
  Kong,
  LocalTrafficKong,
  ProxyProtocolKong,
} from '../../src';
import { configuration } from '../helpers';
import { trustedProxies } from './gateways';

const google = new GkeApplicationLoadBalancer({ ipAddress: '203.0.113.10', staticIpName: 'kong' });
const targetGroupArn = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/kong/0123456789abcdef';

describe('what a way needs must be given, and what it does not know cannot be', () => {
  const chart = Testing.chart();

  test.each<[string, string, () => Kong]>([
    [
      'trustedProxies is missing',
      '[test/A]',
      // @ts-expect-error an empty trusted set would fail silently
      () => new ProxyProtocolKong(chart, 'A', { loadBalancer: new AwsNetworkLoadBalancer(), configuration }),
    ],
    [
      'trustedProxies is missing',
      '[test/B]',
      // @ts-expect-error an empty trusted set would fail silently
      () => new HeaderForwardedKong(chart, 'B', { loadBalancer: google, configuration }),
    ],
    [
      'configuration is missing',
      '[test/C]',
      // @ts-expect-error a gateway without routes never becomes ready
      () => new LocalTrafficKong(chart, 'C', { loadBalancer: new AksLoadBalancer() }),
    ],
    [
      'appendsXForwardedFor is undefined',
      'AwsApplicationTargetGroupBinding:',
      () =>
        new HeaderForwardedKong(chart, 'TargetGroup', {
          // @ts-expect-error nothing in a manifest says what the balancer of a target group does
          loadBalancer: new AwsApplicationTargetGroupBinding({ targetGroupArn }),
          trustedProxies,
          configuration,
        }),
    ],
    [
      'ipAddress is missing',
      'GkeApplicationLoadBalancer:',
      () =>
        new HeaderForwardedKong(chart, 'D', {
          // @ts-expect-error Google appends the balancer's address, so it must be known
          loadBalancer: new GkeApplicationLoadBalancer(),
          trustedProxies,
          configuration,
        }),
    ],
    [
      'ipConfigurationSubnet is missing',
      'AksPrivateLinkService:',
      () =>
        // @ts-expect-error the subnet of the Private Link Service is what Kong trusts
        new ProxyProtocolKong(chart, 'F', { loadBalancer: new AksPrivateLinkService(), trustedProxies, configuration }),
    ],
    [
      'the Application Gateway for Containers is not given',
      'AksApplicationGatewayForContainers:',
      () =>
        new HeaderForwardedKong(chart, 'H', {
          // @ts-expect-error of two gateways for containers nobody knows which
          loadBalancer: new AksApplicationGatewayForContainers(),
          trustedProxies,
          configuration,
        }),
    ],
  ])('%s', (message, place, make) => {
    expect(make).toThrow(`${place} ${message}`);
  });

  test('trust, header and recursion are unknown to a gateway that believes nobody', () => {
    expect(
      () =>
        new LocalTrafficKong(chart, 'E', {
          loadBalancer: new AksLoadBalancer(),
          configuration,
          // @ts-expect-error packets keep their source address, so nobody is to be believed
          trustedProxies,
        }),
    ).toThrow('"trustedProxies" is not a prop');
  });
});
