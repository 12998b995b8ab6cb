import { freePorts } from './process';
import { Configuration, readConfiguration } from '../../src/kong/configuration';
import { formatListener, has, Listener } from '../../src/kong/listeners';
import { Environment } from '../../src/kong/traffic';

/** An environment whose listeners stand on loopback and on free ports. */
export interface Relocated {
  readonly environment: Environment;
  /** From the port in the container to the port on this machine. */
  readonly ports: ReadonlyMap<number, number>;
  readonly statusPort: number;
}

/** Whether Kong speaks HTTP/2: one listener with the flag turns it on for all. */
export function speaksHttp2({ proxy }: Pick<Configuration, 'proxy'>): boolean {
  return proxy.some((listener) => has(listener, 'http2'));
}

/** Of other settings, right or wrong, the gateway itself is the judge. */
const MOVED = ['KONG_PROXY_LISTEN', 'KONG_STATUS_LISTEN', 'KONG_PORT_MAPS'];

/**
 * The only thing a run changes in a synthesized environment, apart from the trusted set (see addresses.ts): listeners
 * move to loopback and to free ports. Flags stay, and KONG_PORT_MAPS follows, so that upstreams read the same port.
 */
export async function relocate(environment: Environment): Promise<Relocated> {
  const { proxy, status, portMaps } = readConfiguration(
    Object.fromEntries(Object.entries(environment).filter(([name]) => MOVED.includes(name))),
  );
  const inner = [...new Set([...proxy, ...status].map(({ port }) => port))];
  const free = await freePorts(inner.length);
  const ports = new Map(inner.map((port, index) => [port, free[index]]));
  const move = (listener: Listener) =>
    formatListener({ ...listener, host: loopback(listener.host), port: ports.get(listener.port)! });
  return {
    environment: {
      ...environment,
      KONG_PROXY_LISTEN: proxy.map(move).join(', '),
      KONG_STATUS_LISTEN: status.map(move).join(', '),
      KONG_PORT_MAPS: proxy.map(({ port }) => `${portMaps.get(String(port)) ?? port}:${ports.get(port)}`).join(', '),
    },
    ports,
    statusPort: ports.get(status[0].port)!,
  };
}

function loopback(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '[::]') return '[::1]';
  // Kong does not read the dotted form, in which nginx writes it.
  if (host === '[::ffff:127.0.0.1]') return '[::ffff:7f00:1]';
  return host;
}
