import { readFileSync } from 'fs';
import { join } from 'path';
import { ClientIpCheck, ClientIpCheckOptions } from '../../src';
import { ALB, CLEAN, Example, FORWARDED, manifest, PROXY } from '../../src/check/rules/example';

/*
 * What the pages of the clouds warn of, done wrong: the check finds it, or says what decides.
 */

const LB = 'service.beta.kubernetes.io/aws-load-balancer-';
const A = 'alb.ingress.kubernetes.io/';
const Z = 'service.beta.kubernetes.io/azure-';
const PORT_80 = 'service.beta.kubernetes.io/port_80_';
const SUBNET = '10.0.101.0/24';
const NODES = '10.0.64.0/20';
const aws = (controller: string): ClientIpCheckOptions => ({
  cloud: 'aws',
  controller,
  balancer: [SUBNET],
  nodes: [NODES],
});
const LBC = aws('aws-load-balancer-controller');
const CCM = aws('cloud-provider-aws');
const GKE = { cloud: 'gke', nodes: ['10.128.0.0/20'] };
const AKS = { cloud: 'aks', nodes: ['10.240.0.0/16'], balancer: ['10.0.200.0/24'] };

const proxied = (trusted: string) => ({ ...PROXY, ...CLEAN, KONG_TRUSTED_IPS: trusted });
const forwarded = (trusted: string, header = 'X-Forwarded-For') => ({
  ...FORWARDED,
  KONG_PROXY_LISTEN: '0.0.0.0:8000, 0.0.0.0:8443 ssl',
  KONG_TRUSTED_IPS: trusted,
  KONG_REAL_IP_HEADER: header,
});
const plain = { KONG_PROXY_LISTEN: '0.0.0.0:8000, 0.0.0.0:8443 ssl' };

const nlb = (annotations: object, spec: object = {}): Example['service'] => ({
  ...spec,
  annotations: { [`${LB}type`]: 'external', [`${LB}scheme`]: 'internet-facing', ...annotations },
});
const IP = { [`${LB}nlb-target-type`]: 'ip' };
const KEPT = { ...IP, [`${LB}target-group-attributes`]: 'preserve_client_ip.enabled=true' };
const SENDS = { [`${LB}proxy-protocol`]: '*' };
const local = (annotations: Record<string, string>, spec: object = {}): Example['service'] => ({
  externalTrafficPolicy: 'Local',
  ...spec,
  annotations,
});
const behindAlb = (annotations: object, rest: Example = {}): Example => ({
  env: forwarded(SUBNET),
  service: {},
  ingress: { className: 'alb', annotations: { ...ALB, ...annotations } },
  ...rest,
});
const HTTPS = {
  [`${A}listen-ports`]: '[{"HTTPS":443}]',
  [`${A}certificate-arn`]: 'arn:aws:acm:eu-west-1:111122223333:certificate/x',
};
const IN_PARAMS = [
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IngressClass',
    metadata: { name: 'alb' },
    spec: {
      controller: 'ingress.k8s.aws/alb',
      parameters: { apiGroup: 'elbv2.k8s.aws', kind: 'IngressClassParams', name: 'edge' },
    },
  },
  {
    apiVersion: 'elbv2.k8s.aws/v1beta1',
    kind: 'IngressClassParams',
    metadata: { name: 'edge' },
    spec: { loadBalancerAttributes: [{ key: 'routing.http.xff_header_processing.mode', value: 'preserve' }] },
  },
];

