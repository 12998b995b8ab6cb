import { Testing } from 'cdk8s';
import { VultrLoadBalancer, VultrLoadBalancerProps } from '../../../src';
import { describeWay, KONG_ENDS_TLS, WayOfBalancer } from '../service-balancer';

const both: Omit<WayOfBalancer<VultrLoadBalancerProps>, 'bind' | 'always'> = {
  id: 'vultr',
  owner: 'VultrLoadBalancer',
  prefix: 'service.beta.kubernetes.io/vultr-loadbalancer-',
  given: [
    [
      { name: 'kong', nodeCount: 3 },
      { label: 'kong', 'node-count': '3' },
    ],
    [
      { usePrivateNetwork: true, hostname: 'edge.example.com', idleTimeoutSeconds: 60 },
      { vpc: 'true', hostname: 'edge.example.com', timeout: '60' },
    ],
    [{ firewallRules: '192.0.2.0/24,80;192.0.2.0/24,443' }, { 'firewall-rules': '192.0.2.0/24,80;192.0.2.0/24,443' }],
  ],
  reserved: [
    'ssl',
    'https-ports',
    'ssl-redirect',
    'ssl-pass-through',
    'auto-ssl',
    'http2',
    'http3',
    'healthcheck-port',
    'healthcheck-path',
  ],
  refused: [[{ nodeCount: 2 }, 'nodeCount 2 is even: Vultr takes odd numbers only; write 1, 3 or 5']],
};

describeWay<VultrLoadBalancerProps>('Vultr, PROXY protocol', {
  ...both,
  bind: (scope, props) => new VultrLoadBalancer(props).bindProxyProtocol(scope),
  always: { protocol: 'tcp', 'backend-protocol': 'tcp', 'proxy-protocol': 'true', 'healthcheck-protocol': 'tcp' },
  refused: [...both.refused!, [{ tlsSecretName: 'kong' }, `tlsSecretName "kong": ${KONG_ENDS_TLS}`]],
});

describeWay<VultrLoadBalancerProps>('Vultr, headers', {
  ...both,
  bind: (scope, props) => new VultrLoadBalancer(props).bindHeaderForwarding(scope),
  always: { protocol: 'http', 'backend-protocol': 'http', 'proxy-protocol': 'false', 'healthcheck-protocol': 'tcp' },
  given: [
    ...both.given!,
    [
      { tlsSecretName: 'kong', redirectHttpToHttps: true },
      { ssl: 'kong', 'https-ports': '443', 'ssl-redirect': 'true' },
    ],
  ],
  refused: [
    ...both.refused!,
    [
      { redirectHttpToHttps: true },
      'redirectHttpToHttps true: without a certificate nothing listens on port 443; give tlsSecretName, or leave it out',
    ],
  ],
});

test("Vultr ends TLS with a Secret, and promises no header but the client's", () => {
  expect(new VultrLoadBalancer({ tlsSecretName: 'kong' }).bindHeaderForwarding(Testing.chart())).toMatchObject({
    endsTls: true,
    forwardedHeaders: [],
  });
});
