import { BETA, LOCAL, NLB, ROWS } from './clouds-table';
import { balancer, clusterOf, ports, prefixed, readOnly, remarks, service } from './objects';
import { readings } from '../../src/controllers/registry';

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
