import { Testing } from 'cdk8s';
import * as fc from 'fast-check';
import { OUTSIDE, ROWS } from './balancers';
import { readingsOf } from './entrance';
import { clusterOf } from './objects';
import { Row, seenOf } from './rows/row';
import * as library from '../../src';
import { STATEMENT } from '../../src/binding/statements';
import { Balancer, HealthCheck } from '../../src/controllers/balancer';
import { BALANCERS } from '../../src/controllers/registry';
import { configuration, objects } from '../helpers';

/*
 * Whatever its props, a balancer of the library, bound to a way, is read back by its controller's model as the way
 * promises.
 */

const METHODS = {
  bindLocalTraffic: library.LocalTrafficKong,
  bindProxyProtocol: library.ProxyProtocolKong,
  bindHeaderForwarding: library.HeaderForwardedKong,
} as const;
type Method = keyof typeof METHODS;

/** Networks of every cloud's balancers and nodes. */
const TRUSTED = library.TrustedProxies.of(
  '10.0.0.0/20',
  '192.168.255.0/24',
  '130.211.0.0/22',
  '35.191.0.0/16',
  '203.0.113.10/32',
);

test('every balancer of the library has a row', () => {
  const classes: any[] = Object.values(library).filter((exported: any) =>
    Object.keys(METHODS).some((method) => exported?.prototype?.[method]),
  );
  const inside = classes.filter((one) => !OUTSIDE.includes(one));
  expect(inside.map(({ name }) => name).sort()).toEqual(ROWS.map(({ make }) => make.name).sort());
});

const ways = ROWS.flatMap((row) =>
  (Object.keys(METHODS) as Method[])
    .filter((method) => row.make.prototype[method])
    .map((method) => ({ ...row, name: row.make.name, method })),
);

test.each(ways)('$name: $method', ({ make, least, props, reads, method, trusts }) => {
  let [bound, refused] = [0, 0];
  fc.assert(
    fc.property(someOf(props), (others) => {
      const read = roundTrip(
        make,
        { ...least, ...others },
        method,
        trusts ? library.TrustedProxies.of(...trusts) : TRUSTED,
      );
      if (read) {
        bound++;
        PROMISES[method](read);
        passes(read);
        if (reads) expect(seenOf(read.balancer)).toMatchObject(reads(others));
      } else {
        refused++;
      }
    }),
    { numRuns: 25, examples: [[{}]] },
  );
  // Props that exclude each other are refused, and prove nothing.
  expect(bound).toBeGreaterThan(refused / 5);
});

/** Up to four of the props: of more, some would exclude each other nearly always. */
function someOf(props: Row['props']): fc.Arbitrary<object> {
  return fc
    .subarray(Object.keys(props), { maxLength: Math.min(4, Object.keys(props).length) })
    .chain((names) => fc.record(Object.fromEntries(names.map((name) => [name, fc.constantFrom(...props[name])]))));
}

interface Read {
  readonly balancer: Balancer;
  readonly binding: any;
  readonly service: any;
  /** What stands in `KONG_PROXY_LISTEN`. */
  readonly listeners: readonly string[];
}

/** Undefined when the library refuses the props. */
function roundTrip(
  make: Row['make'],
  props: object,
  method: Method,
  trustedProxies: library.TrustedProxies,
): Read | undefined {
  let kong: library.Kong;
  let binding: any;
  try {
    const loadBalancer = new make(props);
    const trust = method === 'bindLocalTraffic' ? {} : { trustedProxies };
    kong = new (METHODS[method] as any)(Testing.chart(), 'Kong', { loadBalancer, configuration, ...trust });
    binding = loadBalancer[method](Testing.chart());
  } catch (error) {
    const { message } = error as Error;
    if (message.startsWith('[test') || message.startsWith(`${make.name}: `)) return undefined;
    throw error;
  }
  // Written once, since every writing is checked.
  const all = objects(kong);
  const service = all.find(({ kind }) => kind === 'Service');
  const found = readingsOf(all, clusterOf(all));
  const id = service.metadata.annotations[STATEMENT];
  expect(found.map(({ remarks, balancer }) => [balancer?.id, remarks])).toEqual([[id, []]]);
  expect(BALANCERS).toHaveProperty([id]);
  const { env } = all.find(({ kind }) => kind === 'Deployment').spec.template.spec.containers[0];
  const listeners = env.find(({ name }: any) => name === 'KONG_PROXY_LISTEN').value.split(', ');
  return { balancer: found[0].balancer!, binding, service, listeners };
}

