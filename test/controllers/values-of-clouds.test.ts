import {
  BETA,
  LOCAL,
  RANGES,
  ANNOTATION,
  DO,
  HETZNER,
  SCALEWAY,
  VULTR,
  LINODE,
  OCI,
  OCI_NLB,
  CLB,
  NLB,
  OCTAVIA,
  IBM,
  STACKIT,
  TKE,
  LB_OF_OCI,
  NLB_OF_OCI,
  Cloud,
  given,
} from './keys-of-clouds';
import { balancer, ports, readOnly, remarks, service } from './objects';

/** Truth values and letter case as each controller has them. */
test.each<[Cloud, Record<string, unknown>, string]>([
  [DO, { 'enable-proxy-protocol': '1' }, '80:tcp>tcp+1 443:tcp>tcp+1'],
  [DO, { 'enable-proxy-protocol': 'F' }, '80:tcp>tcp 443:tcp>tcp'],
  [DO, { 'tls-passthrough': 'T' }, '80:tcp>tcp 443:tcp>tls'],
  [DO, { 'tls-passthrough': 'yes' }, '80:tcp>tcp 443:tcp>tcp'],
  [DO, { 'certificate-id': '' }, '80:tcp>tcp 443:tcp>tcp'],
  [DO, { protocol: 'http', 'http2-ports': '443', 'certificate-name': 'x' }, '80:http>http 443:https>http'],
  [HETZNER, { 'uses-proxyprotocol': 'T' }, '80:tcp>tcp+1 443:tcp>tcp+1'],
  [HETZNER, { protocol: 'HTTP' }, '80:http>http 443:http>http'],
  [SCALEWAY, { 'protocol-http': 'true', 'proxy-protocol-v2': 'true' }, '80:http>http+2 443:http>http+2'],
  [SCALEWAY, { 'send-proxy-v2': '1' }, '80:tcp>tcp+2 443:tcp>tcp+2'],
  [SCALEWAY, { 'proxy-protocol-v2': '1' }, '80:tcp>tcp 443:tcp>tcp'],
  [SCALEWAY, { 'proxy-protocol-v1': '0x50, 443' }, '80:tcp>tcp+1 443:tcp>tcp+1'],
  [SCALEWAY, { 'http-backend-tls': '443', 'protocol-http': '443' }, '80:tcp>tcp 443:http>https'],
  [SCALEWAY, { 'certificate-ids': '443:a;80:b' }, '80:tls>tcp 443:tls>tcp'],
  [VULTR, { 'proxy-protocol': '1' }, '80:tcp>tcp+1 443:tcp>tcp+1'],
  [VULTR, { 'proxy-protocol': 'on' }, '80:tcp>tcp 443:tcp>tcp'],
  [VULTR, { protocol: 'http', 'https-ports': '443', ssl: 'x' }, '80:http>http 443:https>https'],
  [VULTR, { protocol: 'http', 'backend-protocol': 'HTTPS' }, '80:http>https 443:http>https'],
  [VULTR, { 'https-ports': '443', 'ssl-pass-through': 'true' }, '80:tcp>tcp 443:tcp>tls'],
  [LINODE, { 'default-proxy-protocol': 'V2' }, '80:tcp>tcp+2 443:tcp>tcp+2'],
  [LINODE, { 'default-protocol': 'HTTP' }, '80:http>http 443:http>http'],
  [LINODE, { 'port-443': '{"Protocol":"HTTP"}' }, '80:tcp>tcp 443:http>http'],
  [OCI, { [`${LB_OF_OCI}backend-protocol`]: 'http' }, '80:http>http 443:http>http'],
  [OCI, { [`${LB_OF_OCI}ssl-ports`]: '443' }, '80:tcp>tcp 443:tcp>tcp'],
  [OCI, { [`${LB_OF_OCI}connection-proxy-protocol-version`]: '' }, '80:tcp>tcp 443:tcp>tcp'],
  [
    OCI,
    { [`${LB_OF_OCI}backend-protocol`]: 'HTTP', [`${LB_OF_OCI}connection-proxy-protocol-version`]: '2' },
    '80:http>http+2 443:http>http+2',
  ],
  [OCI_NLB, { [`${NLB_OF_OCI}is-ppv2-enabled`]: 'True' }, '80:tcp>tcp+2 443:tcp>tcp+2'],
  [CLB, { 'proxy-protocol': 'ON' }, '80:tcp>tcp 443:tcp>tcp'],
  [NLB, { 'proxy-protocol': 'ON' }, '80:tcp>tcp+2 443:tcp>tcp+2'],
  [NLB, { 'protocol-port': 'TCPSSL:443' }, '80:tcp>tcp 443:tls>tcp'],
  [OCTAVIA, { 'proxy-protocol': 'V2' }, '80:tcp>tcp 443:tcp>tcp'],
  [OCTAVIA, { 'default-tls-container-ref': '' }, '80:tcp>tcp 443:tcp>tcp'],
  [IBM, { 'enable-features': 'Proxy-Protocol ' }, '80:tcp>tcp+1 443:tcp>tcp+1'],
  [STACKIT, { 'tcp-proxy-protocol': 'T', 'tcp-proxy-protocol-ports-filter': '443' }, '80:tcp>tcp 443:tcp>tcp+2'],
])('%j %j: %s', (cloud, values, expected) => {
  expect(ports(balancer(given(cloud, values, cloud === STACKIT ? { externalTrafficPolicy: 'Cluster' } : {})))).toBe(
    expected,
  );
});

