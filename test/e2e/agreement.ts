import * as fc from 'fast-check';
import { Gateway } from './gateway';
import { Upstream } from './upstream';
import { replay, Reproduction } from './vectors';
import { Header, ProxyHeader } from '../../src/kong/traffic';
import { answered, Vector } from '../kong/vectors';

/** How many settings are tried, and how many connections with each. */
const SETTINGS = 20;
const CONNECTIONS = 15;
/** The same cases in each run, so that a difference can be looked at again. */
const SEED = 20;

const HEADERS = ['X-Forwarded-For', 'X-Real-IP', 'CF-Connecting-IP', 'x-forwarded-for', 'PROXY_PROTOCOL'];
const EVERYTHING = 'X-Forwarded* X_Forwarded* Forwarded X-Real-IP X_Real* X-Real_IP';

const list = (...blocks: string[]) => fc.subarray(blocks).map((chosen) => chosen.join(', '));

const settings = fc.record({
  KONG_TRUSTED_IPS: list('127.0.0.2/31', '10.0.0.0/8', '0.0.0.0/0', '::/0', '::1', 'unix:', '::ffff:127.0.0.0/104'),
  KONG_REAL_IP_HEADER: fc.constantFrom(...HEADERS, 'proxy_protocol', 'proxy_protocol'),
  KONG_REAL_IP_RECURSIVE: fc.constantFrom('on', 'off'),
  KONG_PROXY_LISTEN: fc.constantFrom(
    '127.0.0.1:8000, [::1]:8000',
    '127.0.0.1:8000 proxy_protocol, [::1]:8000 proxy_protocol',
    '[::ffff:7f00:1]:8000 ipv6only=off',
  ),
  KONG_REQUEST_DEBUG: fc.constantFrom('on', 'off'),
  KONG_NGINX_PROXY_MORE_CLEAR_INPUT_HEADERS: fc.constantFrom('', EVERYTHING, 'X-Forwarded-For', '*-For x-forwarded-p*'),
  KONG_PORT_MAPS: fc.constantFrom('', '80:8000'),
});

const address = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  fc.constantFrom(
    '10.0.0.1',
    '10.9.9.9',
    '127.0.0.2',
    '::1',
    '1.2.3.4:80',
    '1.2.3.4:0',
    '[2001:db8::1]:443',
    '[::1]',
    '2001:db8::1:8080',
    '2001:db8::1:80800',
    '01.002.3.4',
    '1..2.3',
    '255.255.255.255',
    '::ffff:10.0.0.1',
    '::1.2.3.4',
    ':1::',
    '1::2:',
    '1:2:3:4:5:6:7::',
    'unknown',
    '"1.2.3.4"',
    'for=1.2.3.4',
    '',
  ),
);
const chain = fc
  .array(fc.tuple(fc.constantFrom(', ', ',', ' ', ',,', ',\t'), address), { minLength: 1, maxLength: 4 })
  .chain((parts) => fc.constantFrom(0, 1, 2).map((skipped) => parts.flat().join('').slice(skipped)));
const headers = fc.array(
  fc.oneof(
    fc.tuple(fc.constantFrom(...HEADERS, 'X_Forwarded_For', 'X-Forwarded_For', 'X_Real_IP'), chain),
    fc.tuple(
      fc.constantFrom('X-Forwarded-Proto', 'X_Forwarded_Proto'),
      fc.constantFrom('https', 'HTTPS', '', 'https, http'),
    ),
    fc.constantFrom<Header>(
      ['X-Forwarded-Host', 'a@evil.example:99'],
      ['X-Forwarded-Port', '443'],
      ['X-Forwarded-Prefix', '/evil'],
      ['Forwarded', 'for=6.6.6.6'],
    ),
  ),
  { maxLength: 6 },
);

const proxyHeader: fc.Arbitrary<ProxyHeader | null> = fc.oneof(
  fc.record({
    version: fc.constant(1 as const),
    protocol: fc.constantFrom('TCP4' as const, 'TCP6' as const, 'UNKNOWN' as const, 'UDP4' as const),
    src: fc.constantFrom('203.0.113.7', '2001:DB8::7', '999.0.113.7', '::ffff:1.2.3.4', '1.2.3.4:80', 'x'),
    dst: fc.constantFrom('192.0.2.1', '::1'),
    srcPort: fc.constantFrom(0, 51000, 65536),
    dstPort: fc.constant(443),
  }),
  fc.record({
    version: fc.constant(2 as const),
    command: fc.constantFrom('PROXY' as const, 'PROXY' as const, 'LOCAL' as const),
    protocol: fc.constantFrom('TCP4' as const, 'UDP4' as const),
    src: fc.ipV4(),
    dst: fc.constant('192.0.2.1'),
    srcPort: fc.constantFrom(0, 51000),
    dstPort: fc.constant(443),
  }),
  fc.constant(null),
);

/** Random settings and connections on the gateway, each expected to do what the model of Kong says. */
export async function compareWithModel(gateway: Gateway, upstream: Upstream): Promise<Reproduction> {
  const differences: Reproduction['differences'][number][] = [];
  for (const [index, env] of fc.sample(settings, { seed: SEED, numRuns: SETTINGS }).entries()) {
    const waits = env.KONG_PROXY_LISTEN.includes('proxy_protocol');
    const dualStack = env.KONG_PROXY_LISTEN.includes('ipv6only=off');
    const connections = fc.record({
      name: fc.constant('the model of Kong'),
      env: fc.constant(env),
      peer: dualStack ? fc.constantFrom('127.0.0.2', '127.0.0.9') : fc.constantFrom('127.0.0.2', '127.0.0.9', '::1'),
      host: fc.constantFrom('api.example.com', 'API.example.com:8080'),
      proxyHeader: waits ? proxyHeader : fc.constant(null),
      requestHeaders: headers,
    });
    const vectors: Vector[] = fc.sample(connections, { seed: SEED + index, numRuns: CONNECTIONS }).map((connection) => {
      const { log, accessLog, ...expect } = answered({ ...connection, expect: {} });
      return { ...connection, expect };
    });
    differences.push(...(await replay(vectors, gateway, upstream)));
  }
  return { kind: 'model', total: SETTINGS * CONNECTIONS, differences };
}
