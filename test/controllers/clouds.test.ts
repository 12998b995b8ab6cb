import { balancer, clusterOf, ports, prefixed, readOnly, remarks, service } from './objects';
import { readings } from '../../src/controllers/registry';

const BETA = 'service.beta.kubernetes.io/';
const LOCAL = { externalTrafficPolicy: 'Local' };
const NLB = { 'oci.oraclecloud.com/load-balancer-type': 'nlb' };
const upcloud = (config: object) => ({ config: JSON.stringify(config) });

type Values = Record<string, unknown>;

/** What each cloud makes of its own keys: who dials with policy Local, and what passes the ports. */
const ROWS: readonly [cloud: string, prefix: string, values: Values, role: string, ports: string, rest?: object][] = [
  [
    'digitalocean-network',
    `${BETA}do-loadbalancer-`,
    { type: 'REGIONAL_NETWORK' },
    'client',
    '80:tcp>tcp 443:tcp>tcp',
    { healthCheck: { kind: 'node' } },
  ],
  ['digitalocean-network', `${BETA}do-loadbalancer-`, { name: 'kong' }, 'client', '80:tcp>tcp 443:tcp>tcp'],
  [
    'digitalocean-network',
    `${BETA}do-loadbalancer-`,
    { type: 'REGIONAL_NETWORK', 'enable-proxy-protocol': 'true' },
    'client',
    '80:tcp>tcp 443:tcp>tcp',
  ],
  [
    'digitalocean-regional',
    `${BETA}do-loadbalancer-`,
    { type: 'REGIONAL' },
    'balancer',
    '80:tcp>tcp 443:tcp>tcp',
    { healthCheck: { kind: 'node', sendsProxyProtocol: false } },
  ],
  [
    'digitalocean-regional',
    `${BETA}do-loadbalancer-`,
    { type: 'REGIONAL', 'enable-proxy-protocol': 'true' },
    'balancer',
    '80:tcp>tcp+1 443:tcp>tcp+1',
    { healthCheck: { kind: 'node', sendsProxyProtocol: false } },
  ],
  [
    'digitalocean-regional',
    `${BETA}do-loadbalancer-`,
    {
      type: 'REGIONAL',
      'enable-proxy-protocol': 'true',
      'override-health-check': 'true',
      'healthcheck-protocol': 'http',
    },
    'balancer',
    '80:tcp>tcp+1 443:tcp>tcp+1',
    { healthCheck: { kind: 'http', path: '/', sendsProxyProtocol: true } },
  ],
  [
    'digitalocean-regional',
    `${BETA}do-loadbalancer-`,
    { type: 'REGIONAL', protocol: 'http', 'certificate-id': 'x' },
    'balancer',
    '80:http>http 443:https>http',
    { http: { forwardedFor: { mode: 'append' } } },
  ],
  [
    'hetzner',
    'load-balancer.hetzner.cloud/',
    { location: 'fsn1' },
    'balancer',
    '80:tcp>tcp 443:tcp>tcp',
    { healthCheck: { kind: 'tcp' } },
  ],
  [
    'hetzner',
    'load-balancer.hetzner.cloud/',
    { 'uses-proxyprotocol': 'true' },
    'balancer',
    '80:tcp>tcp+1 443:tcp>tcp+1',
  ],
  [
    'hetzner',
    'load-balancer.hetzner.cloud/',
    { protocol: 'http' },
    'balancer',
    '80:http>http 443:http>http',
    { http: { forwardedFor: { mode: 'append' }, overwrites: {} } },
  ],
  [
    'octavia',
    'loadbalancer.openstack.org/',
    { 'proxy-protocol': 'true' },
    'balancer',
    '80:tcp>tcp+1 443:tcp>tcp+1',
    { healthCheck: { kind: 'node' } },
  ],
  ['octavia', 'loadbalancer.openstack.org/', { 'proxy-protocol': 'v2' }, 'balancer', '80:tcp>tcp+2 443:tcp>tcp+2'],
  [
    'octavia',
    'loadbalancer.openstack.org/',
    { 'proxy-protocol': 'false', 'enable-health-monitor': 'false' },
    'balancer',
    '80:tcp>tcp 443:tcp>tcp',
    { healthCheck: { kind: 'none' } },
  ],
  [
    'octavia',
    'loadbalancer.openstack.org/',
    { 'x-forwarded-for': 'true' },
    'balancer',
    '80:http>http 443:http>http',
    { http: { forwardedFor: { mode: 'append' }, overwrites: {} } },
  ],
  ['octavia', 'loadbalancer.ovhcloud.com/', { class: 'octavia' }, 'balancer', '80:tcp>tcp 443:tcp>tcp'],
  ['scaleway', `${BETA}scw-loadbalancer-`, { 'proxy-protocol-v1': '80,443' }, 'balancer', '80:tcp>tcp+1 443:tcp>tcp+1'],
  [
    'scaleway',
    `${BETA}scw-loadbalancer-`,
    { 'proxy-protocol-v1': '80', 'proxy-protocol-v2': '443' },
    'balancer',
    '80:tcp>tcp+1 443:tcp>tcp+2',
  ],
  ['scaleway', `${BETA}scw-loadbalancer-`, { 'proxy-protocol-v2': 'false' }, 'balancer', '80:tcp>tcp 443:tcp>tcp'],
  [
    'scaleway',
    `${BETA}scw-loadbalancer-`,
    { 'protocol-http': 'true', 'certificate-ids': '443:x' },
    'balancer',
    '80:http>http 443:https>http',
  ],
  [
    'scaleway',
    `${BETA}scw-loadbalancer-`,
    { 'proxy-protocol-v2': '*', 'health-check-send-proxy': 'true' },
    'balancer',
    '80:tcp>tcp+2 443:tcp>tcp+2',
    { healthCheck: { kind: 'tcp', sendsProxyProtocol: true } },
  ],
  [
    'linode',
    `${BETA}linode-loadbalancer-`,
    { 'default-proxy-protocol': 'v2' },
    'balancer',
    '80:tcp>tcp+2 443:tcp>tcp+2',
    { peer: { networks: ['192.168.255.0/24'] } },
  ],
  [
    'linode',
    `${BETA}linode-loadbalancer-`,
    { 'default-proxy-protocol': 'v1', 'backend-ipv4-range': '10.100.0.0/30' },
    'balancer',
    '80:tcp>tcp+1 443:tcp>tcp+1',
    { peer: { networks: ['10.100.0.0/30'] } },
  ],
  [
    'linode',
    `${BETA}linode-loadbalancer-`,
    { 'default-protocol': 'http', 'port-443': '{"protocol":"https","tls-secret-name":"x"}' },
    'balancer',
    '80:http>http 443:https>http',
  ],
  [
    'linode',
    `${BETA}linode-loadbalancer-`,
    { 'default-proxy-protocol': 'v2', 'port-443': '{"proxy-protocol":"none"}' },
    'balancer',
    '80:tcp>tcp+2 443:tcp>tcp',
  ],
  [
    'linode',
    `${BETA}linode-loadbalancer-`,
    { 'check-type': 'http' },
    'balancer',
    '80:tcp>tcp 443:tcp>tcp',
    { healthCheck: { kind: 'http', path: '/' } },
  ],
  ['vultr', `${BETA}vultr-loadbalancer-`, { 'proxy-protocol': 'true' }, 'balancer', '80:tcp>tcp+1 443:tcp>tcp+1'],
  [
    'vultr',
    `${BETA}vultr-loadbalancer-`,
    { protocol: 'http', 'backend-protocol': 'http', ssl: 'x', 'https-ports': '443' },
    'balancer',
    '80:http>http 443:https>http',
  ],
  [
    'upcloud',
    `${BETA}upcloud-load-balancer-`,
    upcloud({ name: 'edge' }),
    'balancer',
    '80:http>http 443:https>http',
    { http: { forwardedFor: { mode: 'preserve' } } },
  ],
  [
    'upcloud',
    `${BETA}upcloud-load-balancer-`,
    upcloud({
      frontends: [
        { name: 'http', mode: 'tcp', port: 80 },
        { name: 'https', mode: 'tcp', port: 443 },
      ],
      backends: [
        { name: 'http', properties: { outbound_proxy_protocol: 'v1' } },
        { name: 'https', properties: { outbound_proxy_protocol: 'v2' } },
      ],
    }),
    'balancer',
    '80:tcp>tcp+1 443:tcp>tcp+2',
  ],
  [
    'upcloud',
    `${BETA}upcloud-load-balancer-`,
    upcloud({
      frontends: ['http', 'https'].map((name) => ({
        name,
        mode: 'http',
        rules: [{ actions: [{ type: 'set_forwarded_headers' }] }],
      })),
    }),
    'balancer',
    '80:http>http 443:https>http',
    { http: { forwardedFor: { mode: 'append' } } },
  ],
  [
    'civo',
    'kubernetes.civo.com/',
    { 'loadbalancer-enable-proxy-protocol': 'send-proxy' },
    'balancer',
    '80:tcp>tcp+1 443:tcp>tcp+1',
  ],
  [
    'civo',
    'kubernetes.civo.com/',
    { 'loadbalancer-enable-proxy-protocol': 'send-proxy-v2' },
    'balancer',
    '80:tcp>tcp+2 443:tcp>tcp+2',
  ],
  [
    'cloudscale',
    'k8s.cloudscale.ch/loadbalancer-',
    { 'pool-protocol': 'proxy' },
    'balancer',
    '80:tcp>tcp+1 443:tcp>tcp+1',
    { healthCheck: { kind: 'node' }, shortCut: false },
  ],
  [
    'cloudscale',
    'k8s.cloudscale.ch/loadbalancer-',
    { 'pool-protocol': 'proxyv2', 'health-monitor-type': 'http', 'listener-allowed-cidrs': '["192.0.2.0/24"]' },
    'balancer',
    '80:tcp>tcp+2 443:tcp>tcp+2',
    { healthCheck: { kind: 'node', sendsProxyProtocol: false }, admits: ['192.0.2.0/24'] },
  ],
  [
    'cloudscale',
    'k8s.cloudscale.ch/loadbalancer-',
    { 'listener-allowed-cidrs': '[]', 'ip-mode': 'VIP' },
    'balancer',
    '80:tcp>tcp 443:tcp>tcp',
    { admits: undefined, shortCut: true },
  ],
  [
    'oci-flexible',
    `${BETA}oci-load-balancer-`,
    { 'connection-proxy-protocol-version': '2' },
    'balancer',
    '80:tcp>tcp+2 443:tcp>tcp+2',
    { healthCheck: { kind: 'node' } },
  ],
  [
    'oci-flexible',
    `${BETA}oci-load-balancer-`,
    { 'backend-protocol': 'HTTP', 'ssl-ports': '443', 'tls-secret': 'x' },
    'balancer',
    '80:http>http 443:https>http',
    { http: { overwrites: { 'X-Real-IP': '{client}' } } },
  ],
  ['oci-network', 'oci-network-load-balancer.oraclecloud.com/', NLB, 'client', '80:tcp>tcp 443:tcp>tcp'],
  [
    'alibaba-clb',
    `${BETA}alibaba-cloud-loadbalancer-`,
    { 'address-type': 'internet' },
    'client',
    '80:tcp>tcp 443:tcp>tcp',
  ],
  [
    'alibaba-clb',
    `${BETA}alibaba-cloud-loadbalancer-`,
    { 'proxy-protocol': 'on' },
    'balancer',
    '80:tcp>tcp+2 443:tcp>tcp+2',
  ],
  [
    'alibaba-clb',
    `${BETA}alibaba-cloud-loadbalancer-`,
    { 'protocol-port': 'http:80,https:443', 'xforwardedfor-proto': 'on' },
    'balancer',
    '80:http>http 443:https>http',
    { http: { overwrites: { 'X-Forwarded-Proto': '{scheme}' } } },
  ],
  [
    'ibm-vpc',
    'service.kubernetes.io/ibm-load-balancer-cloud-provider-',
    { 'enable-features': 'proxy-protocol' },
    'balancer',
    '80:tcp>tcp+1 443:tcp>tcp+1',
    { healthCheck: { kind: 'node' } },
  ],
  [
    'ibm-vpc',
    'service.kubernetes.io/ibm-load-balancer-cloud-provider-',
    { 'enable-features': 'ipvs' },
    'client',
    '80:tcp>tcp 443:tcp>tcp',
  ],
  [
    'exoscale',
    `${BETA}exoscale-loadbalancer-`,
    { 'service-healthcheck-mode': 'http' },
    'client',
    '80:tcp>tcp 443:tcp>tcp',
    { healthCheck: { kind: 'node' } },
  ],
  [
    'metallb',
    'metallb.io/',
    { 'address-pool': 'edge' },
    'client',
    '80:tcp>tcp 443:tcp>tcp',
    { healthCheck: { kind: 'none' } },
  ],
  ['metallb', 'metallb.universe.tf/', { 'address-pool': 'edge' }, 'client', '80:tcp>tcp 443:tcp>tcp'],
  ['kube-vip', 'kube-vip.io/', { loadbalancerIPs: '192.0.2.1' }, 'client', '80:tcp>tcp 443:tcp>tcp'],
  ['cilium-bgp', 'lbipam.cilium.io/', { ips: '192.0.2.1' }, 'client', '80:tcp>tcp 443:tcp>tcp'],
];