test.each<[string, Cloud, Record<string, unknown>, string]>([
  ['the type in capitals keeps no source', OCI_NLB, { 'oci.oraclecloud.com/load-balancer-type': 'NLB' }, 'balancer'],
  ['ParseBool', OCI_NLB, { [`${NLB_OF_OCI}is-preserve-source`]: '0' }, 'balancer'],
  ['by default', OCI_NLB, {}, 'client'],
  ['flags in any case', NLB, { 'preserve-client-ip': 'ON' }, 'client'],
])('the source: %s', (_, cloud, values, role) => {
  expect(balancer(given(cloud, values)).peer.role).toBe(role);
});

/** A wall counts only if the controller, or kube-proxy, builds it. */
test.each<[string, Cloud, object, object, readonly string[] | undefined]>([
  ...([HETZNER, VULTR, LINODE, CLB, IBM] as Cloud[]).map((cloud): [string, Cloud, object, object, undefined] => [
    'nobody reads the field',
    cloud,
    {},
    { loadBalancerSourceRanges: RANGES },
    undefined,
  ]),
  ...([DO, SCALEWAY, NLB, { prefix: 'metallb.io/', values: {} }] as Cloud[]).flatMap(
    (cloud): [string, Cloud, object, object, readonly string[] | undefined][] => [
      ['the field', cloud, {}, { loadBalancerSourceRanges: RANGES }, RANGES],
      ['the annotation is not read', cloud, ANNOTATION, {}, undefined],
    ],
  ),
  ['the annotation is read', OCTAVIA, ANNOTATION, {}, RANGES],
  ['the annotation is read', OCI, ANNOTATION, {}, RANGES],
  [
    'rules are not managed',
    OCI,
    { ...ANNOTATION, [`${LB_OF_OCI}security-list-management-mode`]: 'None' },
    {},
    undefined,
  ],
  [
    'rules are not managed',
    OCI,
    { ...ANNOTATION, 'oci.oraclecloud.com/security-rule-management-mode': 'None' },
    {},
    undefined,
  ],
  ['rules are not managed by default', OCI_NLB, {}, { loadBalancerSourceRanges: RANGES }, undefined],
  [
    'rules are managed',
    OCI_NLB,
    { [`${NLB_OF_OCI}security-list-management-mode`]: 'All' },
    { loadBalancerSourceRanges: RANGES },
    RANGES,
  ],
  [
    'not for a balancer that exists',
    NLB,
    { [`${NLB.prefix}id`]: 'x', [`${NLB.prefix}force-override-listeners`]: 'true' },
    { loadBalancerSourceRanges: RANGES },
    undefined,
  ],
  ['a firewall', VULTR, { [`${VULTR.prefix}firewall-rules`]: '192.0.2.0/24,80' }, {}, RANGES],
  ['a firewall that is not known', VULTR, { [`${VULTR.prefix}firewall-rules`]: 'cloudflare,80' }, {}, []],
  ['a list', LINODE, { [`${LINODE.prefix}firewall-acl`]: '{"allowList":{"ipv4":["192.0.2.0/24"]}}' }, {}, RANGES],
  [
    'a list that denies',
    LINODE,
    { [`${LINODE.prefix}firewall-acl`]: '{"denyList":{"ipv4":["192.0.2.0/24"]}}' },
    {},
    undefined,
  ],
])('%s: %j %j %j', (_, cloud, annotations, spec, expected) => {
  const built = given(cloud, {}, spec);
  const metadata = { ...built.metadata, annotations: { ...built.metadata.annotations, ...annotations } };
  expect(balancer({ ...built, metadata }).admits).toEqual(expected);
});

