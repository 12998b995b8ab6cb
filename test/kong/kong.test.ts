import * as fc from 'fast-check';
import { ask, BALANCER, seen, start, TRUSTING } from './asking';
import { startKong } from '../../src/kong/kong';
import { Environment, Header } from '../../src/kong/traffic';

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

test('the status listener answers with the peer whatever is forwarded, and wants PROXY only where it says so', () => {
  const status = (flags: string) =>
    start({ ...TRUSTING, KONG_STATUS_LISTEN: `0.0.0.0:8100${flags}` }).answer({ peer: BALANCER, port: 8100 }, [
      { host: 'x', path: '/status/ready', headers: [['X-Forwarded-For', '6.6.6.6']] },
    ]).answers;
  expect(status('')).toEqual([{ status: 200, httpsOnlyStatus: 200, logged: BALANCER }]);
  expect(status(' proxy_protocol')).toEqual([]);
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
