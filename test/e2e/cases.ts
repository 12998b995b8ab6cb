import { BALANCER, CLIENT, EDGE, GATEWAY, NODE, POD, STRANGER, translateTrust } from './addresses';
import { Balancer, Frontend } from './balancer';
import { canConnect } from './connection';
import { Relocated, relocate, speaksHttp2 } from './environment';
import { EVERYTHING, FORGED_PROXY_HEADER, FORGERIES, REAL_IP, TWO_LINES } from './forgeries';
import { Gateway, RunningGateway, Target } from './gateway';
import { RunningBalancer, startBalancer, startEdges } from './haproxy';
import { send } from './http1';
import { probe } from './probe';
import { BESIDE_HTTP1, GRPC, HTTP2, Protocol, PROTOCOLS, WEB_SOCKET } from './protocols';
import { ask, exhaust, Expectation, Question, Result } from './question';
import { realAddresses, Subject } from './subject';
import { seenByUpstream } from './upstream';
import { readConfiguration } from '../../src/kong/configuration';
import { has } from '../../src/kong/listeners';
import { Environment } from '../../src/kong/traffic';
import { isTrusted } from '../../src/kong/trust';

/** Plain HTTP in a gateway that wants something else first: an answer on a plain listener, none within TLS. */
const BAD_REQUEST = { http: 400, https: undefined } as const;

/** A gateway that runs: where its listeners went, and what it speaks. */
type Place = Relocated & Pick<RunningGateway, 'clearHttp2' | 'logFile'>;

/** Every case against one subject: first as it is synthesized, then with the in-cluster Service. */
export async function runCases(subject: Subject, gateway: Gateway, upstream: Target): Promise<Result[]> {
  return [
    ...(await withGateway(subject, subject.environment, gateway, upstream, async (place) => {
      const {
        name,
        balancer: { frontends, http, edges: cdn },
      } = subject;
      const balancer = { ...subject.balancer, frontends: http ? frontends : withClearHttp2(frontends, place) };
      const running = await startBalancer(name, balancer, (frontend) => kongPort(frontend, place));
      const edges = cdn && (await startEdges(name, cdn, running));
      try {
        const questions = clientQuestions({ ...subject, balancer }, place, edges ?? running);
        return [
          ...(await askAll([
            ...questions,
            ...strangersPastTheCdn(subject, running),
            ...strangerQuestions({ ...subject, balancer }, place),
          ])),
          ...unspoken(questions),
          await healthCheck(subject, place),
          ...(await probes(subject, place)),
          ...(subject.charted
            ? []
            : [
                await probe(
                  subject,
                  (frontend) => kongPort(frontend, place),
                  { balancer: running, edges },
                  place.logFile,
                ),
              ]),
        ];
      } finally {
        await edges?.stop();
        await running.stop();
      }
    })),
    ...(await inClusterCases(subject, gateway, upstream)),
  ];
}

async function inClusterCases(subject: Subject, gateway: Gateway, upstream: Target): Promise<Result[]> {
  if (subject.inCluster.frontends.length === 0) {
    return [{ column: 'in-cluster', name: 'no such Service', note: 'none' }];
  }
  return withGateway(subject, subject.inCluster.environment, gateway, upstream, async (place) =>
    askAll(inClusterQuestions(subject, place)),
  );
}

async function withGateway(
  subject: Subject,
  environment: Environment,
  gateway: Gateway,
  upstream: Target,
  use: (place: Place) => Promise<Result[]>,
): Promise<Result[]> {
  const relocated = await relocate(translateTrust(environment, realAddresses(subject)));
  const running = await gateway.start(subject.name, relocated.environment, relocated.statusPort, upstream);
  try {
    return await use({ ...relocated, clearHttp2: running.clearHttp2, logFile: running.logFile });
  } finally {
    await running.stop();
  }
}

async function askAll(questions: readonly Question[]): Promise<Result[]> {
  const results: Result[] = [];
  for (const question of questions) {
    results.push(await ask(question));
    if (reachesLimit(question)) results.push(await exhaust(question));
  }
  return results;
}

/** Once for each connection on which a client may claim another address in each request. */
function reachesLimit({ expected, forgery, protocol, trusted }: Question): boolean {
  return 'client' in expected && forgery === REAL_IP && protocol === undefined && !trusted;
}

/** Beside each front end over http another, over which the same listener is spoken to in HTTP/2. */
function withClearHttp2(frontends: readonly Frontend[], { ports, clearHttp2 }: Place): Frontend[] {
  const spoken = frontends.filter(
    ({ scheme, containerPort }) => scheme === 'http' && clearHttp2.has(ports.get(containerPort)!),
  );
  return [...frontends, ...spoken.map((frontend) => ({ ...frontend, clearHttp2: true }))];
}

function kongPort({ containerPort, clearHttp2: inClear }: Frontend, { ports, clearHttp2 }: Place): number {
  const port = ports.get(containerPort)!;
  return inClear ? clearHttp2.get(port)! : port;
}