/** What a controller refuses is not made. */
test.each<[Cloud, Record<string, unknown>, string, object?]>([
  [DO, { 'enable-proxy-protocol': 'yes' }, `${DO.prefix}enable-proxy-protocol`],
  [DO, { network: 'internal' }, `${DO.prefix}network`],
  [DO, { 'tls-ports': '443' }, `${DO.prefix}certificate-id`],
  [DO, { 'certificate-id': 'x', 'tls-passthrough': 'true' }, `${DO.prefix}tls-passthrough`],
  [
    DO,
    { 'sticky-sessions-type': 'cookies', 'sticky-sessions-cookie-ttl': '5' },
    `${DO.prefix}sticky-sessions-cookie-name`,
  ],
  [DO, { 'override-health-check': '', 'healthcheck-port': '8100' }, `${DO.prefix}healthcheck-port`],
  [HETZNER, { protocol: 'https' }, `${HETZNER.prefix}protocol`],
  [HETZNER, { 'health-check-interval': '5' }, `${HETZNER.prefix}health-check-interval`],
  [SCALEWAY, { 'send-proxy-v2': 'x' }, `${SCALEWAY.prefix}send-proxy-v2`],
  [SCALEWAY, { 'health-check-type': 'TCP' }, `${SCALEWAY.prefix}health-check-type`],
  [SCALEWAY, { 'certificate-ids': 'a/b/c' }, `${SCALEWAY.prefix}certificate-ids`],
  [SCALEWAY, { 'externally-managed': 'true' }, `${SCALEWAY.prefix}externally-managed`],
  [VULTR, { 'healthcheck-port': '443' }, `${VULTR.prefix}healthcheck-port`],
  [VULTR, { 'https-ports': '443' }, `${VULTR.prefix}https-ports`],
  [VULTR, { 'firewall-rules': 'bad' }, `${VULTR.prefix}firewall-rules`],
  [VULTR, { 'node-count': '2' }, `${VULTR.prefix}node-count`],
  [LINODE, { 'port-443': '{"protocol":"https"}' }, `${LINODE.prefix}port-443`],
  [LINODE, { 'port-80': 'http' }, `${LINODE.prefix}port-80`],
  [LINODE, { 'default-algorithm': 'x' }, `${LINODE.prefix}default-algorithm`],
  [OCI, { [`${LB_OF_OCI}internal`]: 'yes' }, `${LB_OF_OCI}internal`],
  [OCI, { 'oci.oraclecloud.com/loadbalancer-policy': 'round_robin' }, 'oci.oraclecloud.com/loadbalancer-policy'],
  [
    OCI_NLB,
    { 'oci.oraclecloud.com/oci-load-balancer-rule-sets': '{}' },
    'oci.oraclecloud.com/oci-load-balancer-rule-sets',
  ],
  [
    OCI_NLB,
    { [`${NLB_OF_OCI}is-preserve-source`]: 'false' },
    `${NLB_OF_OCI}is-preserve-source`,
    { externalTrafficPolicy: 'Cluster' },
  ],
  [CLB, { 'protocol-port': 'HTTP:80' }, `${CLB.prefix}protocol-port`],
  [CLB, { 'protocol-port': 'quic:81,tcp:80' }, `${CLB.prefix}protocol-port`],
  [NLB, { 'zone-maps': '' }, `${NLB.prefix}zone-maps`],
  [NLB, { 'server-group-type': 'x' }, `${NLB.prefix}server-group-type`],
  [OCTAVIA, { 'proxy-protocol': 'true', 'x-forwarded-for': 'true' }, `${OCTAVIA.prefix}x-forwarded-for`],
  [STACKIT, { 'tcp-proxy-protocol': 'on' }, `${STACKIT.prefix}tcp-proxy-protocol`],
  [STACKIT, { 'external-address': '2001:db8::1' }, `${STACKIT.prefix}external-address`],
  [STACKIT, { 'yawol.stackit.cloud/existingFloatingIP': 'edge' }, 'yawol.stackit.cloud/existingFloatingIP'],
  [
    STACKIT,
    { 'external-address': '192.0.2.1', 'yawol.stackit.cloud/existingFloatingIP': '192.0.2.2' },
    'yawol.stackit.cloud/existingFloatingIP',
  ],
  [STACKIT, { 'yawol.stackit.cloud/flavorId': 't1.2' }, 'yawol.stackit.cloud/flavorId'],
  [{ prefix: 'metallb.io/', values: {} }, { loadBalancerIPs: '192.0.2.1,192.0.2.2' }, 'metallb.io/loadBalancerIPs'],
])('%j %j is refused for %s', (...[cloud, values, key, spec]) => {
  const reading = readOnly(given(cloud, values, spec));
  expect(reading.state).toBe('refused');
  expect(remarks(reading)).toContain(`annotation-refused metadata.annotations[${key}]`);
});

