import { readings } from '../../../src/controllers/registry';
import { balancer, clusterOf, ports, prefixed, readOnly, remarks, service } from '../objects';

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

describe('the Network Load Balancer of the cloud provider', () => {
  const inTree = (values: object, spec: object = {}) =>
    readOnly(aws({ type: 'nlb', ...values }, spec), [], { cloud: 'aws', controller: 'cloud-provider-aws' });

  test.each([
    ['Local', {}, LOCAL, 'client', 'node'],
    ['Cluster', {}, {}, 'node', 'tcp'],
    ['Local, source not preserved', attributes('preserve_client_ip.enabled=false'), LOCAL, 'balancer', 'node'],
  ])('%s', (_, values, spec, role, kind) => {
    expect(inTree(values, spec).balancer).toMatchObject({
      id: 'aws-in-tree-nlb',
      targets: 'nodes',
      peer: { role },
      healthCheck: { kind },
      internal: false,
    });
  });

  test('ignores the annotation for PROXY protocol', () => {
    const reading = inTree({ 'proxy-protocol': '*' });
    expect(ports(reading.balancer!)).toBe('80:tcp>tcp 443:tcp>tcp');
    expect(remarks(reading)).toEqual([`in-tree-nlb-ignores-proxy-protocol metadata.annotations[${AWS}proxy-protocol]`]);
  });

  test('reads the attribute for PROXY protocol', () => {
    expect(ports(inTree(attributes('proxy_protocol_v2.enabled=true')).balancer!)).toBe('80:tcp>tcp+2 443:tcp>tcp+2');
  });
});

describe('the Classic Load Balancer', () => {
  const classic = (values: object, spec: object = {}) =>
    readOnly(aws(values, spec), [], { cloud: 'aws', controller: 'cloud-provider-aws' });

  test.each([
    ['TCP', {}, '80:tcp>tcp 443:tcp>tcp'],
    ['PROXY', { 'proxy-protocol': '*' }, '80:tcp>tcp+1 443:tcp>tcp+1'],
    ['HTTP', { 'backend-protocol': 'http' }, '80:http>http 443:http>http'],
    [
      'HTTP with a certificate',
      { 'backend-protocol': 'http', 'ssl-cert': 'arn', 'ssl-ports': '443' },
      '80:http>http 443:https>http',
    ],
    [
      'HTTPS to Kong',
      { 'backend-protocol': 'https', 'ssl-cert': 'arn', 'ssl-ports': 'https' },
      '80:tcp>tcp 443:https>https',
    ],
    ['TLS to Kong', { 'backend-protocol': 'ssl', 'ssl-cert': 'arn', 'ssl-ports': '443' }, '80:tcp>tcp 443:tls>tls'],
    ['TLS ended', { 'ssl-cert': 'arn', 'ssl-ports': '443', 'proxy-protocol': '*' }, '80:tcp>tcp+1 443:tls>tcp+1'],
    ['HTTP sends no PROXY header', { 'backend-protocol': 'http', 'proxy-protocol': '*' }, '80:http>http 443:http>http'],
  ])('%s', (_, values, expected) => {
    expect(ports(classic(values).balancer!)).toBe(expected);
  });

  test.each([
    [LOCAL, 'balancer', 'node'],
    [{}, 'node', 'tcp'],
  ])('never keeps the source: %j', (spec, role, kind) => {
    const found = classic({}, spec).balancer!;
    expect(found).toMatchObject({
      id: 'aws-classic',
      peer: { role },
      healthCheck: { kind, sendsProxyProtocol: false },
    });
    expect(found.settings.keepSource).toBeUndefined();
  });

  test('writes headers where it speaks HTTP', () => {
    expect(classic({ 'backend-protocol': 'http' }).balancer!.http).toEqual({
      forwardedFor: { mode: 'append' },
      overwrites: { 'X-Forwarded-Proto': '{scheme}', 'X-Forwarded-Port': '{port}' },
      redirectsToHttps: false,
    });
    expect(classic({}).balancer!.http).toBeUndefined();
  });

  test.each([
    [{ 'proxy-protocol': '80' }, 'proxy-protocol'],
    [{ 'backend-protocol': 'h2', 'ssl-cert': 'arn' }, 'backend-protocol'],
    [attributes('preserve_client_ip.enabled=true'), 'target-group-attributes'],
  ])('refuses %j', (values, suffix) => {
    expect(remarks(classic(values))).toEqual([`annotation-refused metadata.annotations[${AWS}${suffix}]`]);
  });
});

describe('who takes a Service on AWS', () => {
  const takers = (object: object, answers: object = {}) =>
    readings(object as any, clusterOf([], answers)).map(
      ({ controller, balancer: made }) => `${controller} ${made?.id}`,
    );
  const status = (hostname: string) => ({ status: { loadBalancer: { ingress: [{ hostname }] } } });

  test.each([
    [
      'nothing but the cloud',
      aws({}),
      { cloud: 'aws' },
      ['cloud-provider-aws aws-classic', 'aws-load-balancer-controller aws-nlb'],
    ],
    [
      'keys without a type',
      aws({ 'backend-protocol': 'http' }),
      {},
      ['cloud-provider-aws aws-classic', 'aws-load-balancer-controller aws-nlb'],
    ],
    [
      'type nlb',
      aws({ type: 'nlb' }),
      {},
      ['cloud-provider-aws aws-in-tree-nlb', 'aws-load-balancer-controller aws-nlb'],
    ],
    [
      'type nlb, the user says who',
      aws({ type: 'nlb' }),
      { controller: 'cloud-provider-aws' },
      ['cloud-provider-aws aws-in-tree-nlb'],
    ],
    [
      'the class beats what the user says',
      aws({ type: 'nlb' }, { loadBalancerClass: 'service.k8s.aws/nlb' }),
      { controller: 'cloud-provider-aws' },
      ['aws-load-balancer-controller aws-nlb'],
    ],
    [
      'a finalizer of the controller',
      {
        ...aws({ type: 'nlb' }),
        metadata: { finalizers: ['service.k8s.aws/resources'], annotations: { [`${AWS}type`]: 'nlb' } },
      },
      {},
      ['aws-load-balancer-controller aws-nlb'],
    ],
    [
      'a finalizer of the cloud provider',
      {
        ...aws({}),
        metadata: {
          finalizers: ['service.kubernetes.io/load-balancer-cleanup'],
          annotations: { [`${AWS}type`]: 'nlb' },
        },
      },
      {},
      ['cloud-provider-aws aws-in-tree-nlb'],
    ],
    [
      'the host name of a Classic one',
      aws({}, {}, status('a9b8c7d6e5f4031221304f5e6d7c8b9a-987654321.eu-west-1.elb.amazonaws.com')),
      {},
      ['cloud-provider-aws aws-classic'],
    ],
    [
      'the host name of the controller',
      aws({}, {}, status('k8s-kong-kongprox-0a1b2c3d4e-5f6a7b8c9d0e1f2a.elb.eu-west-1.amazonaws.com')),
      {},
      ['aws-load-balancer-controller aws-nlb'],
    ],
    ['a foreign class', aws({}, { loadBalancerClass: 'example.net/edge' }), { cloud: 'aws' }, ['unknown undefined']],
  ])('%s', (_, object, answers, expected) => {
    expect(takers(object, answers)).toEqual(expected);
  });
});
