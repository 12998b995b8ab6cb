import { freePorts } from './process';

/** The environment variables of a Kong container. */
export type Environment = Readonly<Record<string, string>>;

/** One entry of KONG_PROXY_LISTEN or KONG_STATUS_LISTEN. */
export interface Listener {
  readonly host: string;
  readonly port: number;
  readonly flags: readonly string[];
}

/** An environment whose listeners stand on loopback and on free ports. */
export interface Relocated {
  readonly environment: Environment;
  /** From the port in the container to the port on this machine. */
  readonly ports: ReadonlyMap<number, number>;
  readonly statusPort: number;
}

const DEFAULTS: Environment = {
  KONG_PROXY_LISTEN: '0.0.0.0:8000 reuseport backlog=16384, 0.0.0.0:8443 http2 ssl reuseport backlog=16384',
  KONG_STATUS_LISTEN: '127.0.0.1:8007 reuseport backlog=16384',
};

/** A comma separated list as Kong reads it. */
export function list(value: string | undefined): string[] {
  return value ? value.split(',').map((item) => item.trim()) : [];
}

export function parseListeners(value: string): Listener[] {
  return list(value).filter((entry) => entry !== 'off').map((entry) => {
    const [address, ...flags] = entry.split(/\s+/);
    const [, host, port] = /^(.+):(\d+)$/.exec(address) ?? [];
    if (!host) throw new Error(`'${entry}' is no listener: <address>:<port> [flags]`);
    return { host, port: Number(port), flags };
  });
}

export function formatListener({ host, port, flags }: Listener): string {
  return [`${host}:${port}`, ...flags].join(' ');
}

/** KONG_PORT_MAPS: from the port that Kong listens on to the port that the outside dials. */
export function parsePortMaps(value: string | undefined): Map<number, number> {
  return new Map(list(value).map((entry) => {
    const [outer, inner] = entry.split(':').map(Number);
    return [inner, outer];
  }));
}

/**
 * The only thing a run changes in a synthesized environment, apart from the trusted set (see addresses.ts): listeners
 * move to loopback and to free ports. Flags stay, and KONG_PORT_MAPS follows, so that upstreams read the same port.
 */
export async function relocate(environment: Environment): Promise<Relocated> {
  const { KONG_PROXY_LISTEN, KONG_STATUS_LISTEN, KONG_PORT_MAPS } = { ...DEFAULTS, ...environment };
  const proxy = parseListeners(KONG_PROXY_LISTEN);
  const status = parseListeners(KONG_STATUS_LISTEN);
  const inner = [...new Set([...proxy, ...status].map(({ port }) => port))];
  const free = await freePorts(inner.length);
  const ports = new Map(inner.map((port, index) => [port, free[index]]));
  const move = (listener: Listener) =>
    formatListener({ ...listener, host: loopback(listener.host), port: ports.get(listener.port)! });
  const outer = parsePortMaps(KONG_PORT_MAPS);
  return {
    environment: {
      ...environment,
      KONG_PROXY_LISTEN: proxy.map(move).join(', '),
      KONG_STATUS_LISTEN: status.map(move).join(', '),
      KONG_PORT_MAPS: proxy.map(({ port }) => `${outer.get(port) ?? port}:${ports.get(port)}`).join(', '),
    },
    ports,
    statusPort: ports.get(status[0].port)!,
  };
}

function loopback(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '[::]') return '[::1]';
  return host;
}