test.each([
  { 'external-address': 'edge', 'internal-lb': 'true' },
  { 'external-address': '192.0.2.1', 'yawol.stackit.cloud/existingFloatingIP': '192.0.2.1' },
  { 'yawol.stackit.cloud/flavorId': 't1.2', 'service-plan-id': 'p10' },
  { 'yawol.stackit.cloud/flavorId': '85f57dd5-712b-489d-a0e3-4898c3962930' },
])('STACKIT takes %j', (values) => {
  expect(readOnly(given(STACKIT, values, { externalTrafficPolicy: 'Cluster' })).state).toBe('made');
});

test('affinity is refused by Oracle', () => {
  expect(remarks(readOnly(given(OCI, {}, { sessionAffinity: 'ClientIP' })))).toEqual([
    'annotation-refused spec.sessionAffinity',
  ]);
});

/** A Service that is taken away from its controller, or whose balancer exists already. */
test.each<[Cloud, Record<string, unknown>]>([
  [
    { prefix: '', values: { [`${DO.prefix}type`]: 'REGIONAL' } },
    { 'service.kubernetes.io/do-loadbalancer-disown': 'true' },
  ],
  [VULTR, { create: 'False' }],
  [{ prefix: '', values: { [`${CLB.prefix}spec`]: 'x' } }, { 'service.beta.kubernetes.io/class': 'other' }],
  [CLB, { id: 'lb-1' }],
  [{ prefix: 'service.cloud.tencent.com/', values: {} }, { mode: 'skip' }],
  [STACKIT, { 'tcp-proxy-protocol': 'true', 'yawol.stackit.cloud/className': 'edge' }],
])('%j %j leaves open what serves it', (cloud, values) => {
  expect(readOnly(given(cloud, values))).toMatchObject({
    state: 'unsettled',
    doubt: 'outside',
    remarks: [{ rule: 'balancer-outside-manifest' }],
  });
});

test.each<[Cloud, Record<string, unknown>, object]>([
  [
    DO,
    { 'override-health-check': 'false', 'healthcheck-path': '/' },
    { kind: 'http', path: '/', port: { servicePort: 80 } },
  ],
  [HETZNER, { 'health-check-protocol': 'HTTP' }, { kind: 'http', path: '/', passes: '200-299,300-399' }],
  [HETZNER, { protocol: 'http', 'health-check-interval': '5s' }, { kind: 'http' }],
  [
    SCALEWAY,
    { 'health-check-from-service': 'true', 'health-check-send-proxy': 'true' },
    { kind: 'node', sendsProxyProtocol: false },
  ],
  [
    SCALEWAY,
    { 'health-check-type': '443:tcp;80:http', 'health-check-http-uri': 'example.com/status' },
    { kind: 'http', path: '/status' },
  ],
  [VULTR, { 'healthcheck-path': '/status' }, { kind: 'http', path: '/status' }],
  [CLB, { 'health-check-switch': 'off' }, { kind: 'none' }],
])('%j %j is checked by %j', (cloud, values, expected) => {
  expect(balancer(given(cloud, values)).healthCheck).toMatchObject(expected);
});

test.each<[Cloud, Record<string, unknown>]>([
  [{ prefix: `${BETA}exoscale-loadbalancer-`, values: {} }, {}],
  [VULTR, { protocol: 'http', ssl: 'x' }],
  [STACKIT, {}],
  [{ prefix: '', values: { 'lbipam.cilium.io/ips': '192.0.2.1' } }, { 'service.cilium.io/type': 'ClusterIP' }],
  [{ prefix: `${BETA}upcloud-load-balancer-`, values: {} }, { config: '{"frontends":[{"name":"web","port":80}]}' }],
])('%j %j is made, and drops traffic', (cloud, values) => {
  expect(readOnly(given(cloud, values))).toMatchObject({
    state: 'made',
    balancer: { drops: true },
    remarks: [{ rule: 'balancer-drops-traffic' }],
  });
});