test.each(ROWS)('%s: %s %j', (id, prefix, values, role, expected, rest = {}) => {
  const local = balancer(service(prefixed(prefix, values), LOCAL));
  expect(ports(local)).toBe(expected);
  expect(local).toMatchObject({ id, peer: { role }, ...rest });
  const cluster = balancer(service(prefixed(prefix, values)));
  expect(cluster.peer).toEqual({ role: 'node' });
});

test.each([
  ['alibaba-nlb', 'alibabacloud.com/nlb', {}, 'balancer', '80:tcp>tcp 443:tcp>tcp'],
  ['alibaba-nlb', 'alibabacloud.com/nlb', { 'preserve-client-ip': 'on' }, 'client', '80:tcp>tcp 443:tcp>tcp'],
  [
    'alibaba-nlb',
    'alibabacloud.com/nlb',
    { 'proxy-protocol': 'on', 'protocol-port': 'tcp:80,tcpssl:443' },
    'balancer',
    '80:tcp>tcp+2 443:tls>tcp+2',
  ],
  ['cilium-bgp', 'io.cilium/bgp-control-plane', {}, 'client', '80:tcp>tcp 443:tcp>tcp'],
  ['kube-vip', 'kube-vip.io/kube-vip-class', {}, 'client', '80:tcp>tcp 443:tcp>tcp'],
])('%s by its class %s: %j', (id, loadBalancerClass, values, role, expected) => {
  const found = balancer(
    service(prefixed(`${BETA}alibaba-cloud-loadbalancer-`, { 'zone-maps': 'a:vsw-1,b:vsw-2', ...values }), {
      ...LOCAL,
      loadBalancerClass,
    }),
  );
  expect([found.id, found.peer.role, ports(found)]).toEqual([id, role, expected]);
});

