import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BALANCER, GATEWAY } from './addresses';
import { Balancer, Frontend, HttpRules } from './balancer';
import { selfSignedCertificate } from './certificate';
import { freePorts, Process, runDirectory, startProcess } from './process';
import { canConnect } from './request';

/** A running balancer: where the client finds each front end. */
export interface RunningBalancer extends Process {
  readonly ports: ReadonlyMap<Frontend, number>;
}

/** HAProxy as the cloud's balancer, in front of Kong's relocated ports. */
export async function startBalancer(label: string, balancer: Balancer, kongPorts: ReadonlyMap<number, number>): Promise<RunningBalancer> {
  const directory = runDirectory(`${label}-balancer`);
  const configFile = join(directory, 'haproxy.cfg');
  const free = await freePorts(balancer.frontends.length);
  const ports = new Map(balancer.frontends.map((frontend, index) => [frontend, free[index]]));
  const sections = balancer.frontends.map((frontend) => section(balancer, frontend, ports.get(frontend)!, kongPorts));
  writeFileSync(configFile, `
global
  maxconn 100
defaults
  timeout connect 5s
  timeout client 5s
  timeout server 5s
${sections.join('')}`);
  const isReady = () => canConnect({ from: BALANCER, to: BALANCER, port: free[0] });
  const process = await startProcess('haproxy', ['-db', '-f', configFile], join(directory, 'balancer.log'), isReady);
  return { ...process, ports };
}

function section(balancer: Balancer, frontend: Frontend, port: number, kongPorts: ReadonlyMap<number, number>): string {
  const { http, proxyProtocol } = balancer;
  const tls = http && frontend.scheme === 'https' ? ` ssl crt ${selfSignedCertificate().bundle}` : '';
  const sendProxy = proxyProtocol ? { 1: ' send-proxy', 2: ' send-proxy-v2' }[proxyProtocol] : '';
  return `
listen ${frontend.scheme}-${frontend.port}
  mode ${http ? 'http' : 'tcp'}
  bind ${BALANCER}:${port}${tls}
  ${http ? httpRules(http, frontend).join('\n  ') : ''}
  server kong ${GATEWAY}:${kongPorts.get(frontend.containerPort)} source ${BALANCER}${sendProxy}
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