/**
 * What Kong's listener speaks to whoever reaches it without a balancer that speaks HTTP; HTTP/1.1 is asked for apart.
 */
function spokenByKong({ scheme, clearHttp2 }: Frontend, { environment }: Place): readonly Protocol[] {
  if (clearHttp2) return [HTTP2, GRPC];
  return scheme === 'https' && speaksHttp2(readConfiguration(environment))
    ? [...BESIDE_HTTP1, HTTP2, GRPC]
    : BESIDE_HTTP1;
}

/** What such a balancer lets through. To clients it speaks HTTP/2 over TLS, whichever it speaks to Kong. */
function spokenByBalancer({ scheme, clearHttp2 }: Frontend): readonly Protocol[] {
  const http1 = BESIDE_HTTP1.filter((protocol) => protocol !== WEB_SOCKET || !clearHttp2);
  if (scheme === 'http') return http1;
  return clearHttp2 ? [...http1, HTTP2, GRPC] : [...http1, HTTP2];
}

/** The same question in other protocols: honest, and with two forgeries that hold the others. */
function inProtocols(protocols: readonly Protocol[], question: Omit<Question, 'column'>, column?: string): Question[] {
  return protocols.flatMap((protocol) =>
    [undefined, EVERYTHING, TWO_LINES].map((forgery) => ({
      ...question,
      column: column ?? protocol.name,
      protocol,
      forgery,
    })),
  );
}

/** The protocols that nothing on the way from client to Kong can speak. */
function unspoken(questions: readonly Question[]): Result[] {
  return PROTOCOLS.filter(({ name }) => !questions.some(({ column }) => column === name)).map((protocol) => ({
    column: protocol.name,
    name: 'not spoken',
    note: protocol === WEB_SOCKET ? 'HTTP/2' : 'HTTP/1',
  }));
}