test('a rule of UpCloud with matchers lets what the client wrote past', () => {
  const rule = (matchers: unknown[]) => ({ rules: [{ matchers, actions: [{ type: 'set_forwarded_headers' }] }] });
  const config = (matchers: unknown[]) =>
    JSON.stringify({ Frontends: ['http', 'https'].map((name) => ({ name, mode: 'http', ...rule(matchers) })) });
  const mode = (matchers: unknown[]) =>
    balancer(given({ prefix: `${BETA}upcloud-load-balancer-`, values: {} }, { config: config(matchers) })).http
      ?.forwardedFor.mode;
  expect([mode([]), mode([{ type: 'path' }])]).toEqual(['append', 'preserve']);
});

test('legacy keys of Alibaba count where the key of today is missing', () => {
  const legacy = { [`${BETA}alicloud-loadbalancer-proxy-protocol`]: 'on' };
  expect(ports(balancer(service(legacy)))).toBe('80:tcp>tcp+2 443:tcp>tcp+2');
  expect(ports(balancer(service({ ...legacy, [`${CLB.prefix}proxy-protocol`]: 'off' })))).toBe(
    '80:tcp>tcp 443:tcp>tcp',
  );
});

test('Cilium turns source ranges round', () => {
  const spec = { ...LOCAL, loadBalancerClass: 'io.cilium/bgp-control-plane', loadBalancerSourceRanges: RANGES };
  const { balancer: found } = readOnly(service({ 'service.cilium.io/src-ranges-policy': 'deny' }, spec));
  expect([found?.admits, found?.denies]).toEqual([undefined, RANGES]);
});

test.each([
  [{ 'kubernetes.io/elb.class': 'performance' }, LOCAL, 'client'],
  [{ 'kubernetes.io/elb.class': 'union' }, LOCAL, 'balancer'],
  [{ 'kubernetes.io/elb.class': 'union', 'kubernetes.io/elb.transparent-client-ip': 'true' }, LOCAL, 'client'],
  [{ 'kubernetes.io/elb.class': 'union' }, {}, 'node'],
  [{ 'kubernetes.io/elb.class': 'performance' }, {}, undefined],
  [{ 'kubernetes.io/elb.class': 'performance', 'kubernetes.io/elb.protocol-port': 'http:80' }, LOCAL, undefined],
  [{ 'service.kubernetes.io/loadbalance-id': 'lb-1' }, LOCAL, 'client'],
  [{ 'service.kubernetes.io/loadbalance-id': 'lb-1' }, {}, 'node'],
  [{ 'service.cloud.tencent.com/direct-access': 'true' }, {}, 'client'],
  [{ 'service.cloud.tencent.com/snat-pro-info': '{"snatIps":[{"subnetId":"subnet-1"}]}' }, LOCAL, undefined],
  [{ 'service.kubernetes.io/service.extensiveParameters': '{"AddressIPVersion":"IPV6"}', [TKE]: '' }, LOCAL, undefined],
  [{ 'service.kubernetes.io/service.extensiveParameters': '{"VipIsp":"CTCC"}', [TKE]: '' }, LOCAL, 'client'],
  [{ 'service.cloud.tencent.com/specify-protocol': '{"80":{"protocol":["HTTP"]}}' }, LOCAL, undefined],
])('%j %j: the peer is %s', (annotations, spec, role) => {
  expect(readOnly(service(annotations, spec)).balancer?.peer.role).toBe(role);
});

test.each([`${LINODE.prefix}port-8080`, `${DO.prefix}http4-port`, 'service.cilium.io/global'])(
  '%s is not misspelt',
  (key) => {
    const found = readOnly(service({ [key]: 'true', [`${DO.prefix}type`]: 'REGIONAL' }), [], {
      cloud: key.startsWith(LINODE.prefix) ? 'linode' : 'digitalocean',
    });
    expect(found.remarks).toEqual([]);
  },
);

test.each<[Cloud, string | undefined]>([
  [NLB, 'sends-to-all'],
  [{ prefix: 'service.cloud.tencent.com/', values: { 'security-groups': 'sg-1' } }, 'sends-to-all'],
  [{ prefix: 'kubernetes.io/elb.', values: { class: 'performance' } }, undefined],
])('%j, when every check fails: %s', (cloud, expected) => {
  expect(balancer(given(cloud, {})).whenAllFail).toBe(expected);
});

test('groups of Oracle admit beside the ranges, and what is in them is not known', () => {
  const ranges = { loadBalancerSourceRanges: ['192.0.2.0/24'] };
  const groups = { 'oci.oraclecloud.com/oci-network-security-groups': 'ocid1.networksecuritygroup.oc1..a' };
  expect(balancer(given(OCI, {}, ranges)).admits).toEqual(['192.0.2.0/24']);
  expect(balancer(given(OCI, groups, ranges)).admits).toEqual([]);
});