const GOOGLE = '35.191.0.0/16,130.211.0.0/22';
const behindGce = (trusted: string, annotations: object, healthCheck: object | undefined): Example => ({
  env: { ...forwarded(trusted), KONG_REAL_IP_RECURSIVE: 'on' },
  service: {
    annotations: {
      'cloud.google.com/neg': '{"ingress":true}',
      'cloud.google.com/backend-config': '{"default":"kong"}',
      ...annotations,
    },
  },
  ingress: { annotations: { 'kubernetes.io/ingress.class': 'gce' } },
  more: [
    {
      apiVersion: 'cloud.google.com/v1',
      kind: 'BackendConfig',
      metadata: { name: 'kong', namespace: 'kong' },
      spec: { healthCheck },
    },
  ],
});
const STATUS = { type: 'HTTP', port: 8100, requestPath: '/status' };
const link = (more: Record<string, string> = {}) => ({
  [`${Z}load-balancer-internal`]: 'true',
  [`${Z}pls-create`]: 'true',
  [`${Z}pls-proxy-protocol`]: 'true',
  ...more,
});
const behindAgic = (annotations: Record<string, string>): Example => ({
  env: forwarded('10.0.200.0/24'),
  service: {},
  ingress: {
    className: 'azure-application-gateway',
    annotations: {
      'appgw.ingress.kubernetes.io/health-probe-port': '8100',
      'appgw.ingress.kubernetes.io/health-probe-path': '/status',
      ...annotations,
    },
  },
});

interface Trap {
  /** What the page says of it. */
  readonly says: string;
  readonly wrong: Example;
  readonly options?: ClientIpCheckOptions;
  readonly verdict: string;
  readonly rule?: string;
}

const trap = (says: string, wrong: Example, options: ClientIpCheckOptions, verdict: string, rule?: string): Trap => ({
  says,
  wrong,
  options,
  verdict,
  rule,
});

