import { Testing } from 'cdk8s';
import { ProxyProtocolVersion, ScalewayLoadBalancer, ScalewayLoadBalancerProps } from '../../../src';
import { describeWay, KONG_ENDS_TLS, NO_PROXY_HEADER, WayOfBalancer } from '../service-balancer';

const both: Omit<WayOfBalancer<ScalewayLoadBalancerProps>, 'bind' | 'always'> = {
  id: 'scaleway',
  owner: 'ScalewayLoadBalancer',
  prefix: 'service.beta.kubernetes.io/scw-loadbalancer-',
  fields: { drainSeconds: 60 },
  given: [
    [
      { balancerType: 'LB-S', zone: 'fr-par-1' },
      { type: 'LB-S', zone: 'fr-par-1' },
    ],
    [
      { internalOnly: true, useHostname: true },
      { private: 'true', 'use-hostname': 'true' },
    ],
    [
      { privateNetworkIds: ['a', 'b'], ipIds: ['c'] },
      { 'pn-ids': 'a,b', 'ip-ids': 'c' },
    ],
  ],
  reserved: ['send-proxy-v2', 'ip-mode', 'health-check-type', 'http-backend-tls', 'certificate-ids'],
};
const check = { 'health-check-from-service': 'true', 'health-check-send-proxy': 'false' };

describeWay<ScalewayLoadBalancerProps>('Scaleway, PROXY protocol', {
  ...both,
  bind: (scope, props) => new ScalewayLoadBalancer(props).bindProxyProtocol(scope),
  always: { 'proxy-protocol-v1': 'false', 'proxy-protocol-v2': 'true', 'protocol-http': 'false', ...check },
  given: [
    ...both.given!,
    [{ proxyProtocolVersion: ProxyProtocolVersion.V1 }, { 'proxy-protocol-v1': 'true', 'proxy-protocol-v2': 'false' }],
  ],
  refused: [
    [{ certificateIds: ['c'] }, `certificateIds ["c"]: ${KONG_ENDS_TLS}`],
    [
      { proxyProtocolVersion: 'V2' as any },
      'proxyProtocolVersion must be one of "v1", "v2", got "V2"; write that, or leave it out',
    ],
  ],
});

describeWay<ScalewayLoadBalancerProps>('Scaleway, headers', {
  ...both,
  bind: (scope, props) => new ScalewayLoadBalancer(props).bindHeaderForwarding(scope),
  always: { 'proxy-protocol-v1': 'false', 'proxy-protocol-v2': 'false', 'protocol-http': 'true', ...check },
  given: [...both.given!, [{ certificateIds: ['c', 'd'] }, { 'certificate-ids': '443:c,d' }]],
  refused: [[{ proxyProtocolVersion: ProxyProtocolVersion.V2 }, `proxyProtocolVersion "v2": ${NO_PROXY_HEADER}`]],
});

test("Scaleway ends TLS with certificates, and promises no header but the client's", () => {
  const bind = (props?: ScalewayLoadBalancerProps) =>
    new ScalewayLoadBalancer(props).bindHeaderForwarding(Testing.chart());
  expect([bind().endsTls, bind({ certificateIds: ['c'] }).endsTls]).toEqual([false, true]);
  expect(bind().forwardedHeaders).toEqual([]);
});
