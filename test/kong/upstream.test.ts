import { ask, BALANCER, seen, served, TRUSTING } from './asking';
import { Header } from '../../src/kong/traffic';

const STRANGER = '198.51.100.9';

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
