import { Testing } from 'cdk8s';
import { ProxyProtocolVersion, UpCloudLoadBalancer, UpCloudLoadBalancerProps } from '../../../src';
import { describeWay, KONG_ENDS_TLS, NO_PROXY_HEADER, WayOfBalancer } from '../service-balancer';

const both: Omit<WayOfBalancer<UpCloudLoadBalancerProps>, 'bind' | 'always'> = {
  id: 'upcloud',
  owner: 'UpCloudLoadBalancer',
  prefix: 'service.beta.kubernetes.io/upcloud-load-balancer-',
  fields: { drainSeconds: 45 },
};
const selector: [UpCloudLoadBalancerProps, { [key: string]: string }] = [
  { nodeSelector: '{"matchLabels":{"edge":"true"}}' },
  { 'node-selector': '{"matchLabels":{"edge":"true"}}' },
];
const tcp = (version: string, rest: object = {}) =>
  JSON.stringify({
    ...rest,
    frontends: [
      { name: 'http', mode: 'tcp', port: 80 },
      { name: 'https', mode: 'tcp', port: 443 },
    ],
    backends: [
      { name: 'http', properties: { outbound_proxy_protocol: version } },
      { name: 'https', properties: { outbound_proxy_protocol: version } },
    ],
  });

describeWay<UpCloudLoadBalancerProps>('UpCloud, PROXY protocol', {
  ...both,
  bind: (scope, props) => new UpCloudLoadBalancer(props).bindProxyProtocol(scope),
  always: { config: tcp('v2') },
  given: [
    selector,
    [{ proxyProtocolVersion: ProxyProtocolVersion.V1 }, { config: tcp('v1') }],
    [
      { name: 'kong', balancerType: 'production-small' },
      { config: tcp('v2', { name: 'kong', plan: 'production-small' }) },
    ],
  ],
  refused: [[{ certificateId: 'u' }, `certificateId "u": ${KONG_ENDS_TLS}`]],
});

const rules = [
  {
    name: 'forwarded-headers',
    priority: 100,
    matchers: [],
    actions: [{ type: 'set_forwarded_headers', action_set_forwarded_headers: {} }],
  },
];
const http = { name: 'http', port: 80, mode: 'http', rules };

describeWay<UpCloudLoadBalancerProps>('UpCloud, headers', {
  ...both,
  bind: (scope, props) => new UpCloudLoadBalancer(props).bindHeaderForwarding(scope),
  always: { config: JSON.stringify({ frontends: [http] }) },
  given: [
    selector,
    [
      { certificateId: 'u' },
      {
        config: JSON.stringify({
          frontends: [
            http,
            {
              name: 'https',
              port: 443,
              mode: 'http',
              rules,
              tls_configs: [{ name: 'kong', certificate_bundle_uuid: 'u' }],
            },
          ],
        }),
      },
    ],
  ],
  refused: [[{ proxyProtocolVersion: ProxyProtocolVersion.V1 }, `proxyProtocolVersion "v1": ${NO_PROXY_HEADER}`]],
});

test('UpCloud ends TLS with a certificate bundle', () => {
  expect(new UpCloudLoadBalancer({ certificateId: 'u' }).bindHeaderForwarding(Testing.chart())).toMatchObject({
    endsTls: true,
    forwardedHeaders: [],
  });
});