const TRAPS: Readonly<Record<string, readonly Trap[]>> = {
  eks: [
    trap(
      "Instance targets: the nodes' subnets",
      { env: proxied(SUBNET), service: nlb(SENDS) },
      LBC,
      'lost',
      'trusted-ips-miss-peer',
    ),
    trap(
      '**Health checks** stay at TCP',
      { env: proxied(SUBNET), service: nlb({ ...IP, ...SENDS, [`${LB}healthcheck-protocol`]: 'http' }) },
      LBC,
      'kept',
      'health-check-hits-kong-404',
    ),
    trap(
      '**IPv6.** `ipAddressType',
      { env: proxied('2001:db8::/64'), service: nlb({ ...IP, ...SENDS }, { ipFamilies: ['IPv6'] }) },
      LBC,
      'broken',
      'annotation-refused',
    ),
    trap(
      '`DUALSTACK` is therefore refused',
      { env: plain, service: nlb({ ...KEPT, [`${LB}ip-address-type`]: 'dualstack' }) },
      LBC,
      'lost',
      'nlb-ip-targets-not-preserving',
    ),
    trap(
      "Kong's default header would be the client's to forge",
      behindAlb({}, { env: { ...CLEAN, KONG_TRUSTED_IPS: SUBNET } }),
      LBC,
      'forgeable',
      'real-ip-header-missing',
    ),
    trap(
      '**Certificates by host.**',
      behindAlb({ [`${A}listen-ports`]: '[{"HTTPS":443}]' }),
      LBC,
      'broken',
      'annotation-refused',
    ),
    trap(
      '**gRPC and HTTP/2.**',
      behindAlb({ ...HTTPS, [`${A}backend-protocol-version`]: 'GRPC' }),
      LBC,
      'broken',
      'backend-http2-mismatch',
    ),
    trap(
      'Only then is a single header such as `CF-Connecting-IP` accepted',
      behindAlb({}, { env: forwarded(SUBNET, 'CF-Connecting-IP') }),
      LBC,
      'forgeable',
      'single-value-header-open-balancer',
    ),
    trap(
      '**IngressClassParams silently win over the Ingress**',
      behindAlb({}, { more: IN_PARAMS }),
      LBC,
      'forgeable',
      'alb-xff-mode',
    ),
    trap(
      '**On the Service, too.**',
      behindAlb({}, { service: { annotations: { [`${A}healthcheck-port`]: 'traffic-port' } } }),
      LBC,
      'kept',
      'health-check-hits-kong-404',
    ),
    trap(
      'PROXY protocol does not compile with it',
      { env: proxied(NODES), service: { annotations: { [`${LB}type`]: 'nlb', ...SENDS } } },
      CCM,
      'broken',
      'in-tree-nlb-ignores-proxy-protocol',
    ),
    trap(
      '`…-disable-nlb-sg` is refused',
      {
        env: forwarded(SUBNET, 'CF-Connecting-IP'),
        service: nlb({ ...IP, [`${LB}disable-nlb-sg`]: 'true' }, { loadBalancerSourceRanges: ['173.245.48.0/20'] }),
      },
      LBC,
      'forgeable',
      'single-value-header-open-balancer',
    ),
    trap(
      '`…-quic-enabled-ports`',
      { env: plain, service: nlb({ ...KEPT, [`${LB}quic-enabled-ports`]: '443' }) },
      LBC,
      'broken',
      'annotation-refused',
    ),
    trap(
      '`…-private-ipv4-addresses`',
      { env: plain, service: nlb({ ...KEPT, [`${LB}private-ipv4-addresses`]: '10.0.0.1' }) },
      LBC,
      'broken',
      'annotation-refused',
    ),
    trap(
      '**Elastic IPs**: one per subnet',
      { env: plain, service: nlb({ ...KEPT, [`${LB}subnets`]: 'a,b', [`${LB}eip-allocations`]: 'eipalloc-1' }) },
      LBC,
      'broken',
      'annotation-refused',
    ),
  ],
  gke: [
    trap(
      '`cloud.google.com/app-protocols` is refused',
      behindGce(`${GOOGLE},203.0.113.10/32`, { 'cloud.google.com/app-protocols': '{"http":"HTTPS"}' }, STATUS),
      GKE,
      'broken',
      'backend-tls-mismatch',
    ),
    trap(
      "If Kong did not trust the balancer's own address",
      behindGce(GOOGLE, {}, STATUS),
      GKE,
      'lost',
      'recursion-stops-at-balancer',
    ),
    trap(
      'If it did not trust the front ends',
      behindGce('203.0.113.10/32', {}, STATUS),
      GKE,
      'lost',
      'trusted-ips-miss-peer',
    ),
    trap(
      'Trust the NAT subnet and nothing else',
      {
        env: proxied('10.0.0.0/8'),
        service: local({ 'networking.gke.io/load-balancer-type': 'Internal' }),
        more: [
          {
            apiVersion: 'networking.gke.io/v1',
            kind: 'ServiceAttachment',
            metadata: { name: 'kong', namespace: 'kong' },
            spec: { natSubnets: ['psc'], proxyProtocol: true, resourceRef: { kind: 'Service', name: 'kong-proxy' } },
          },
        ],
      },
      GKE,
      'forgeable',
      'second-entrance-trusted',
    ),
  ],
  aks: [
    trap(
      '`port_80_health-probe_port`',
      { env: plain, service: local({ [`${PORT_80}health-probe_port`]: '8100' }) },
      AKS,
      'broken',
      'health-check-hits-nothing',
    ),
    trap(
      '`port_80_no_probe_rule`',
      { env: plain, service: local({ [`${PORT_80}no_probe_rule`]: 'true' }) },
      AKS,
      'broken',
      'balancer-drops-traffic',
    ),
    trap(
      'Private Link Service needs an internal balancer',
      { env: proxied('10.0.9.0/28'), service: local(link({ [`${Z}load-balancer-internal`]: 'True' })) },
      AKS,
      'broken',
      'public-by-spelling',
    ),
    trap(
      'The private-link subnet, and nothing else',
      { env: proxied('10.0.0.0/8'), service: local(link()) },
      AKS,
      'forgeable',
      'second-entrance-trusted',
    ),
    trap('by a rewrite rule', behindAgic({ 'appgw.ingress.kubernetes.io/rewrite-rule-set': 'edge' }), AKS, 'unknown'),
    trap(
      'your own IngressExtension',
      {
        env: forwarded('10.0.200.0/24'),
        service: {},
        ingress: {
          className: 'azure-alb-external',
          annotations: { 'alb.networking.azure.io/alb-ingress-extension': 'edge' },
        },
      },
      AKS,
      'unknown',
    ),
  ],
  'other-clouds': [
    trap(
      'checks no node and does not support `Local`',
      { env: proxied('10.0.0.0/16'), service: local({ 'lb.stackit.cloud/tcp-proxy-protocol': 'true' }) },
      { cloud: 'stackit' },
      'broken',
      'balancer-drops-traffic',
    ),
    trap(
      'the network balancer keeps the source only with `Local`',
      { env: plain, service: { annotations: { 'oci.oraclecloud.com/load-balancer-type': 'nlb' } } },
      { cloud: 'oci', nodes: ['10.0.0.0/16'] },
      'lost',
      'traffic-policy-cluster',
    ),
    trap(
      'has addresses for SNAT',
      { env: plain, service: local({ 'service.cloud.tencent.com/snat-pro-info': '{}' }) },
      { cloud: 'tencent' },
      'unknown',
    ),
    trap(
      'translates IPv6 (NAT64)',
      {
        env: plain,
        service: local({ 'service.kubernetes.io/service.extensiveParameters': '{"AddressIPVersion":"IPV6"}' }),
      },
      { cloud: 'tencent' },
      'unknown',
    ),
    trap(
      'for standard clusters and dedicated balancers',
      { env: plain, service: { annotations: { 'kubernetes.io/elb.class': 'performance' } } },
      { cloud: 'huawei' },
      'unknown',
    ),
    trap(
      'over IPv6 an NLB cannot keep the source of clients',
      {
        env: { KONG_PROXY_LISTEN: '[::]:8000, [::]:8443 ssl' },
        service: local(
          {
            'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-zone-maps': 'a:b,c:d',
            'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-ip-version': 'DualStack',
          },
          { loadBalancerClass: 'alibabacloud.com/nlb', ipFamilies: ['IPv6'] },
        ),
      },
      { cloud: 'alibaba' },
      'lost',
    ),
  ],
  'bare-metal': [
    trap(
      'A shared lease (`kube-vip.io/leaseName`) is refused',
      {
        env: plain,
        service: local({ 'kube-vip.io/leaseName': 'edge' }, { loadBalancerClass: 'kube-vip.io/kube-vip-class' }),
      },
      {},
      'broken',
      'annotation-refused',
    ),
    trap(
      '`service.cilium.io/src-ranges-policy: deny` turns the list round',
      {
        env: plain,
        service: local(
          { 'service.cilium.io/src-ranges-policy': 'deny' },
          { loadBalancerClass: 'io.cilium/bgp-control-plane', loadBalancerSourceRanges: ['0.0.0.0/0'] },
        ),
      },
      {},
      'broken',
      'balancer-drops-traffic',
    ),
  ],
};

describe.each(Object.entries(TRAPS))('docs/%s.md', (page, traps) => {
  const text = readFileSync(join(__dirname, `../../docs/${page}.md`), 'utf8').replace(/\s+/g, ' ');

  test.each(traps.map((one) => [one.says, one] as const))('%s', (says, { wrong, options, verdict, rule }) => {
    expect(text).toContain(says);
    const [report] = ClientIpCheck.check([{ name: 'wrong.yaml', text: manifest(wrong) }], options).gateways;
    const found = report.findings.filter(({ level }) => level !== 'note').map((one) => one.rule);
    expect({ verdict: report.verdict, found }).toEqual({
      verdict,
      found: rule === undefined ? expect.anything() : expect.arrayContaining([rule]),
    });
    expect(verdict === 'unknown' ? report.questions.length : 1).toBeGreaterThan(0);
  });
});
