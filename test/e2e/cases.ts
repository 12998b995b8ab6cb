import { BALANCER, CLIENT, EDGE, GATEWAY, NODE, POD, STRANGER, translateTrust } from './addresses';
import { Balancer, Frontend, tlsPorts } from './balancer';
import { Relocated, relocate } from './environment';
import { EVERYTHING, FORGED_PROXY_HEADER, FORGERIES } from './forgeries';
import { Gateway, Target } from './gateway';
import { RunningBalancer, startBalancer, startEdges } from './haproxy';
import { ask, Expectation, Question, Result } from './question';
import { canConnect, send } from './request';
import { realAddresses, Subject } from './subject';
import { seenByUpstream } from './upstream';
import { readConfiguration } from '../../src/kong/configuration';
import { Environment } from '../../src/kong/traffic';
import { isTrusted } from '../../src/kong/trust';

/** Plain HTTP in a gateway that wants something else first: an answer on a plain listener, none within TLS. */
const BAD_REQUEST = { http: 400, https: undefined } as const;

/** Every case against one subject: first as it is synthesized, then with the in-cluster Service. */
export async function runCases(subject: Subject, gateway: Gateway, upstream: Target): Promise<Result[]> {
  return [
    ...await withGateway(subject, subject.environment, gateway, upstream, async (relocated) => {
      const balancer = await startBalancer(subject.name, subject.balancer, relocated.ports);
      const edges = subject.balancer.edges && await startEdges(subject.name, subject.balancer.edges, balancer);
      try {
        return [
          ...await askAll([
            ...clientQuestions(subject, relocated, edges ?? balancer),
            ...strangersPastTheCdn(subject, balancer),
            ...strangerQuestions(subject, relocated),
          ]),
          await healthCheck(subject, relocated),
          ...await probes(subject, relocated),
        ];
      } finally {
        await edges?.stop();
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
function clientQuestions({ balancer, environment }: Subject, { ports }: Relocated, running: RunningBalancer): Question[] {
  const { http, sources, proxyProtocol, frontends, edges } = balancer;
  const direct = sources.length === 0 && !proxyProtocol;
  return frontends.flatMap((frontend) => {
    const { scheme, containerPort } = frontend;
    const connection = {
      from: CLIENT,
      to: direct ? GATEWAY : edges ? EDGE : BALANCER,
      port: (direct ? ports.get(containerPort) : running.ports.get(frontend))!,
      tls: scheme === 'https',
    };
    const redirected = http?.redirectsToHttps && scheme === 'http';
    const told = toldTo(balancer, frontend, environment);
    const expected: Expectation = redirected ? { refused: 301 } : { client: CLIENT, ...told };
    return [
      { column: 'honest', connection, scheme: told.scheme, expected },
      ...FORGERIES.map((forgery) => ({ column: forgery.name, connection, scheme: told.scheme, forgery, expected })),
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

/** What Kong can know of scheme and port: the truth, unless a balancer ends TLS and does not say so. */
function toldTo({ http }: Balancer, frontend: Frontend, environment: Environment): { readonly scheme: 'http' | 'https'; readonly port: number } {
  const { scheme, port, containerPort, reencrypts } = frontend;
  if (!http || reencrypts) return { scheme, port };
  const headers = http.headers(frontend);
  const ofKong = readConfiguration(environment).portMaps.get(String(containerPort)) ?? port;
  return { scheme: 'X-Forwarded-Proto' in headers ? scheme : 'http', port: 'X-Forwarded-Port' in headers ? port : ofKong };
}

/** Whoever dials the balancer past the CDN has their own address, whatever they claim. */
function strangersPastTheCdn({ balancer, environment }: Subject, running: RunningBalancer): Question[] {
  const open = balancer.edges && !balancer.edges.only ? balancer.frontends : [];
  return open.filter(({ scheme }) => scheme === 'https' || !balancer.http?.redirectsToHttps).flatMap((frontend) => {
    const connection = { from: STRANGER, to: BALANCER, port: running.ports.get(frontend)!, tls: frontend.scheme === 'https' };
    const told = toldTo(balancer, frontend, environment);
    return [undefined, ...FORGERIES].map((forgery) =>
      ({ column: 'stranger', connection, scheme: told.scheme, forgery, expected: { client: STRANGER, ...told } }));
  });
}

/** A stranger dials Kong past the balancer. Where Kong waits for a PROXY header, it answers nobody without one. */
function strangerQuestions({ balancer, environment }: Subject, { ports }: Relocated): Question[] {
  const { portMaps } = readConfiguration(environment);
  return kongListeners(balancer.frontends, environment).flatMap(({ scheme, port: dialled, containerPort }) => {
    // Where the balancer writes no port, Kong takes every request for one to its https port.
    const port = portMaps.get(String(containerPort)) ?? dialled;
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
  const trusted = subject.balancer.http !== undefined && isTrusted(readConfiguration(environment).trustedIps, POD);
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

/** Each listener of Kong once. */
function kongListeners(frontends: readonly Frontend[], environment: Environment): Frontend[] {
  const first = new Map([...frontends].reverse().map((frontend) => [frontend.containerPort, frontend]));
  const tls = tlsPorts(environment);
  return [...first.values()].map((frontend) => ({ ...frontend, scheme: tls.includes(frontend.containerPort) ? 'https' : 'http' }));
}

/** The NLB and the Private Link Service send a PROXY v2 header without a client (LOCAL) on the connections of a check. */
async function healthCheck({ balancer }: Subject, { ports }: Relocated): Promise<Result> {
  const check = balancer.healthCheck;
  if (check.kind === 'node') return { column: 'health check', name: 'kube-proxy answers it', note: 'node' };
  if (check.kind === 'none') return { column: 'health check', name: 'there is none', note: 'none' };
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
