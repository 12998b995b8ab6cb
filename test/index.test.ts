import * as library from '../src';

test('the library exports these classes and enums, and nothing private', () => {
  const classes = Object.entries(library).filter(([, value]) => value !== undefined).map(([name]) => name);
  expect(classes.sort()).toEqual([
    'AksApplicationGateway',
    'AksApplicationGatewayForContainers',
    'AksLoadBalancer',
    'AksPrivateLinkService',
    'AwsApplicationLoadBalancer',
    'AwsClassicLoadBalancer',
    'AwsInTreeNetworkLoadBalancer',
    'AwsIpAddressType',
    'AwsLoadBalancerScheme',
    'AwsNetworkLoadBalancer',
    'AwsTargetType',
    'ClientIp',
    'ClientIpHeader',
    'ExternalTrafficPolicy',
    'ForwardedHeaderPolicy',
    'GkeApplicationLoadBalancer',
    'GkeInternalApplicationLoadBalancer',
    'GkeNetworkLoadBalancer',
    'GkeRegionalApplicationLoadBalancer',
    'HeaderForwarded',
    'HeaderForwardedKong',
    'IpFamily',
    'Kong',
    'KongConfiguration',
    'LocalTraffic',
    'LocalTrafficKong',
    'PortProtocol',
    'ProxyProtocol',
    'ProxyProtocolKong',
    'TrustedProxies',
  ]);
});
