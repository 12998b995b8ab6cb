import { chmodSync, copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GATEWAY } from './addresses';
import { selfSignedCertificate } from './certificate';
import { speaksHttp2 } from './environment';
import { CLAIMED, CLIENT_HEADER, Gateway, LIMIT, Refusal, TAKEN, Target } from './gateway';
import { httpGet } from './http1';
import { NotReady, run, runDirectory, startProcess } from './process';
import { readConfiguration } from '../../src/kong/configuration';
import { has } from '../../src/kong/listeners';
import { Environment } from '../../src/kong/traffic';

const IMAGE = 'kong:3.9.3';
const MOUNT = '/e2e';

/** The first start pulls the image. */
const LONGEST_START_SECONDS = 120;

/** Whether a Docker engine answers. */
export function hasDocker(): boolean {
  return run('docker', 'info').exitCode === 0;
}

/** The real Kong, in a container on the network of this machine, DB-less. */
export const kongGateway: Gateway = {
  name: () => IMAGE,
  differences: [],

  async start(label, environment, statusPort, upstream) {
    const directory = runDirectory(label);
    const name = `kong-e2e-${process.pid}-${statusPort}`;
    writeFiles(directory, upstream);
    const args = [
      'run',
      '--rm',
      '--name',
      name,
      '--network',
      'host',
      '--volume',
      `${directory}:${MOUNT}:ro`,
      ...(environment.KONG_PREFIX ? ['--tmpfs', `${environment.KONG_PREFIX}:mode=1777`] : []),
      ...Object.entries({ ...environment, ...OWN }).flatMap(([key, value]) => ['--env', `${key}=${value}`]),
      IMAGE,
    ];
    const isReady = async () => (await httpGet(GATEWAY, GATEWAY, statusPort, '/status/ready')) === 200;
    try {
      const running = await startProcess(
        'docker',
        args,
        join(directory, 'gateway.log'),
        isReady,
        LONGEST_START_SECONDS,
      );
      return {
        ...running,
        clearHttp2: clearHttp2(environment),
        stop: async () => {
          remove(name);
          await running.stop();
        },
      };
    } catch (error) {
      remove(name);
      throw error instanceof NotReady ? new Refusal(error.exitCode, error.output) : error;
    }
  },
};

/** What the run itself must decide: files that it mounts, one worker, and a log that says why a request was refused. */
const OWN: Environment = {
  KONG_DATABASE: 'off',
  KONG_ADMIN_LISTEN: 'off',
  KONG_ADMIN_GUI_LISTEN: 'off',
  KONG_DECLARATIVE_CONFIG: `${MOUNT}/kong.json`,
  KONG_SSL_CERT: `${MOUNT}/certificate.pem`,
  KONG_SSL_CERT_KEY: `${MOUNT}/key.pem`,
  KONG_NGINX_WORKER_PROCESSES: '1',
  KONG_LOG_LEVEL: 'info',
};

/** A plain listener of Kong speaks both versions on one port. */
function clearHttp2(environment: Environment): Map<number, number> {
  const configuration = readConfiguration(environment);
  const plain = configuration.proxy.filter((listener) => !has(listener, 'ssl'));
  return new Map(speaksHttp2(configuration) ? plain.map(({ port }) => [port, port]) : []);
}

function writeFiles(directory: string, { host, port, grpcPort }: Target): void {
  const routes = [
    { name: 'open', paths: ['/'] },
    { name: 'secure', paths: ['/secure'], protocols: ['https'] },
    {
      name: 'by-address',
      paths: ['/by-address'],
      headers: { [CLIENT_HEADER.toLowerCase()]: [CLAIMED] },
      plugins: [{ name: 'request-termination', config: { status_code: TAKEN } }],
    },
    {
      name: 'limited',
      paths: ['/limited'],
      // No year ends during a run: the count of a shorter time could begin anew between two requests.
      plugins: [
        {
          name: 'rate-limiting',
          config: { year: LIMIT, policy: 'local', limit_by: 'header', header_name: CLIENT_HEADER },
        },
      ],
    },
  ];
  const grpcRoutes = [
    { name: 'grpc-open', paths: ['/e2e.Open'], protocols: ['grpc', 'grpcs'], strip_path: false },
    { name: 'grpc-secure', paths: ['/e2e.Secure'], protocols: ['grpcs'], strip_path: false },
  ];
  const services = [
    { name: 'upstream', url: `http://${host}:${port}`, routes },
    { name: 'grpc-upstream', url: `grpc://${host}:${grpcPort}`, routes: grpcRoutes },
  ];
  writeFileSync(join(directory, 'kong.json'), JSON.stringify({ _format_version: '3.0', services }));
  const { certificate, key } = selfSignedCertificate();
  copyFileSync(certificate, join(directory, 'certificate.pem'));
  copyFileSync(key, join(directory, 'key.pem'));
  chmodSync(join(directory, 'key.pem'), 0o644);
}

function remove(name: string): void {
  run('docker', 'rm', '--force', name);
}