test.each([
  ['do-type-not-explicit', `${BETA}do-loadbalancer-type`, { [`${BETA}do-loadbalancer-enable-proxy-protocol`]: 'true' }],
  ['do-type-not-explicit', `${BETA}do-loadbalancer-type`, { [`${BETA}do-loadbalancer-protocol`]: 'http' }],
  [
    'annotation-refused',
    'loadbalancer.openstack.org/x-forwarded-for',
    prefixed('loadbalancer.openstack.org/', { 'proxy-protocol': 'v1', 'x-forwarded-for': 'true' }),
  ],
  [
    'annotation-refused',
    `${BETA}scw-loadbalancer-proxy-protocol-v1`,
    prefixed(`${BETA}scw-loadbalancer-`, { 'proxy-protocol-v1': 'true', 'proxy-protocol-v2': '443' }),
  ],
  [
    'annotation-refused',
    `${BETA}linode-loadbalancer-default-proxy-protocol`,
    { [`${BETA}linode-loadbalancer-default-proxy-protocol`]: 'true' },
  ],
  ['annotation-refused', `${BETA}upcloud-load-balancer-config`, { [`${BETA}upcloud-load-balancer-config`]: '{' }],
  [
    'annotation-refused',
    `${BETA}oci-load-balancer-connection-proxy-protocol-version`,
    { [`${BETA}oci-load-balancer-connection-proxy-protocol-version`]: 'v2' },
  ],
  [
    'annotation-refused',
    'oci-network-load-balancer.oraclecloud.com/is-preserve-source',
    { ...NLB, 'oci-network-load-balancer.oraclecloud.com/is-preserve-source': 'true' },
  ],
])('%s: %s', (rule, key, annotations) => {
  const reading = readOnly(service(annotations));
  expect(remarks(reading)).toEqual([`${rule} metadata.annotations[${key}]`]);
  expect(reading.balancer).toBeUndefined();
});

