import { ask, BALANCER, served, start, TRUSTING } from './asking';
import { Connection, Environment } from '../../src/kong/traffic';

const STRANGER = '198.51.100.9';
const PROXY: Environment = {
  KONG_TRUSTED_IPS: '10.0.0.0/24',
  KONG_REAL_IP_HEADER: 'proxy_protocol',
  KONG_PROXY_LISTEN: '0.0.0.0:8000 proxy_protocol',
};

describe('PROXY headers', () => {
  const from = (proxyHeader: Connection['proxyHeader'], environment = PROXY) => ask(environment, [], { proxyHeader });

  test.each<[string, Connection['proxyHeader'], string]>([
    [
      'version 1',
      { version: 1, protocol: 'TCP4', src: '203.0.113.7', dst: '10.0.0.1', srcPort: 1, dstPort: 80 },
      '203.0.113.7',
    ],
    [
      'version 1, port 0',
      { version: 1, protocol: 'TCP4', src: '203.0.113.7', dst: '10.0.0.1', srcPort: 0, dstPort: 0 },
      '203.0.113.7',
    ],
    [
      'version 1, not an address',
      { version: 1, protocol: 'TCP4', src: '999.0.113.7', dst: '10.0.0.1', srcPort: 1, dstPort: 80 },
      BALANCER,
    ],
    [
      'version 1, the other family',
      { version: 1, protocol: 'TCP4', src: '2001:db8::7', dst: '::', srcPort: 1, dstPort: 80 },
      '2001:db8::7',
    ],
    ['version 1, UNKNOWN', { version: 1, protocol: 'UNKNOWN' }, BALANCER],
    [
      'version 2',
      { version: 2, protocol: 'TCP6', src: '2001:db8:0::7', dst: '::1', srcPort: 1, dstPort: 80 },
      '2001:db8::7',
    ],
    [
      'version 2, LOCAL',
      { version: 2, command: 'LOCAL', protocol: 'TCP4', src: '203.0.113.7', dst: '10.0.0.1' },
      BALANCER,
    ],
    ['version 2, UDP', { version: 2, protocol: 'UDP4', src: '203.0.113.7', dst: '10.0.0.1' }, BALANCER],
    ['version 2, UNIX', { version: 2, protocol: 'UNIX' }, BALANCER],
  ])('%s', (_, proxyHeader, client) => {
    expect(from(proxyHeader).answers[0].served?.client).toBe(client);
  });

  test.each<[string, Connection['proxyHeader'], string[]]>([
    [
      'none',
      undefined,
      ['[error] broken header: "GET /x HTTP/1.1" while reading PROXY protocol, client: 10.0.0.2, server: 0.0.0.0:8000'],
    ],
    [
      'a port too high',
      { version: 1, protocol: 'TCP4', src: '1.2.3.4', dst: '1.2.3.5', srcPort: 65536, dstPort: 1 },
      [
        '[error] broken header: "PROXY TCP4 1.2.3.4 1.2.3.5 65536 1" while reading PROXY protocol, client: 10.0.0.2, server: 0.0.0.0:8000',
      ],
    ],
    [
      'small letters',
      { version: 1, protocol: 'tcp4' as 'TCP4', src: '1.2.3.4', dst: '1.2.3.5' },
      [
        '[error] broken header: "PROXY tcp4 1.2.3.4 1.2.3.5 0 0" while reading PROXY protocol, client: 10.0.0.2, server: 0.0.0.0:8000',
      ],
    ],
    [
      'another protocol',
      { version: 1, protocol: 'UDP4', src: '1.2.3.4', dst: '1.2.3.5' },
      [
        '[error] broken header: "PROXY UDP4 1.2.3.4 1.2.3.5 0 0" while reading PROXY protocol, client: 10.0.0.2, server: 0.0.0.0:8000',
      ],
    ],
    ['too few bytes', { version: 2, protocol: 'TCP6', src: '203.0.113.7', dst: '10.0.0.1' }, []],
  ])('closed: %s', (_, proxyHeader, errorLog) => {
    expect(from(proxyHeader)).toEqual({ answers: [], accessLog: [], errorLog });
  });

  test('a plain listener answers 400, and TLS gets no answer', () => {
    const proxyHeader = { version: 2, protocol: 'TCP4', src: '203.0.113.7', dst: '10.0.0.1' } as const;
    expect(from(proxyHeader, TRUSTING).answers.map(({ status }) => status)).toEqual([400]);
    expect(ask({}, [], { port: 8443, tls: true, proxyHeader }).answers).toEqual([]);
  });

  test('are asked for listener by listener', () => {
    const environment = { ...PROXY, KONG_PROXY_LISTEN: '0.0.0.0:8000 proxy_protocol, [::]:8000, 0.0.0.0:8080' };
    expect(ask(environment, []).answers).toEqual([]);
    expect(served(environment, [], { port: 8080 }).client).toBe(BALANCER);
    expect(served(environment, [], { peer: '2001:db8::9' }).client).toBe('2001:db8::9');
    const shared = { ...PROXY, KONG_PROXY_LISTEN: '0.0.0.0:8000 proxy_protocol, 127.0.0.1:8000' };
    expect(ask(shared, []).answers).toEqual([]);
    expect(served(shared, [], { to: '127.0.0.1' }).client).toBe(BALANCER);
  });
});

test('in PROXY mode a refused request is logged with the client', () => {
  const proxyHeader = {
    version: 1,
    protocol: 'TCP4',
    src: '203.0.113.7',
    dst: '10.0.0.1',
    srcPort: 1,
    dstPort: 80,
  } as const;
  expect(ask(PROXY, [['Host', 'evil.example']], { proxyHeader }).accessLog).toEqual([
    '203.0.113.7 - - [time] "GET /x HTTP/1.1" 400 57 "-" "-" kong_request_id: "…"',
  ]);
});

test('stream listeners read PROXY from trusted peers, and nothing else', () => {
  const proxyHeader = { version: 2, protocol: 'TCP4', src: '203.0.113.7', dst: '10.0.0.1' } as const;
  const client = (flags: string, connection: Partial<Connection>, environment: Environment = TRUSTING) =>
    start({ ...environment, KONG_STREAM_LISTEN: `0.0.0.0:9000${flags}` }).streamClient({
      peer: BALANCER,
      port: 9000,
      ...connection,
    });
  expect(client(' proxy_protocol', { proxyHeader })).toBe('203.0.113.7');
  expect(client(' proxy_protocol', { proxyHeader, peer: STRANGER })).toBe(STRANGER);
  expect(client(' proxy_protocol', {})).toBeUndefined();
  expect(client('', { proxyHeader })).toBe(BALANCER);
  expect(
    client(
      ' proxy_protocol',
      { proxyHeader, peer: STRANGER },
      { KONG_NGINX_SPROXY_SET_REAL_IP_FROM: '198.51.100.0/24' },
    ),
  ).toBe('203.0.113.7');
});
