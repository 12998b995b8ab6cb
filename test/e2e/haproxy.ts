import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BALANCER, EDGE, GATEWAY } from './addresses';
import { Balancer, Frontend, HttpRules } from './balancer';
import { Edges } from './cdn';
import { selfSignedCertificate } from './certificate';
import { canConnect } from './connection';
import { freePorts, Process, runDirectory, startProcess } from './process';

/** A running balancer: where the client finds each front end. */
export interface RunningBalancer extends Process {
  readonly ports: ReadonlyMap<Frontend, number>;
}

/** HAProxy as the cloud's balancer, in front of Kong's relocated ports. */
export function startBalancer(
  label: string,
  { http, proxyProtocol, frontends }: Balancer,
  kongPort: (frontend: Frontend) => number,
): Promise<RunningBalancer> {
  const sendProxy = proxyProtocol ? { 1: ' send-proxy', 2: ' send-proxy-v2' }[proxyProtocol] : '';
  return startHaproxy(
    `${label}-balancer`,
    BALANCER,
    http,
    frontends,
    (frontend) =>
      `${GATEWAY}:${kongPort(frontend)}${sendProxy}${frontend.reencrypts ? ' ssl verify none' : ''}${http && frontend.clearHttp2 ? ' proto h2' : ''}`,
  );
}

/** HAProxy as the edges of a CDN, in front of the balancer. */
export function startEdges(label: string, { http }: Edges, balancer: RunningBalancer): Promise<RunningBalancer> {
  return startHaproxy(
    `${label}-edges`,
    EDGE,
    http,
    [...balancer.ports.keys()],
    (frontend) => `${BALANCER}:${balancer.ports.get(frontend)}${frontend.scheme === 'https' ? ' ssl verify none' : ''}`,
  );
}

async function startHaproxy(
  label: string,
  address: string,
  http: HttpRules | undefined,
  frontends: readonly Frontend[],
  serverOf: (frontend: Frontend) => string,
): Promise<RunningBalancer> {
  const directory = runDirectory(label);
  const configFile = join(directory, 'haproxy.cfg');
  const free = await freePorts(frontends.length);
  const ports = new Map(frontends.map((frontend, index) => [frontend, free[index]]));
  const sections = frontends.map((frontend) =>
    section(address, http, frontend, ports.get(frontend)!, serverOf(frontend)),
  );
  writeFileSync(
    configFile,
    `
global
  maxconn 100
  tune.http.maxhdr 1000
defaults
  timeout connect 5s
  timeout client 5s
  timeout server 5s
${sections.join('')}`,
  );
  const isReady = () => canConnect({ from: address, to: address, port: free[0] });
  const process = await startProcess('haproxy', ['-db', '-f', configFile], join(directory, 'balancer.log'), isReady);
  return { ...process, ports };
}

function section(
  address: string,
  http: HttpRules | undefined,
  frontend: Frontend,
  port: number,
  server: string,
): string {
  const tls = http && frontend.scheme === 'https' ? ` ssl crt ${selfSignedCertificate().bundle} alpn h2,http/1.1` : '';
  return `
listen ${frontend.scheme}-${frontend.port}-${port}
  mode ${http ? 'http' : 'tcp'}
  bind ${address}:${port}${tls}
  ${http ? httpRules(http, frontend).join('\n  ') : ''}
  server kong ${server} source ${address}
`;
}

/** Lines that the client wrote are joined into one, as the clouds' balancers do, and the client's address appended. */
function httpRules({ forwardedFor, headers, redirectsToHttps }: HttpRules, frontend: Frontend): string[] {
  if (redirectsToHttps && frontend.scheme === 'http') return ['http-request redirect scheme https code 301'];
  const set = (value: string, lines: number) =>
    `http-request set-header X-Forwarded-For "${value}" if { var(txn.lines) -m int ${lines} }`;
  return [
    'http-request set-var(txn.lines) req.fhdr_cnt(x-forwarded-for)',
    set(`%[req.fhdr(x-forwarded-for,1)],%[req.fhdr(x-forwarded-for,2)],${forwardedFor}`, 2),
    set(`%[req.fhdr(x-forwarded-for)],${forwardedFor}`, 1),
    set(forwardedFor, 0),
    ...Object.entries(headers(frontend)).map(([name, value]) => `http-request set-header ${name} "${value}"`),
  ];
}
