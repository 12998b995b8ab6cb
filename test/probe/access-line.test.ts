import * as fc from 'fast-check';
import { addressIn } from '../../src/probe/access-log/access-line';

const REQUEST = '"GET /client-ip-probe-1a2b3c-07 HTTP/1.1" 404 103';

describe('lines that tell', () => {
  test.each<[string, string, string]>([
    [
      "Kong's default",
      `203.0.113.7 - - [29/Nov/2026:09:14:03 +0000] ${REQUEST} "-" "curl/8.5.0" kong_request_id: "92d4f"`,
      '203.0.113.7',
    ],
    ['combined', `203.0.113.7 - alice [29/Nov/2026:09:14:03 +0000] ${REQUEST} "-" "curl/8.5.0"`, '203.0.113.7'],
    ['IPv6', `2001:DB8:0::7 - - [29/Nov/2026:09:14:03 +0000] ${REQUEST} "-" "-"`, '2001:db8::7'],
    ['IPv4 on an IPv6 socket', `::ffff:203.0.113.7 - - [29/Nov/2026:09:14:03 +0000] ${REQUEST} "-" "-"`, '203.0.113.7'],
    ['the same in hexadecimal', `::ffff:cb00:7107 - - [x] ${REQUEST}`, '203.0.113.7'],
    ['with a forged referer', `203.0.113.7 - - [x] ${REQUEST} "6.6.6.6" "6.6.6.6"`, '203.0.113.7'],
    ['kubectl logs --prefix', `[pod/kong-7d9f/proxy] 203.0.113.7 - - [x] ${REQUEST}`, '203.0.113.7'],
    ['kubectl logs --timestamps', `2026-11-29T09:14:03.123456789Z 203.0.113.7 - - [x] ${REQUEST}`, '203.0.113.7'],
    ['CRI', `2026-11-29T09:14:03.123456789+01:00 stdout F 203.0.113.7 - - [x] ${REQUEST}`, '203.0.113.7'],
    ['Docker', JSON.stringify({ log: `203.0.113.7 - - [x] ${REQUEST}\n`, stream: 'stdout', time: 'x' }), '203.0.113.7'],
    ['stern', `kong-kong-7d9f-x2 proxy 203.0.113.7 - - [x] ${REQUEST}`, '203.0.113.7'],
    ['JSON of the README', '{"client":"203.0.113.7"}', '203.0.113.7'],
    [
      'JSON, other names beside',
      JSON.stringify({
        time: 'x',
        realip_remote_addr: '10.0.0.5',
        remote_addr: '203.0.113.7',
        http_x_forwarded_for: '6.6.6.6',
        upstream_addr: '10.1.2.3:80',
        host: '192.0.2.9',
      }),
      '203.0.113.7',
    ],
    [
      'JSON, an unknown name',
      JSON.stringify({ who: '203.0.113.7', peer: '10.0.0.5', http_x_real_ip: '6.6.6.6' }),
      '203.0.113.7',
    ],
    [
      'JSON, nested',
      JSON.stringify({ msg: 'x', network: { client: { ip: '203.0.113.7', port: '1' } } }),
      '203.0.113.7',
    ],
    [
      "Kong's file-log",
      JSON.stringify({
        request: { headers: { 'x-real-ip': '6.6.6.6', 'client-ip': '6.6.6.6' }, uri: '/x' },
        client_ip: '203.0.113.7',
        tries: [{ ip: '10.2.3.4' }],
        service: { host: '10.1.1.1' },
      }),
      '203.0.113.7',
    ],
    ['JSON behind a text', 'kong: {"remote_addr":"203.0.113.7","uri":"/x"}', '203.0.113.7'],
    ['logfmt', 'time=x remote_addr=203.0.113.7 xff="6.6.6.6" uri=/x status=404', '203.0.113.7'],
    ['logfmt in quotes', 'time="x" client_ip="203.0.113.7" http_x_real_ip="6.6.6.6"', '203.0.113.7'],
    ["with the client's port", `203.0.113.7:51234 - - [x] ${REQUEST}`, '203.0.113.7'],
    ["IPv6 with the client's port", `[2001:db8::7]:51234 - - [x] ${REQUEST}`, '2001:db8::7'],
    [
      "a format of one's own",
      `[29/Nov/2026:09:14:03 +0000] api.example.com 203.0.113.7 ${REQUEST} "6.6.6.6"`,
      '203.0.113.7',
    ],
  ])('%s', (_, line, address) => {
    expect(addressIn(line)).toBe(address);
  });
});

describe('lines that do not tell', () => {
  test.each<[string, string]>([
    [
      'the error log',
      '2026/11/29 09:14:03 [error] 1377#0: *5 connect() failed, client: 10.0.0.5, server: kong, request: "GET /x HTTP/1.1"',
    ],
    ['no address', `- - - [x] ${REQUEST}`],
    ['an address in the request alone', 'kong "GET /x?ip=6.6.6.6 HTTP/1.1" 404 "6.6.6.6"'],
    ["two addresses in a format of one's own", `node 10.0.0.5 client 203.0.113.7 ${REQUEST}`],
    ['JSON with two unknown names', JSON.stringify({ a: '203.0.113.7', b: '10.0.0.5' })],
    [
      'JSON with two fields for the client that differ',
      JSON.stringify({ remote_addr: '10.0.0.5', client_ip: '203.0.113.7' }),
    ],
    [
      'JSON with what the client wrote alone',
      JSON.stringify({ http_x_forwarded_for: '6.6.6.6', x_real_ip: '6.6.6.6', realip_remote_addr: '10.0.0.5' }),
    ],
    ['a list', '["203.0.113.7"]'],
    ['JSON that is cut off', '{"client":"203.0.113.7","uri":"/x'],
    ['an octet too large', `999.0.113.7 - - [x] ${REQUEST}`],
    ['a zone', `fe80::1%eth0 - - [x] ${REQUEST}`],
    ['nothing', ''],
    ['too long', `203.0.113.7 ${'x'.repeat(70_000)}`],
  ])('%s', (_, line) => {
    expect(addressIn(line)).toBeUndefined();
  });
});

test('any text is read without an error, and yields an address that stands in it, or none', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.string().map((text) => `203.0.113.7 ${text}`),
      ),
      (line) => {
        const address = addressIn(line);
        expect(address === undefined || /^[0-9a-f.:]+$/.test(address)).toBe(true);
      },
    ),
  );
});

test("what a client writes into a line of Kong's format does not change whom it names", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const escaped = text.replace(
        /["\\\p{Cc}]/gu,
        (character) => `\\x${character.charCodeAt(0).toString(16).toUpperCase()}`,
      );
      expect(
        addressIn(
          `203.0.113.7 - - [29/Nov/2026:09:14:03 +0000] "GET /${escaped} HTTP/1.1" 404 1 "${escaped}" "${escaped}"`,
        ),
      ).toBe('203.0.113.7');
    }),
  );
});
