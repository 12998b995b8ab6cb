import { balancer, ports, prefixed, readOnly, remarks, service } from '../objects';

const AWS = 'service.beta.kubernetes.io/aws-load-balancer-';
const aws = (values: object, spec: object = {}, rest: object = {}) =>
  service(prefixed(AWS, values as Record<string, unknown>), spec, rest);
const nlb = (values: object, spec: object = {}) =>
  aws({ type: 'external', 'nlb-target-type': 'instance', ...values }, spec);
const attributes = (value: string) => ({ 'target-group-attributes': value });
const LOCAL = { externalTrafficPolicy: 'Local' };

describe('the Network Load Balancer of the AWS Load Balancer Controller', () => {
  test.each([
    ['instance, Local', {}, LOCAL, 'client', undefined],
    ['instance, Cluster', {}, {}, 'node', undefined],
    ['instance, Cluster, PROXY', { 'proxy-protocol': '*' }, {}, 'node', 2],
    ['instance, Local, PROXY', { 'proxy-protocol': '*' }, LOCAL, 'client', 2],
    [
      'instance, Local, PROXY, source not preserved',
      { 'proxy-protocol': '*', ...attributes('preserve_client_ip.enabled=false') },
      LOCAL,
      'balancer',
      2,
    ],
    [
      'ip, source preserved',
      { 'nlb-target-type': 'ip', ...attributes('preserve_client_ip.enabled=true') },
      {},
      'client',
      undefined,
    ],
    ['ip, PROXY', { 'nlb-target-type': 'ip', 'proxy-protocol': '*' }, {}, 'balancer', 2],
    ['ip', { 'nlb-target-type': 'ip' }, LOCAL, 'balancer', undefined],
    [
      'ip, PROXY, source preserved',
      { 'nlb-target-type': 'ip', 'proxy-protocol': '*', ...attributes('preserve_client_ip.enabled=true') },
      {},
      'client',
      2,
    ],
    ['ip by the old type', { type: 'nlb-ip', 'nlb-target-type': undefined }, {}, 'balancer', undefined],
    ['PROXY by attribute', attributes('proxy_protocol_v2.enabled=true'), {}, 'node', 2],
    [
      'PROXY by annotation over the attribute',
      { 'proxy-protocol': '*', ...attributes('proxy_protocol_v2.enabled=false') },
      {},
      'node',
      2,
    ],
    ['blanks around attributes', attributes(' proxy_protocol_v2.enabled = true , x=y'), {}, 'node', 2],
  ])('%s', (_, values, spec, role, proxyProtocol) => {
    const found = balancer(nlb(values, spec));
    expect(found).toMatchObject({ id: 'aws-nlb', peer: { role } });
    expect(found.frontends.map((frontend) => frontend.proxyProtocol)).toEqual([proxyProtocol, proxyProtocol]);
  });

  test.each([
    ['the ports that are listed', { 'proxy-protocol-per-target-group': '443' }, '80:tcp>tcp 443:tcp>tcp+2'],
    [
      'the list wins over attributes',
      { 'proxy-protocol-per-target-group': '80, 443', ...attributes('proxy_protocol_v2.enabled=false') },
      '80:tcp>tcp+2 443:tcp>tcp+2',
    ],
    [
      'an attribute of one port',
      { 'target-group-attributes.443': 'proxy_protocol_v2.enabled=true' },
      '80:tcp>tcp 443:tcp>tcp+2',
    ],
    ['TLS ended, plain to Kong', { 'ssl-cert': 'arn', 'ssl-ports': '443' }, '80:tcp>tcp 443:tls>tcp'],
    [
      'TLS ended, by the name of the port, TLS to Kong',
      { 'ssl-cert': 'arn', 'ssl-ports': 'https', 'backend-protocol': 'ssl' },
      '80:tcp>tcp 443:tls>tls',
    ],
    ['TLS ended on all ports', { 'ssl-cert': 'arn' }, '80:tls>tcp 443:tls>tcp'],
    [
      'ports for TLS without a certificate',
      { 'ssl-ports': '443', 'backend-protocol': 'ssl' },
      '80:tcp>tcp 443:tcp>tcp',
    ],
  ])('%s', (_, values, expected) => {
    expect(ports(balancer(nlb(values)))).toBe(expected);
  });

  test.each([
    ['instance, Local: kube-proxy', {}, LOCAL, { kind: 'node', sendsProxyProtocol: false }],
    [
      'instance, Local, PROXY: kube-proxy gets the header, too',
      { 'proxy-protocol': '*' },
      LOCAL,
      { kind: 'node', sendsProxyProtocol: true },
    ],
    ['instance, Cluster: the traffic port', {}, {}, { kind: 'tcp', port: 'traffic-port', sendsProxyProtocol: false }],
    [
      'instance, Local, another port',
      { 'healthcheck-port': '30090', 'healthcheck-protocol': 'tcp' },
      LOCAL,
      { kind: 'tcp', port: 30090, sendsProxyProtocol: false },
    ],
    [
      'instance, Local, another port alone',
      { 'healthcheck-port': '30090' },
      LOCAL,
      { kind: 'http', port: 30090, path: '/healthz', passes: '200-399', sendsProxyProtocol: false },
    ],
    [
      'ip, Local: the traffic port',
      { 'nlb-target-type': 'ip' },
      LOCAL,
      { kind: 'tcp', port: 'traffic-port', sendsProxyProtocol: false },
    ],
    [
      'ip, over HTTP',
      { 'nlb-target-type': 'ip', 'healthcheck-protocol': 'HTTP' },
      {},
      { kind: 'http', port: 'traffic-port', path: '/', passes: '200-399', sendsProxyProtocol: false },
    ],
    [
      'ip, the status port, with the header',
      {
        'nlb-target-type': 'ip',
        'proxy-protocol': '*',
        'healthcheck-protocol': 'http',
        'healthcheck-port': '8100',
        'healthcheck-path': '/status',
      },
      {},
      { kind: 'http', port: 8100, path: '/status', passes: '200-399', sendsProxyProtocol: true },
    ],
    [
      'instance, a port by name',
      { 'healthcheck-port': 'https' },
      {},
      { kind: 'tcp', port: 30443, sendsProxyProtocol: false },
    ],
  ])('health check: %s', (_, values, spec, healthCheck) => {
    expect(balancer(nlb(values, spec)).healthCheck).toEqual(healthCheck);
  });

  test.each([
    ['everybody', {}, {}, undefined],
    ['ranges', {}, { loadBalancerSourceRanges: ['192.0.2.0/24'] }, ['192.0.2.0/24']],
    [
      'ranges by annotation',
      { 'service.beta.kubernetes.io/load-balancer-source-ranges': '192.0.2.0/24, 198.51.100.0/24' },
      {},
      ['192.0.2.0/24', '198.51.100.0/24'],
    ],
    ['ranges that include the world', {}, { loadBalancerSourceRanges: ['192.0.2.0/24', '0.0.0.0/0'] }, undefined],
    ['groups', { 'security-groups': 'sg-1' }, { loadBalancerSourceRanges: ['192.0.2.0/24'] }, []],
    ['prefix lists', { 'security-group-prefix-lists': 'pl-1' }, {}, []],
    ['no group at all', { 'disable-nlb-sg': 'true' }, { loadBalancerSourceRanges: ['192.0.2.0/24'] }, undefined],
  ])('admits: %s', (_, values, spec, admits) => {
    expect(balancer(nlb(values, spec)).admits).toEqual(admits);
  });

  test.each([
    ['internal unless told', {}, true],
    ['internet-facing', { scheme: 'internet-facing' }, false],
  ])('%s', (_, values, internal) => {
    expect(balancer(nlb(values)).internal).toBe(internal);
  });

  test('addresses that are translated from IPv6 are lost', () => {
    const found = balancer(
      nlb({
        'nlb-target-type': 'ip',
        'ip-address-type': 'dualstack',
        ...attributes('preserve_client_ip.enabled=true'),
      }),
    );
    expect([found.peer.role, found.settings.keepSource]).toEqual([
      'balancer',
      { field: `metadata.annotations[${AWS}ip-address-type]`, write: 'ipv4' },
    ]);
  });

  test.each([
    [{ 'proxy-protocol': 'true' }, {}, `annotation-refused metadata.annotations[${AWS}proxy-protocol]`],
    [{ 'proxy-protocol': true }, {}, `annotation-refused metadata.annotations[${AWS}proxy-protocol]`],
    [{ scheme: 'public' }, {}, `annotation-refused metadata.annotations[${AWS}scheme]`],
    [
      { 'ip-address-type': 'classic-load-balancer-only' },
      {},
      `annotation-refused metadata.annotations[${AWS}ip-address-type]`,
    ],
    [{}, { allocateLoadBalancerNodePorts: false }, 'annotation-refused spec.allocateLoadBalancerNodePorts'],
    [{ 'nlb-target-type': undefined }, {}, `balancer-unknown metadata.annotations[${AWS}nlb-target-type]`],
  ])('refuses %j %j', (values, spec, remark) => {
    const reading = readOnly(nlb(values, spec));
    expect(reading.balancer).toBeUndefined();
    expect(remarks(reading)).toEqual([remark]);
  });

  test('says what is misspelt', () => {
    expect(remarks(readOnly(nlb({ proxyprotocol: '*', 'target-group-atributes': 'x=y', 'unheard-of': 'x' })))).toEqual([
      `annotation-misspelt metadata.annotations[${AWS}proxyprotocol]`,
      `annotation-misspelt metadata.annotations[${AWS}target-group-atributes]`,
    ]);
  });
});

describe('the Network Load Balancer of EKS Auto Mode', () => {
  const auto = (values: object, spec: object = {}) =>
    balancer(aws(values, { loadBalancerClass: 'eks.amazonaws.com/nlb', ...spec }));

  test('ip targets by default, and no PROXY by the annotation', () => {
    expect(auto({ 'proxy-protocol': '*' })).toMatchObject({
      id: 'eks-auto-nlb',
      targets: 'pods',
      peer: { role: 'balancer' },
      frontends: [{ proxyProtocol: undefined }, { proxyProtocol: undefined }],
    });
  });

  test('PROXY by the attribute', () => {
    expect(ports(auto(attributes('proxy_protocol_v2.enabled=true')))).toBe('80:tcp>tcp+2 443:tcp>tcp+2');
  });
});
