import { ports, prefixed, readOnly, remarks, service } from '../objects';

const AWS = 'service.beta.kubernetes.io/aws-load-balancer-';
const aws = (values: object, spec: object = {}, rest: object = {}) =>
  service(prefixed(AWS, values as Record<string, unknown>), spec, rest);
const attributes = (value: string) => ({ 'target-group-attributes': value });
const LOCAL = { externalTrafficPolicy: 'Local' };

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
