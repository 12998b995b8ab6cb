import { BALANCER, CLIENT, GATEWAY, NODE, POD, STRANGER, translateTrust } from './addresses';
import { Frontend } from './balancer';
import { Environment, parsePortMaps, Relocated, relocate } from './environment';
import { EVERYTHING, FORGED_PROXY_HEADER, FORGERIES } from './forgeries';
import { Gateway, Target } from './gateway';
import { RunningBalancer, startBalancer } from './haproxy';
import { ask, Expectation, Question, Result } from './question';
import { canConnect, send } from './request';
import { realAddresses, Subject } from './subject';
import { isTrusted, trustedIps } from './trust';
import { seenByUpstream } from './upstream';

/** Plain HTTP in a gateway that wants something else first: an answer on a plain listener, none within TLS. */
const BAD_REQUEST = { http: 400, https: undefined } as const;

/** Every case against one subject: first as it is synthesized, then with the in-cluster Service. */
export async function runCases(subject: Subject, gateway: Gateway, upstream: Target): Promise<Result[]> {
  return [
    ...await withGateway(subject, subject.environment, gateway, upstream, async (relocated) => {
      const balancer = await startBalancer(subject.name, subject.balancer, relocated.ports);
      try {
        return [
          ...await askAll([...clientQuestions(subject, relocated, balancer), ...strangerQuestions(subject, relocated)]),
          await healthCheck(subject, relocated),
          ...await probes(subject, relocated),
        ];
      } finally {
        await balancer.stop();
      }
    }),
    ...await inClusterCases(subject, gateway, upstream),
  ];
}

async function inClusterCases(subject: Subject, gateway: Gateway, upstream: Target): Promise<Result[]> {
  if (subject.inCluster.frontends.length === 0) return [{ column: 'in-cluster', name: 'no such Service', note: 'none' }];
  return withGateway(subject, subject.inCluster.environment, gateway, upstream, async (relocated) => askAll(inClusterQuestions(subject, relocated)));
}

async function withGateway(
  subject: Subject,
  environment: Environment,
  gateway: Gateway,
  upstream: Target,
  use: (relocated: Relocated) => Promise<Result[]>,
): Promise<Result[]> {
  const relocated = await relocate(translateTrust(environment, realAddresses(subject)));
  const running = await gateway.start(subject.name, relocated.environment, relocated.statusPort, upstream);
  try {
    return await use(relocated);
  } finally {
    await running.stop();
  }
}

async function askAll(questions: readonly Question[]): Promise<Result[]> {
  const results: Result[] = [];
  for (const question of questions) results.push(await ask(question));
  return results;
}

/** The client dials the balancer; where packets pass through unchanged, that is Kong itself. */
function clientQuestions({ balancer }: Subject, { ports }: Relocated, running: RunningBalancer): Question[] {
  const { http, sources, proxyProtocol, frontends } = balancer;
  const direct = sources.length === 0 && !proxyProtocol;
  return frontends.flatMap((frontend) => {
    const { scheme, port, containerPort } = frontend;
    const connection = {
      from: CLIENT,
      to: direct ? GATEWAY : BALANCER,
      port: (direct ? ports.get(containerPort) : running.ports.get(frontend))!,
      tls: scheme === 'https',
    };
    const redirected = http?.redirectsToHttps && scheme === 'http';
    const expected: Expectation = redirected ? { refused: 301 } : { client: CLIENT, scheme, port };
    return [
      { column: 'honest', connection, scheme, expected },
      ...FORGERIES.map((forgery) => ({ column: forgery.name, connection, scheme, forgery, expected })),
      {
        column: 'own PROXY',
        connection: { ...connection, proxyHeader: FORGED_PROXY_HEADER },
        scheme,
        forgery: EVERYTHING,
        expected: { refused: BAD_REQUEST[scheme] },
      },
    ];
  });
}

