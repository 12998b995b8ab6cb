import { quote } from '../input/errors';
import { CdnFacts, CDNS } from '../net/cdns';

/** Names that cannot be a client's single address, with what to write instead. Keys in lower case, `_` as `-`. */
const NOT_SINGLE = new Map([
  ['x-forwarded-for', 'it is a list, of which only the first line would be read; write ClientIpHeader.xForwardedFor()'],
  ['x-real-ip', 'write ClientIpHeader.xRealIp()'],
  ['forwarded', 'Kong does not parse RFC 7239; let the balancer write X-Forwarded-For or its own header'],
  ['proxy-protocol', 'PROXY protocol is not a header; use ProxyProtocolKong'],
  ...Object.values<CdnFacts>(CDNS)
    .flatMap(({ headers }) => headers)
    .filter(({ writes }) => writes === 'address:port')
    .map(
      ({ name }) =>
        [
          name.toLowerCase(),
          'its IPv6 form has a port without brackets, which Kong misreads; use X-Forwarded-For',
        ] as const,
    ),
]);

/** Headers that requests have for another purpose. */
const OTHER_PURPOSE = [
  'authorization',
  'cookie',
  'host',
  'connection',
  'content-length',
  'content-type',
  'transfer-encoding',
  'user-agent',
  'x-forwarded-host',
  'x-forwarded-path',
  'x-forwarded-port',
  'x-forwarded-prefix',
  'x-forwarded-proto',
];

/**
 * The request header in which an L7 load balancer reports the client's address. It becomes `KONG_REAL_IP_HEADER`,
 * whose spelling matters: Kong reads all lines of `X-Forwarded-For` only if it is spelt exactly so.
 *
 * @see https://developer.konghq.com/gateway/configuration/#real-ip-header
 */
export class ClientIpHeader {
  /**
   * `X-Forwarded-For`: the list to which each proxy appends the address that it saw. Kong reads it from the end.
   */
  public static xForwardedFor(): ClientIpHeader {
    return new ClientIpHeader('X-Forwarded-For', true);
  }

  /**
   * `X-Real-IP`: one address, for balancers that overwrite it on every request.
   *
   * Behind a balancer that does not, a client sets this header itself and so chooses its own address.
   */
  public static xRealIp(): ClientIpHeader {
    return new ClientIpHeader('X-Real-IP', false);
  }

  /**
   * Another header with one address, such as `CF-Connecting-IP` or `True-Client-IP`.
   *
   * It is only as good as the proxy that overwrites it: a client that bypasses that proxy chooses its own address.
   * Throws when the name has other characters, is that of a header that holds no single address, or of one that every
   * request has for another purpose.
   *
   * @param name the header's name: letters, digits and hyphens
   */
  public static single(name: string): ClientIpHeader {
    const lower = String(name).toLowerCase().replace(/_/g, '-');
    const known = OTHER_PURPOSE.includes(lower)
      ? 'it has another purpose; name the header in which the balancer reports the client'
      : NOT_SINGLE.get(lower);
    if (typeof name !== 'string' || !/^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/.test(name) || known) {
      const advice = known ?? 'a header\'s name has letters, digits and hyphens, such as "CF-Connecting-IP"';
      throw new Error(`ClientIpHeader.single: ${quote(name)} cannot be used: ${advice}`);
    }
    return new ClientIpHeader(name, false);
  }

  private constructor(
    /** The header's name, exactly as Kong must spell it. */
    public readonly name: string,
    /** Whether the header is a list of hops. If not, it holds one address. */
    public readonly isList: boolean,
  ) {}
}
