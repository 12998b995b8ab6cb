import { headerForwarded, IPV4, localTraffic, PORTS, proxyProtocol } from './subjects';
import { AwsNetworkLoadBalancer, AwsTargetType, ForwardedHeaderPolicy, GkeNetworkLoadBalancer } from '../../src';
import { environment, manifest } from '../helpers';

test.each([
  ['LocalTrafficKong', localTraffic],
  ['ProxyProtocolKong', proxyProtocol],
  ['HeaderForwardedKong', headerForwarded],
])("%s leaves Kong's own header behaviour alone with APPEND", (_, make) => {
  const keys = Object.keys(environment(make({ forwardedHeaderPolicy: ForwardedHeaderPolicy.APPEND })));
  expect(keys.filter((key) => /REQUEST_DEBUG|INPUT_HEADERS/.test(key))).toEqual([]);
});

describe('its Service', () => {
  const dialsPods = new AwsNetworkLoadBalancer({ targetType: AwsTargetType.IP });
  const local = localTraffic({ loadBalancer: new GkeNetworkLoadBalancer() });
  const byNodes = (externalTrafficPolicy: string) => ({ type: 'LoadBalancer', externalTrafficPolicy });
  const byPods = { type: 'LoadBalancer', allocateLoadBalancerNodePorts: false };

  test.each([
    ['keeps packets on the node that they reach', local, byNodes('Local')],
    [
      'takes traffic on every node with PROXY protocol, which no check for Local reads',
      proxyProtocol(),
      byNodes('Cluster'),
    ],
    ['has no node ports where the balancer dials pods', localTraffic({ loadBalancer: dialsPods }), byPods],
    ['nor with PROXY protocol', proxyProtocol({ loadBalancer: dialsPods }), byPods],
  ])('%s', (_, kong, expected) => {
    const { selector, ...fields } = manifest(kong.service).spec;
    expect(fields).toEqual({ ...expected, ...IPV4, ports: PORTS });
  });
});
