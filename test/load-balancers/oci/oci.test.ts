import { Testing } from 'cdk8s';
import {
  OciFlexibleLoadBalancer,
  OciFlexibleLoadBalancerProps,
  OciNetworkLoadBalancer,
  OciNetworkLoadBalancerProps,
  ProxyProtocolVersion,
} from '../../../src';
import { describeWay, KONG_ENDS_TLS, NO_PROXY_HEADER, WayOfBalancer } from '../service-balancer';

const flexible: Omit<WayOfBalancer<OciFlexibleLoadBalancerProps>, 'bind' | 'always'> = {
  id: 'oci-flexible',
  owner: 'OciFlexibleLoadBalancer',
  prefix: 'service.beta.kubernetes.io/oci-load-balancer-',
  fields: { drainSeconds: 45 },
  given: [
    [
      { internalOnly: true, subnet: 'ocid1.subnet' },
      { internal: 'true', subnet1: 'ocid1.subnet' },
    ],
    [
      { shapeFlexMinMbps: 50, shapeFlexMaxMbps: 400 },
      { 'shape-flex-min': '50', 'shape-flex-max': '400' },
    ],
    [{ shapeFlexMinMbps: 200 }, { 'shape-flex-min': '200', 'shape-flex-max': '200' }],
  ],
};
const lb = {
  'oci.oraclecloud.com/load-balancer-type': 'lb',
  'oci.oraclecloud.com/ingress-ip-mode': 'proxy',
  shape: 'flexible',
  'shape-flex-min': '10',
  'shape-flex-max': '100',
};

describeWay<OciFlexibleLoadBalancerProps>('OCI flexible, PROXY protocol', {
  ...flexible,
  bind: (scope, props) => new OciFlexibleLoadBalancer(props).bindProxyProtocol(scope),
  always: { ...lb, 'backend-protocol': 'TCP', 'connection-proxy-protocol-version': '2' },
  given: [
    ...flexible.given!,
    [{ proxyProtocolVersion: ProxyProtocolVersion.V1 }, { 'connection-proxy-protocol-version': '1' }],
  ],
  reserved: ['ssl-ports', 'tls-secret', 'tls-backendset-secret'],
  refused: [
    [{ tlsSecretName: 'kong' }, `tlsSecretName "kong": ${KONG_ENDS_TLS}`],
    [
      { shapeFlexMinMbps: 9 },
      'shapeFlexMinMbps must be a whole number from 10 to 8192, got 9; write that, or leave it out',
    ],
    [
      { shapeFlexMinMbps: 50, shapeFlexMaxMbps: 40 },
      'shapeFlexMaxMbps must be a whole number from 50 to 8192, got 40; write that, or leave it out',
    ],
  ],
});

describeWay<OciFlexibleLoadBalancerProps>('OCI flexible, headers', {
  ...flexible,
  bind: (scope, props) => new OciFlexibleLoadBalancer(props).bindHeaderForwarding(scope),
  always: { ...lb, 'backend-protocol': 'HTTP' },
  given: [...flexible.given!, [{ tlsSecretName: 'kong' }, { 'tls-secret': 'kong', 'ssl-ports': '443' }]],
  reserved: ['connection-proxy-protocol-version', 'tls-backendset-secret'],
  refused: [[{ proxyProtocolVersion: ProxyProtocolVersion.V1 }, `proxyProtocolVersion "v1": ${NO_PROXY_HEADER}`]],
});

test('OCI flexible overwrites scheme and port', () => {
  expect(new OciFlexibleLoadBalancer({ tlsSecretName: 'kong' }).bindHeaderForwarding(Testing.chart())).toMatchObject({
    forwardedHeaders: ['X-Forwarded-Proto', 'X-Forwarded-Port'],
    endsTls: true,
  });
});

const network: Omit<WayOfBalancer<OciNetworkLoadBalancerProps>, 'bind' | 'always'> = {
  id: 'oci-network',
  owner: 'OciNetworkLoadBalancer',
  prefix: 'oci-network-load-balancer.oraclecloud.com/',
  fields: { drainSeconds: 45 },
  given: [
    [
      { internalOnly: true, subnet: 'ocid1.subnet' },
      { internal: 'true', subnet: 'ocid1.subnet' },
    ],
    [{ privateIpv4: '10.0.1.5' }, { 'assigned-private-ipv4': '10.0.1.5' }],
  ],
  refused: [
    [
      { privateIpv4: 'edge' },
      'privateIpv4: "edge" is not an IP address; write one such as "203.0.113.10" or "2001:db8::10"',
    ],
  ],
};
const nlb = { 'oci.oraclecloud.com/load-balancer-type': 'nlb' };

describeWay<OciNetworkLoadBalancerProps>('OCI network, local traffic', {
  ...network,
  bind: (scope, props) => new OciNetworkLoadBalancer(props).bindLocalTraffic(scope),
  always: { ...nlb, 'is-preserve-source': 'true', 'is-ppv2-enabled': 'false' },
});

describeWay<OciNetworkLoadBalancerProps>(
  'OCI network, PROXY protocol: the source is hidden, so that the peer is the balancer',
  {
    ...network,
    bind: (scope, props) => new OciNetworkLoadBalancer(props).bindProxyProtocol(scope),
    always: { ...nlb, 'is-preserve-source': 'false', 'is-ppv2-enabled': 'true' },
  },
);
