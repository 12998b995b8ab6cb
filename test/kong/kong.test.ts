import * as fc from 'fast-check';
import { ask, BALANCER, seen, served, start, TRUSTING } from './asking';
import { startKong } from '../../src/kong/kong';
import { Connection, Environment, Header } from '../../src/kong/traffic';

const STRANGER = '198.51.100.9';
const PROXY: Environment = {
  KONG_TRUSTED_IPS: '10.0.0.0/24',
  KONG_REAL_IP_HEADER: 'proxy_protocol',
  KONG_PROXY_LISTEN: '0.0.0.0:8000 proxy_protocol',
};

test('the trust of a directive is not that of Kong: the scheme of the peer is not believed', () => {
  const environment = { KONG_REAL_IP_HEADER: 'X-Forwarded-For', KONG_NGINX_PROXY_SET_REAL_IP_FROM: '10.0.0.0/8' };
  const {
    answers: [answer],
  } = ask(environment, [['X-Forwarded-Proto', 'https']]);
  expect(seen(answer.served!, 'X-Forwarded-Proto')).toEqual(['http']);
  expect(answer.httpsOnlyStatus).toBe(426);
});

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

describe('what the upstream reads', () => {
  test('Kong writes the chain from the first line and the peer, trusted or not', () => {
    const chain = (headers: Header[], peer?: string) =>
      seen(served(TRUSTING, headers, peer ? { peer } : {}), 'X-Forwarded-For');
    expect(
      chain([
        ['X-Forwarded-For', '6.6.6.6'],
        ['X-Forwarded-For', '203.0.113.7'],
      ]),
    ).toEqual(['6.6.6.6, 10.0.0.2']);
    expect(
      chain([
        ['X-Forwarded-For', '203.0.113.7'],
        ['X_Forwarded_For', '6.6.6.6'],
      ]),
    ).toEqual(['6.6.6.6, 10.0.0.2']);
    expect(chain([['X-Forwarded-For', '6.6.6.6']], STRANGER)).toEqual([`6.6.6.6, ${STRANGER}`]);
    expect(chain([])).toEqual([BALANCER]);
  });

  test('scheme, host, port, path and prefix of a trusted peer pass; an empty one is left out', () => {
    const headers: Header[] = [
      ['X-Forwarded-Proto', 'https'],
      ['X-Forwarded-Host', 'a.example'],
      ['X-Forwarded-Port', '443'],
      ['X-Forwarded-Path', '/p'],
      ['X-Forwarded-Prefix', ''],
    ];
    expect(served(TRUSTING, headers).upstream).toEqual([
      ['X-Forwarded-For', BALANCER],
      ...headers.slice(0, 4),
      ['X-Real-IP', BALANCER],
    ]);
    expect(served(TRUSTING, headers, { peer: STRANGER }).upstream).toEqual([
      ['X-Forwarded-For', STRANGER],
      ['X-Forwarded-Proto', 'http'],
      ['X-Forwarded-Host', 'api.example.com'],
      ['X-Forwarded-Port', '8000'],
      ['X-Forwarded-Path', '/x'],
      ['X-Real-IP', STRANGER],
    ]);
  });

  test('https only when the scheme is written exactly so', () => {
    const status = (value: string) => ask(TRUSTING, [['X-Forwarded-Proto', value]]).answers[0].httpsOnlyStatus;
    expect(['https', 'HTTPS', 'https, http', ''].map(status)).toEqual([200, 426, 426, 426]);
    expect(ask({}, [], { port: 8443, tls: true }).answers[0].httpsOnlyStatus).toBe(200);
  });

  test('the port that the outside dials, if the map names the listener exactly', () => {
    const port = (map: string) => seen(served({ KONG_PORT_MAPS: map }, []), 'X-Forwarded-Port');
    expect([port('80:8000'), port('80:8000,81:8000'), port('80: 8000'), port('80:08000'), port('443:8443')]).toEqual([
      ['80'],
      ['81'],
      ['8000'],
      ['8000'],
      ['8000'],
    ]);
  });

  test('a header that the client names in Connection does not pass, but what Kong writes does', () => {
    const answer = served(TRUSTING, [
      ['Connection', 'close, X-Forwarded-Proto, CF-Connecting-IP'],
      ['X-Forwarded-Proto', 'https'],
      ['CF-Connecting-IP', '6.6.6.6'],
      ['Forwarded', 'for=6.6.6.6'],
    ]);
    expect(seen(answer, 'X-Forwarded-Proto')).toEqual(['https']);
    expect(answer.upstream.slice(-1)).toEqual([['Forwarded', 'for=6.6.6.6']]);
  });

  test.each<[string, Header[]]>([
    ['X-Forwarded-Proto', []],
    ['x-forwarded*', []],
    ['X-F*', []],
    ['X-Forwarded-Proto:', []],
    ['X-Forwarded-Proto, Forwarded', [['X-Forwarded-Proto', 'https']]],
    ['-t text/plain X-Forwarded-Proto', [['X-Forwarded-Proto', 'https']]],
    ['*-Proto', [['X-Forwarded-Proto', 'https']]],
    ['X-*-Proto', [['X-Forwarded-Proto', 'https']]],
    ['X_Forwarded*', [['X-Forwarded-Proto', 'https']]],
  ])('the clear list %s', (list, left) => {
    const environment = { ...TRUSTING, KONG_REQUEST_DEBUG: 'off', KONG_NGINX_PROXY_MORE_CLEAR_INPUT_HEADERS: list };
    const scheme = left.length > 0 ? 'https' : 'http';
    expect(seen(served(environment, [['X-Forwarded-Proto', 'https']]), 'X-Forwarded-Proto')).toEqual([scheme]);
  });

  test('request debugging reads the headers before they are cleared; plugins see what is left', () => {
    const environment = { ...TRUSTING, KONG_NGINX_PROXY_MORE_CLEAR_INPUT_HEADERS: 'X-Forwarded*' };
    const answer = served(environment, [['X-Forwarded-Proto', 'https']]);
    expect(seen(answer, 'X-Forwarded-Proto')).toEqual(['https']);
    expect(answer.forwarded.scheme).toBe('http');
  });

  test('beyond the lines that Lua reads, only nginx sees a header', () => {
    const headers: Header[] = [
      ...Array.from({ length: 99 }, (_, index): Header => [`X-Pad-${index}`, '1']),
      ['X-Forwarded-For', '203.0.113.7'],
      ['X-Forwarded-Proto', 'https'],
    ];
    const few = served(TRUSTING, headers);
    expect([few.client, ...seen(few, 'X-Forwarded-Proto'), few.forwarded.scheme]).toEqual([
      '203.0.113.7',
      'http',
      'https',
    ]);
    expect(seen(served({ ...TRUSTING, KONG_LUA_MAX_REQ_HEADERS: '1000' }, headers), 'X-Forwarded-Proto')).toEqual([
      'https',
    ]);
  });
});