/** The client dials the balancer; where packets pass through unchanged, that is Kong itself. */
function clientQuestions({ balancer, environment }: Subject, place: Place, running: RunningBalancer): Question[] {
  const { http, sources, proxyProtocol, frontends, edges } = balancer;
  const direct = sources.length === 0 && !proxyProtocol;
  const front = edges ? EDGE : BALANCER;
  return frontends.flatMap((frontend) => {
    const { scheme } = frontend;
    const connection = {
      from: CLIENT,
      to: direct ? GATEWAY : front,
      port: direct ? kongPort(frontend, place) : running.ports.get(frontend)!,
      tls: scheme === 'https',
    };
    const redirected = http?.redirectsToHttps && scheme === 'http';
    const told = toldTo(balancer, frontend, environment);
    const expected: Expectation = redirected ? { refused: 301 } : { client: CLIENT, ...told };
    const question = { connection, scheme: told.scheme, expected };
    const others = inProtocols(http ? spokenByBalancer(frontend) : spokenByKong(frontend, place), question);
    if (frontend.clearHttp2 && !http) return others;
    return [
      { column: 'honest', ...question },
      ...FORGERIES.map((forgery) => ({ column: forgery.name, ...question, forgery })),
      ...others,
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
function toldTo(
  { http }: Balancer,
  frontend: Frontend,
  environment: Environment,
): { readonly scheme: 'http' | 'https'; readonly port: number } {
  const { scheme, port, containerPort, reencrypts } = frontend;
  if (!http || reencrypts) return { scheme, port };
  const headers = http.headers(frontend);
  const ofKong = readConfiguration(environment).portMaps.get(String(containerPort)) ?? port;
  return {
    scheme: 'X-Forwarded-Proto' in headers ? scheme : 'http',
    port: 'X-Forwarded-Port' in headers ? port : ofKong,
  };
}

/** A client that bypasses the CDN has its own address, whatever it claims. */
function strangersPastTheCdn({ balancer, environment }: Subject, running: RunningBalancer): Question[] {
  const open = balancer.edges && !balancer.edges.only ? balancer.frontends : [];
  return open
    .filter(({ scheme }) => scheme === 'https' || !balancer.http?.redirectsToHttps)
    .flatMap((frontend) => {
      const connection = {
        from: STRANGER,
        to: BALANCER,
        port: running.ports.get(frontend)!,
        tls: frontend.scheme === 'https',
      };
      const told = toldTo(balancer, frontend, environment);
      const question = { connection, scheme: told.scheme, expected: { client: STRANGER, ...told } };
      return [
        ...[undefined, ...FORGERIES].map((forgery) => ({ column: 'stranger', ...question, forgery })),
        ...inProtocols(spokenByBalancer(frontend), question, 'stranger'),
      ];
    });
}

/** A stranger dials Kong bypassing the balancer. Where Kong waits for a PROXY header, it answers none without one. */
function strangerQuestions({ balancer, environment }: Subject, place: Place): Question[] {
  const { portMaps } = readConfiguration(environment);
  return kongListeners(balancer.frontends, place).flatMap((frontend) => {
    const { scheme, port: dialled, containerPort } = frontend;
    // Where the balancer writes no port, Kong takes every request for one to its https port.
    const port = portMaps.get(String(containerPort)) ?? dialled;
    const connection = { from: STRANGER, to: GATEWAY, port: kongPort(frontend, place), tls: scheme === 'https' };
    const served: Expectation = { client: STRANGER, scheme, port };
    const withHeader = { ...connection, proxyHeader: FORGED_PROXY_HEADER };
    const others = inProtocols(
      spokenByKong(frontend, place),
      { connection: balancer.proxyProtocol ? withHeader : connection, scheme, expected: served },
      'stranger',
    );
    if (frontend.clearHttp2) return others;
    const plain = balancer.proxyProtocol ? { refused: undefined } : served;
    const proxied = balancer.proxyProtocol ? served : { refused: BAD_REQUEST[scheme] };
    return [
      { column: 'stranger', connection, scheme, expected: plain },
      ...FORGERIES.map((forgery) => ({ column: 'stranger', connection, scheme, forgery, expected: plain })),
      ...FORGERIES.map((forgery) => ({
        column: 'stranger',
        connection: withHeader,
        scheme,
        forgery,
        expected: proxied,
      })),
      ...others,
    ];
  });
}

/** A pod calls the in-cluster Service. One whose address the manifest trusts is a trusted proxy: its claims count. */
function inClusterQuestions(subject: Subject, place: Place): Question[] {
  const trusted =
    subject.balancer.http !== undefined && isTrusted(readConfiguration(place.environment).trustedIps, POD);
  return withClearHttp2(subject.inCluster.frontends, place).flatMap((frontend) => {
    const { scheme, port } = frontend;
    const connection = { from: POD, to: GATEWAY, port: kongPort(frontend, place), tls: scheme === 'https' };
    const expected: Expectation = { client: POD, scheme, port };
    const question = { connection, scheme, trusted, expected };
    const others = inProtocols(spokenByKong(frontend, place), question, 'in-cluster');
    if (frontend.clearHttp2) return others;
    return [
      { column: 'in-cluster', ...question },
      ...FORGERIES.map((forgery) => ({ column: 'in-cluster', ...question, forgery })),
      ...others,
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

/** Each listener of Kong once, and once more where it speaks HTTP/2 in clear. */
function kongListeners(frontends: readonly Frontend[], place: Place): Frontend[] {
  const first = new Map([...frontends].reverse().map((frontend) => [frontend.containerPort, frontend]));
  const tls = readConfiguration(place.environment)
    .proxy.filter((listener) => has(listener, 'ssl'))
    .map(({ port }) => port);
  const listeners = [...first.values()].map(({ port, containerPort }): Frontend => ({
    port,
    containerPort,
    scheme: tls.includes(place.ports.get(containerPort)!) ? 'https' : 'http',
  }));
  return withClearHttp2(listeners, place);
}

/**
 * The NLB and the Private Link Service send a PROXY v2 header without a client (LOCAL) on the connections of a check.
 */
async function healthCheck({ balancer }: Subject, { ports }: Relocated): Promise<Result> {
  const check = balancer.healthCheck;
  if (check.kind === 'node') return { column: 'health check', name: 'kube-proxy answers it', note: 'node' };
  if (check.kind === 'none') return { column: 'health check', name: 'there is none', note: 'none' };
  const port = ports.get(check.containerPort);
  if (port === undefined) {
    return { column: 'health check', name: check.kind, problem: `nothing listens on ${check.containerPort}` };
  }
  if (check.kind === 'http') {
    return httpCheck('health check', BALANCER, port, `HTTP ${check.containerPort}${check.path}`, check.path);
  }
  const proxyHeader = check.sendsProxyProtocol
    ? ({ version: 2, command: 'LOCAL', protocol: 'UNSPEC' } as const)
    : undefined;
  const connected = await canConnect({ from: BALANCER, to: GATEWAY, port, proxyHeader });
  return {
    column: 'health check',
    name: `TCP ${check.containerPort}`,
    problem: connected ? undefined : 'no connection',
  };
}

async function probes(subject: Subject, { ports }: Relocated): Promise<Result[]> {
  return Promise.all(
    subject.probes.map(async ({ name, port, path }) =>
      httpCheck('probes', NODE, ports.get(port)!, `${name} ${port}${path}`, path),
    ),
  );
}

/** An answer of the upstream does not count: another configuration of routes, and the check fails. */
async function httpCheck(column: string, from: string, port: number, name: string, path: string): Promise<Result> {
  const [{ status, body }] = await send({ from, to: GATEWAY, port }, [{ host: GATEWAY, path, headers: [] }]);
  if (seenByUpstream(body)) return { column, name, problem: 'a route answers it, not Kong itself' };
  return { column, name, problem: status === 200 ? undefined : `status ${status} instead of 200` };
}
