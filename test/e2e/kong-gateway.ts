import { chmodSync, copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GATEWAY } from './addresses';
import { selfSignedCertificate } from './certificate';
import { Gateway, Refusal, Target } from './gateway';
import { NotReady, run, runDirectory, startProcess } from './process';
import { httpGet } from './request';
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

  async start(label, environment, statusPort, upstream) {
    const directory = runDirectory(label);
    const name = `kong-e2e-${process.pid}-${statusPort}`;
    writeFiles(directory, upstream);
    const args = [
      'run', '--rm', '--name', name, '--network', 'host', '--volume', `${directory}:${MOUNT}:ro`,
      ...environment.KONG_PREFIX ? ['--tmpfs', `${environment.KONG_PREFIX}:mode=1777`] : [],
      ...Object.entries({ ...environment, ...OWN }).flatMap(([key, value]) => ['--env', `${key}=${value}`]),
      IMAGE,
    ];
    const isReady = async () => await httpGet(GATEWAY, GATEWAY, statusPort, '/status/ready') === 200;
    try {
      const running = await startProcess('docker', args, join(directory, 'gateway.log'), isReady, LONGEST_START_SECONDS);
      return { ...running, stop: async () => { remove(name); await running.stop(); } };
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

function writeFiles(directory: string, { host, port }: Target): void {
  const routes = [{ name: 'open', paths: ['/'] }, { name: 'secure', paths: ['/secure'], protocols: ['https'] }];
  const services = [{ name: 'upstream', url: `http://${host}:${port}`, routes }];
  writeFileSync(join(directory, 'kong.json'), JSON.stringify({ _format_version: '3.0', services }));
  const { certificate, key } = selfSignedCertificate();
  copyFileSync(certificate, join(directory, 'certificate.pem'));
  copyFileSync(key, join(directory, 'key.pem'));
  chmodSync(join(directory, 'key.pem'), 0o644);
}

function remove(name: string): void {
  run('docker', 'rm', '--force', name);
}
