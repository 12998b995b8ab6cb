import * as fc from 'fast-check';
import { ClientIpHeader } from '../../src';

test.each([
  ['xForwardedFor', ClientIpHeader.xForwardedFor(), 'X-Forwarded-For', true],
  ['xRealIp', ClientIpHeader.xRealIp(), 'X-Real-IP', false],
  ['single', ClientIpHeader.single('CF-Connecting-IP'), 'CF-Connecting-IP', false],
])('%s has the spelling that Kong compares with', (_, header, name, isList) => {
  expect({ ...header }).toEqual({ name, isList });
});

describe('a single-value header', () => {
  const named = (name: unknown) => () => ClientIpHeader.single(name as string);

  test.each([
    [
      'x-forwarded-for',
      'it is a list, of which only the first line would be read; write ClientIpHeader.xForwardedFor()',
    ],
    [
      'X-Forwarded-For',
      'it is a list, of which only the first line would be read; write ClientIpHeader.xForwardedFor()',
    ],
    [
      'X_Forwarded_For',
      'it is a list, of which only the first line would be read; write ClientIpHeader.xForwardedFor()',
    ],
    ['x-real-ip', 'write ClientIpHeader.xRealIp()'],
    ['X-Real-IP', 'write ClientIpHeader.xRealIp()'],
    ['Forwarded', 'Kong does not parse RFC 7239; let the balancer write X-Forwarded-For or its own header'],
    ['proxy_protocol', 'PROXY protocol is not a header; use ProxyProtocolKong'],
    ['Proxy-Protocol', 'PROXY protocol is not a header; use ProxyProtocolKong'],
    ['Host', 'it has another purpose; name the header in which the balancer reports the client'],
    ['authorization', 'it has another purpose; name the header in which the balancer reports the client'],
    ['X-Forwarded-Proto', 'it has another purpose; name the header in which the balancer reports the client'],
    [
      'CloudFront-Viewer-Address',
      'its IPv6 form has a port without brackets, which Kong misreads; use X-Forwarded-For',
    ],
  ])('%s is none, and the message says what to write', (name, advice) => {
    expect(named(name)).toThrow(new Error(`ClientIpHeader.single: "${name}" cannot be used: ${advice}`));
  });

  test.each([
    '',
    ' ',
    'X Real IP',
    'X-Client-IP ',
    'X-Client-IP:',
    'X_Client_IP',
    '-X',
    'X-',
    'X--Y',
    'X-Client-IP; set_real_ip_from 0.0.0.0/0',
    'Ä-IP',
    'X\n',
    undefined,
    null,
    1.5,
  ])('%j is not a name of a header', (name) => {
    expect(named(name)).toThrow(
      new Error(
        `ClientIpHeader.single: ${JSON.stringify(name) ?? 'undefined'} cannot be used: a header's name has letters, digits and hyphens, such as "CF-Connecting-IP"`,
      ),
    );
  });

  test("never has a character that could end nginx's directive", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[A-Za-z0-9;{} _-]{1,12}$/)), (name) => {
        let accepted: string | undefined;
        try {
          accepted = ClientIpHeader.single(name).name;
        } catch {
          /* refused, which is what most junk is */
        }
        expect(accepted ?? 'X').toMatch(/^[A-Za-z0-9-]+$/);
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    'True-Client-IP',
    'CF-Connecting-IP',
    'X-Client-IP',
    'X-Azure-SocketIP',
    'Fastly-Client-IP',
    'x-envoy-external-address',
  ])('%s keeps its spelling', (name) => {
    expect(ClientIpHeader.single(name).name).toBe(name);
  });
});