test('Cilium on the local network may announce from a node without a pod', () => {
  expect(remarks(readOnly(service({}, { ...LOCAL, loadBalancerClass: 'io.cilium/l2-announcer' })))).toEqual([
    'cilium-l2-with-local spec.externalTrafficPolicy',
  ]);
});

test('kube-vip shares no lease with policy Local', () => {
  expect(remarks(readOnly(service({ 'kube-vip.io/leaseName': 'x' }, LOCAL)))).toEqual([
    'annotation-refused metadata.annotations[kube-vip.io/leaseName]',
  ]);
});

test.each([
  [LOCAL, 'balancer-unknown', undefined],
  [{}, undefined, 'node'],
])('what ServiceLB of k3s does is not settled with Local: %j', (spec, rule, role) => {
  const reading = readOnly(service({}, spec), [], { cloud: 'k3s' });
  expect([reading.remarks[0]?.rule, reading.balancer?.peer.role]).toEqual([rule, role]);
});

test.each([
  [`${BETA}do-loadbalancer-proxy-protocol`, `${BETA}do-loadbalancer-enable-proxy-protocol`],
  [`${BETA}linode-loadbalancer-enable-proxy-protocol`, `${BETA}linode-loadbalancer-default-proxy-protocol`],
  ['load-balancer.hetzner.cloud/proxy-protocol', 'load-balancer.hetzner.cloud/uses-proxyprotocol'],
  [`${BETA}vultr-loadbalancer-proxyprotocol`, `${BETA}vultr-loadbalancer-proxy-protocol`],
  [`${BETA}scw-loadbalancer-proxy-protocol`, `${BETA}scw-loadbalancer-proxy-protocol-v1`],
  ['kubernetes.civo.com/loadbalancer-proxy-protocol', 'kubernetes.civo.com/loadbalancer-enable-proxy-protocol'],
  ['loadbalancer.openstack.org/proxyprotocol', 'loadbalancer.openstack.org/proxy-protocol'],
  [
    'oci-network-load-balancer.oraclecloud.com/preserve-source',
    'oci-network-load-balancer.oraclecloud.com/is-preserve-source',
  ],
])('%s is meant for %s', (key, meant) => {
  expect(readOnly(service({ [key]: 'true' })).remarks).toContainEqual(
    expect.objectContaining({
      rule: 'annotation-misspelt',
      field: `metadata.annotations[${key}]`,
      mend: `Write ${meant}.`,
    }),
  );
});

test.each(['digitalocean', 'exoscale', 'cloudscale', 'stackit'])('%s refuses a port of SCTP', (cloud) => {
  const spec = { ports: [{ name: 'signal', port: 3868, protocol: 'SCTP' }] };
  expect(remarks(readOnly(service({}, spec), [], { cloud }))).toContain('annotation-refused spec.ports');
});

test('the check of Scaleway is one for each port', () => {
  const values = { 'health-check-type': '80:tcp;443:http' };
  const { frontends } = balancer(service(prefixed(`${BETA}scw-loadbalancer-`, values)));
  expect(frontends.map(({ differs }) => differs!.healthCheck!.kind)).toEqual(['tcp', 'http']);
});

test('ranges of a Service whose balancer is not known may be a wall, or none', () => {
  const found = readings(service({}, { loadBalancerSourceRanges: ['192.0.2.0/24'] }), clusterOf([]));
  expect(found.map((reading) => reading.balancer!.admits)).toEqual([['192.0.2.0/24'], undefined]);
});