test.each<[string, Header[], string]>([
  [
    '1000 lines and Host',
    Array.from({ length: 1000 }, (_, index): Header => [`X-${index}`, '']),
    'client sent too many header lines',
  ],
  ['a line of more than 8 kB', [['X-Forwarded-For', '203.0.113.7, '.repeat(700)]], 'client sent too long header line'],
  [
    'more than four lines of 8 kB',
    Array.from({ length: 5 }, (): Header => ['X-Long', 'x'.repeat(8000)]),
    'client sent too long header line',
  ],
  ['a second Host', [['Host', 'evil.example']], 'client sent duplicate host header'],
  ['a space in a name', [['X Forwarded', '1']], 'client sent invalid header line'],
])('400: %s', (_, headers, log) => {
  const { answers, errorLog } = ask(TRUSTING, headers);
  expect([answers[0].status, answers[0].served]).toEqual([400, undefined]);
  expect(errorLog[0]).toContain(log);
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

test('the status listener answers with the peer whatever is forwarded, and wants PROXY only where it says so', () => {
  const status = (flags: string) =>
    start({ ...TRUSTING, KONG_STATUS_LISTEN: `0.0.0.0:8100${flags}` }).answer({ peer: BALANCER, port: 8100 }, [
      { host: 'x', path: '/status/ready', headers: [['X-Forwarded-For', '6.6.6.6']] },
    ]).answers;
  expect(status('')).toEqual([{ status: 200, httpsOnlyStatus: 200, logged: BALANCER }]);
  expect(status(' proxy_protocol')).toEqual([]);
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

describe('properties', () => {
  const name = fc.oneof(
    fc.constantFrom(
      'X-Forwarded-For',
      'x-forwarded-for',
      'X_Forwarded_For',
      'X-Real-IP',
      'X-Forwarded-Proto',
      'X_Forwarded_Proto',
      'Forwarded',
      'Connection',
      'CF-Connecting-IP',
      'proxy_protocol',
    ),
    fc.string(),
  );
  const value = fc.oneof(
    fc.ipV4(),
    fc.ipV6(),
    fc.constantFrom('https', ',', ' ', 'unknown', '10.0.0.2, 6.6.6.6', 'X-Forwarded-Proto'),
    fc.string(),
  );
  const headers = fc.array(fc.tuple(name, value), { maxLength: 8 });
  const settings = fc.record({
    KONG_REAL_IP_HEADER: fc.constantFrom(
      'X-Forwarded-For',
      'X-Real-IP',
      'CF-Connecting-IP',
      'proxy_protocol',
      'PROXY_PROTOCOL',
      '',
    ),
    KONG_REAL_IP_RECURSIVE: fc.constantFrom('on', 'off'),
    KONG_REQUEST_DEBUG: fc.constantFrom('on', 'off'),
  });
  const stranger = fc.oneof(fc.ipV4(), fc.ipV6()).filter((address) => !address.startsWith('10.'));

  test('nothing that an untrusted peer writes is believed', () => {
    fc.assert(
      fc.property(settings, headers, stranger, (environment, lines, peer) => {
        const everywhere = {
          ...environment,
          KONG_TRUSTED_IPS: '10.0.0.0/8',
          KONG_PROXY_LISTEN: '0.0.0.0:8000, [::]:8000',
        };
        const [answer] = ask(everywhere, lines, { peer }).answers;
        expect(answer.httpsOnlyStatus).not.toBe(200);
        if (answer.served === undefined) return;
        const { client, forwarded, peerTrusted } = answer.served;
        expect([client, client, peerTrusted, forwarded.scheme, forwarded.host, forwarded.port]).toEqual([
          answer.served.peer,
          answer.logged,
          false,
          'http',
          'api.example.com',
          8000,
        ]);
      }),
      { numRuns: 500 },
    );
  });

  test('a clear list without exceptions leaves one truth upstream, whatever the client writes', () => {
    fc.assert(
      fc.property(headers, (lines) => {
        const environment = {
          ...PROXY,
          KONG_REQUEST_DEBUG: 'off',
          KONG_NGINX_PROXY_MORE_CLEAR_INPUT_HEADERS: 'X-Forwarded* X_Forwarded* Forwarded X-Real-IP X_Real* X-Real_IP',
        };
        const proxyHeader = {
          version: 2,
          protocol: 'TCP4',
          src: '203.0.113.7',
          dst: '10.0.0.1',
          srcPort: 1,
          dstPort: 80,
        } as const;
        const [answer] = ask(environment, lines, { proxyHeader }).answers;
        expect([answer.logged, answer.httpsOnlyStatus === 200]).toEqual(['203.0.113.7', false]);
        if (answer.served === undefined) return;
        const forwarded = answer.served.upstream.filter(([header]) =>
          /^(x[-_]forwarded|forwarded$|x[-_]real)/i.test(header),
        );
        expect(forwarded).toEqual([
          ['X-Forwarded-For', '203.0.113.7'],
          ['X-Forwarded-Proto', 'http'],
          ['X-Forwarded-Host', 'api.example.com'],
          ['X-Forwarded-Port', '8000'],
          ['X-Forwarded-Path', '/x'],
          ['X-Real-IP', '203.0.113.7'],
        ]);
      }),
      { numRuns: 500 },
    );
  });

  test('any environment gives a gateway or a refusal', () => {
    const key = fc
      .constantFrom(
        'TRUSTED_IPS',
        'REAL_IP_HEADER',
        'PROXY_LISTEN',
        'STATUS_LISTEN',
        'PORT_MAPS',
        'LUA_MAX_REQ_HEADERS',
        'ROLE',
        'REQUEST_DEBUG',
        'NGINX_PROXY_SET_REAL_IP_FROM',
        'NGINX_PROXY_MORE_CLEAR_INPUT_HEADERS',
        '__proto__',
        'NGINX_PROXY_',
      )
      .map((text) => `KONG_${text}`);
    const text = fc.oneof(
      fc.string(),
      fc
        .array(
          fc.constantFrom(
            '0.0.0.0:8000',
            '[::]:8000',
            'ssl',
            'proxy_protocol',
            ',',
            ' ',
            '10.0.0.0/8',
            '::/0',
            ':',
            'backlog=1',
            '*',
          ),
          { maxLength: 6 },
        )
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(fc.dictionary(key, text), headers, (environment, lines) => {
        const started = startKong(environment);
        if ('refusal' in started) expect(started.refusal.output).toMatch(/^Error: /);
        else started.kong.answer({ peer: BALANCER, port: 8000 }, [{ host: 'x', headers: lines }]);
      }),
      { numRuns: 1000 },
    );
  });
});