/** A stranger dials Kong past the balancer. Where Kong waits for a PROXY header, it answers nobody without one. */
function strangerQuestions({ balancer, environment }: Subject, { ports }: Relocated): Question[] {
  const outside = parsePortMaps(environment.KONG_PORT_MAPS);
  return kongListeners(balancer.frontends, balancer.http !== undefined).flatMap(({ scheme, port: dialled, containerPort }) => {
    // Where the balancer writes no port, Kong takes every request for one to its https port.
    const port = outside.get(containerPort) ?? dialled;
    const connection = { from: STRANGER, to: GATEWAY, port: ports.get(containerPort)!, tls: scheme === 'https' };
    const served: Expectation = { client: STRANGER, scheme, port };
    const plain = balancer.proxyProtocol ? { refused: undefined } : served;
    const proxied = balancer.proxyProtocol ? served : { refused: BAD_REQUEST[scheme] };
    const withHeader = { ...connection, proxyHeader: FORGED_PROXY_HEADER };
    return [
      { column: 'stranger', connection, scheme, expected: plain },
      ...FORGERIES.map((forgery) => ({ column: 'stranger', connection, scheme, forgery, expected: plain })),
      ...FORGERIES.map((forgery) => ({ column: 'stranger', connection: withHeader, scheme, forgery, expected: proxied })),
    ];
  });
}

/** A pod calls the in-cluster Service. One whose address the manifest trusts is a trusted proxy: its claims count. */
function inClusterQuestions(subject: Subject, { ports, environment }: Relocated): Question[] {
  const trusted = subject.balancer.http !== undefined && isTrusted(trustedIps(environment), POD);
  return subject.inCluster.frontends.flatMap(({ scheme, port, containerPort }) => {
    const connection = { from: POD, to: GATEWAY, port: ports.get(containerPort)!, tls: scheme === 'https' };
    const expected: Expectation = { client: POD, scheme, port };
    return [
      { column: 'in-cluster', connection, scheme, expected },
      ...FORGERIES.map((forgery) => ({ column: 'in-cluster', connection, scheme, forgery, trusted, expected })),
      {
        column: 'in-cluster',
        connection: { ...connection, proxyHeader: FORGED_PROXY_HEADER },
        scheme,
        forgery: EVERYTHING,
        expected: { refused: BAD_REQUEST[scheme] },
      },
    ];
  });
}

/** Each listener of Kong once; behind a balancer that speaks HTTP all of them are plain. */
function kongListeners(frontends: readonly Frontend[], plain: boolean): Frontend[] {
  const first = new Map([...frontends].reverse().map((frontend) => [frontend.containerPort, frontend]));
  return [...first.values()].map((frontend) => plain ? { ...frontend, scheme: 'http' } : frontend);
}

/** The NLB and the Private Link Service send a PROXY v2 header without a client (LOCAL) on the connections of a check. */
async function healthCheck({ balancer }: Subject, { ports }: Relocated): Promise<Result> {
  const check = balancer.healthCheck;
  if (check.kind === 'node') return { column: 'health check', name: 'kube-proxy answers it', note: 'node' };
  const port = ports.get(check.containerPort);
  if (port === undefined) return { column: 'health check', name: check.kind, problem: `nothing listens on ${check.containerPort}` };
  if (check.kind === 'http') return httpCheck('health check', BALANCER, port, `HTTP ${check.containerPort}${check.path}`, check.path);
  const proxyHeader = check.sendsProxyProtocol ? { version: 2, command: 'LOCAL', protocol: 'UNSPEC' } as const : undefined;
  const connected = await canConnect({ from: BALANCER, to: GATEWAY, port, proxyHeader });
  return { column: 'health check', name: `TCP ${check.containerPort}`, problem: connected ? undefined : 'no connection' };
}

async function probes(subject: Subject, { ports }: Relocated): Promise<Result[]> {
  return Promise.all(subject.probes.map(async ({ name, port, path }) =>
    httpCheck('probes', NODE, ports.get(port)!, `${name} ${port}${path}`, path)));
}

/** An answer of the upstream does not count: another configuration of routes, and the check fails. */
async function httpCheck(column: string, from: string, port: number, name: string, path: string): Promise<Result> {
  const [{ status, body }] = await send({ from, to: GATEWAY, port }, [{ host: GATEWAY, path, headers: [] }]);
  if (seenByUpstream(body)) return { column, name, problem: 'a route answers it, not Kong itself' };
  return { column, name, problem: status === 200 ? undefined : `status ${status} instead of 200` };
}
