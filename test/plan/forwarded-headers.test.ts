import * as fc from 'fast-check';
import { ForwardedHeaderPolicy } from '../../src';
import { headerEnvironment, OVERWRITABLE_HEADERS } from '../../src/plan/forwarded-headers';

const cleared = (kept?: string[]) =>
  headerEnvironment(undefined, kept).KONG_NGINX_PROXY_MORE_CLEAR_INPUT_HEADERS.split(' ');

/** As nginx matches: a name, or the beginning of names, in any case. */
const clears = (list: string[], name: string) =>
  list.some((entry) =>
    entry.endsWith('*')
      ? name.toLowerCase().startsWith(entry.slice(0, -1).toLowerCase())
      : name.toLowerCase() === entry.toLowerCase(),
  );

describe('the forwarded headers that a client sent', () => {
  test('are all removed where no L7 balancer is in front of Kong', () => {
    expect(headerEnvironment(undefined)).toEqual({
      KONG_REQUEST_DEBUG: 'off',
      KONG_NGINX_PROXY_MORE_CLEAR_INPUT_HEADERS: 'X-Forwarded* X_Forwarded* Forwarded X-Real-IP X_Real* X-Real_IP',
    });
  });

  test('are removed but for those that the balancer overwrites, whichever they are', () => {
    fc.assert(
      fc.property(fc.subarray(OVERWRITABLE_HEADERS), (kept) => {
        const list = cleared(kept);
        expect(OVERWRITABLE_HEADERS.filter((name) => !clears(list, name))).toEqual(kept);
      }),
    );
  });

  test.each([
    'X-Forwarded-For',
    'X-Forwarded',
    'X-Forwarded-User',
    'X-Forwarded-Ssl',
    'X-Forwarded-Scheme',
    'X-Forwarded-Email',
    'X-Forwarded-Groups',
    'X-Forwarded-Client-Cert',
    'X-Forwarded-Server',
    'X-Forwarded-Protocol',
    'X-Forwarded-Preferred-Username',
    'X-Forwarded-Uri',
    'X-Forwarded-Method',
    'X-Forwarded-Host',
    'X-Forwarded-Port-Override',
    'X_Forwarded_Proto',
    'X-Forwarded_Proto',
    'Forwarded',
    'X_Real_IP',
    'X-Real_IP',
  ])('%s is removed behind a balancer that writes scheme and port', (name) => {
    expect(clears(cleared(['X-Forwarded-Proto', 'X-Forwarded-Port']), name)).toBe(true);
  });

  test.each([undefined, ['X-Forwarded-Proto']])(
    "X-Real-IP is removed, for Kong's own routes and plugins (%j)",
    (kept) => {
      expect(clears(cleared(kept), 'X-Real-IP')).toBe(true);
    },
  );

  test.each<[string, string[]]>([
    ['CF-Connecting-IP', ['CF-Connecting_IP', 'CF_Connecting-IP', 'CF_Connecting_IP']],
    ['X-Azure-SocketIP', ['X-Azure_SocketIP', 'X_Azure-SocketIP', 'X_Azure_SocketIP']],
    ['Address', []],
    ['X-Forwarded-For', []],
    ['X-Real-IP', []],
    ['proxy_protocol', []],
  ])('of the header %s the other spellings are removed, and not the header', (header, spellings) => {
    const more = (of?: string) =>
      headerEnvironment(undefined, ['X-Forwarded-Proto'], of).KONG_NGINX_PROXY_MORE_CLEAR_INPUT_HEADERS.split(' ');
    expect(more(header).filter((name) => !more().includes(name))).toEqual(spellings);
    expect(clears(more(header), header)).toBe(/^X-(F|R)/.test(header));
  });

  test('a star stands at the end of a name only: elsewhere it would match nothing', () => {
    expect(cleared(['X-Forwarded-Proto']).filter((entry) => /\*./.test(entry) || entry === '*')).toEqual([]);
  });

  test("are Kong's own affair with APPEND", () => {
    expect(headerEnvironment(ForwardedHeaderPolicy.APPEND)).toEqual({});
  });
});

test.each([undefined, ForwardedHeaderPolicy.APPEND])(
  'all headers are read behind an L7 balancer, whose own come last (%s)',
  (policy) => {
    expect(headerEnvironment(policy, ['X-Forwarded-Proto']).KONG_LUA_MAX_REQ_HEADERS).toBe('1000');
  },
);