const PROMISES: Record<Method, (read: Read) => void> = {
  bindLocalTraffic({ balancer }) {
    expect(balancer.peer).toEqual({ role: 'client' });
    expect(balancer.http).toBeUndefined();
    expect(balancer.frontends.map(({ proxyProtocol }) => proxyProtocol)).toEqual([undefined, undefined]);
  },
  bindProxyProtocol({ balancer }) {
    expect(balancer.peer.role).not.toBe('client');
    expect(balancer.http).toBeUndefined();
    expect(balancer.frontends.map(({ proxyProtocol }) => [1, 2].includes(proxyProtocol!))).toEqual([true, true]);
  },
  bindHeaderForwarding({ balancer, binding }) {
    const { forwardedFor, overwrites } = balancer.http!;
    expect(balancer.peer.role).not.toBe('client');
    if (binding.header.isList) {
      expect(forwardedFor.mode).toBe('append');
      expect('appends' in forwardedFor ? forwardedFor.appends : []).toEqual(binding.ownAddress ? ['{balancer}'] : []);
    } else {
      expect(overwrites[binding.header.name]).toBe('{client}');
    }
    expect(
      Object.keys(overwrites)
        .filter((name) => name.startsWith('X-Forwarded-'))
        .sort(),
    ).toEqual([...binding.forwardedHeaders].sort());
    const truth: Record<string, string> = { 'X-Forwarded-Proto': '{scheme}', 'X-Forwarded-Port': '{port}' };
    for (const name of binding.forwardedHeaders) expect([name, overwrites[name]]).toEqual([name, truth[name]]);
    for (const { speaks, backend, proxyProtocol } of balancer.frontends) {
      expect(['http', 'https']).toContain(speaks);
      expect(backend).toMatch(binding.speaksHttp2 ? /^(h2c|grpc)$/ : /^(http|as-listener)$/);
      expect(proxyProtocol).toBeUndefined();
    }
  },
};

/** Whatever the way: the front ends lead to listeners that speak what the balancer does, and the check is answered. */
function passes({ balancer, binding, service, listeners }: Read): void {
  expect(balancer.frontends.length).toBeGreaterThan(0);
  for (const { servicePort, speaks, backend } of balancer.frontends) {
    const { targetPort } = service.spec.ports.find(({ port }: any) => port === servicePort);
    const isTls = listeners.find((listener) => listener.includes(`:${targetPort} `))!.includes(' ssl');
    expect([speaks, backend, isTls]).toEqual([
      speaks,
      backend,
      speaks === 'tcp' ? servicePort === 443 : backend === 'tls' || backend === 'https',
    ]);
  }
  expect(isAnswered(balancer.healthCheck)).toBe(true);
  // A prefix list beside the ranges admits more, but not everybody.
  if (binding.sourceRanges) expect([binding.sourceRanges, []]).toContainEqual(balancer.admits);
  if (balancer.peer.networks) expect(binding.peers).toEqual(expect.arrayContaining([...balancer.peer.networks]));
}

/** kube-proxy and the status port read no PROXY header; Kong's proxy port answers 404 over HTTP. */
function isAnswered(check: HealthCheck): boolean {
  if (check.kind === 'node') return !check.sendsProxyProtocol;
  if (check.kind === 'http') return check.port === 8100 && check.path === '/status' && !check.sendsProxyProtocol;
  if (check.kind === 'grpc') return check.port === 'traffic-port' && check.passes === '0-99';
  return check.kind === 'none' || check.port === 'traffic-port';
}
