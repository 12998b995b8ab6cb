import { existsSync } from 'node:fs';
import { Gateway } from './gateway';
import { hasDocker, kongGateway } from './kong-gateway';
import { NGINX_MODULES, nginxGateway } from './nginx-gateway';
import { run } from './process';

/** The real Kong if a Docker engine answers, else nginx; `wanted` decides otherwise. */
export function chooseGateway(wanted?: string): Gateway {
  const gateways: Record<string, Gateway> = { kong: kongGateway, nginx: nginxGateway };
  const gateway = gateways[wanted ?? (hasDocker() ? 'kong' : 'nginx')];
  if (!gateway) throw new Error(`no gateway is called ${wanted}; there are ${Object.keys(gateways).join(' and ')}`);
  return gateway;
}

/** The Debian packages that a run with this gateway needs and this machine lacks. */
export function missingPackages(gateway: Gateway): string[] {
  const needs: [name: string, present: () => boolean][] = [
    ['haproxy', () => run('haproxy', '-v').exitCode === 0],
    ['openssl', () => run('openssl', 'version').exitCode === 0],
    ...(gateway === nginxGateway
      ? [
          ['nginx', () => run('nginx', '-v').exitCode === 0] as [string, () => boolean],
          ...Object.entries(NGINX_MODULES).map(([name, file]): [string, () => boolean] => [
            name,
            () => existsSync(file),
          ]),
        ]
      : []),
  ];
  return needs.filter(([, present]) => !present()).map(([name]) => name);
}

/** What a run was made with. */
export function versions(gateway: Gateway): string[] {
  const haproxy = /version (\S+)/.exec(run('haproxy', '-v').output)?.[1];
  return [gateway.name(), `HAProxy ${haproxy}`, `Node.js ${process.version}`];
}
