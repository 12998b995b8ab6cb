/** Environment variables of Kong's container. */
export type Environment = Readonly<Record<string, string>>;

/** The PROXY protocol header that a balancer, or a liar, writes before the first byte of a connection. */
export interface ProxyHeader {
  readonly version: 1 | 2;
  readonly command?: 'PROXY' | 'LOCAL';
  readonly protocol: 'TCP4' | 'TCP6' | 'UNKNOWN' | 'UNSPEC' | 'UDP4' | 'UDP6' | 'UNIX';
  readonly src?: string;
  readonly dst?: string;
  readonly srcPort?: number;
  readonly dstPort?: number;
}

/** A TCP connection as Kong accepts it. */
export interface Connection {
  /** The address that dials. */
  readonly peer: string;
  /** The port of Kong that it dials. */
  readonly port: number;
  /** The address of Kong that it dials; matters only where listeners with different flags share a port. */
  readonly to?: string;
  readonly proxyHeader?: ProxyHeader;
  /** Whether the dialler speaks TLS. */
  readonly tls?: boolean;
}

/** A header line, as sent. */
export type Header = readonly [name: string, value: string];

/** A request over HTTP/1.1. */
export interface Request {
  readonly host: string;
  /** The path, with its query. @default - `/` */
  readonly path?: string;
  readonly headers: readonly Header[];
  /** The path prefix of the route that it takes. @default - `/` */
  readonly routePrefix?: string;
}

/** The port of an address: `peer` means the one that the TCP peer dials from; undefined where none was given. */
export type ClientPort = number | 'peer' | undefined;

/** What becomes of a request. */
export interface Answer {
  /** The status of a route that takes http and https. */
  readonly status: number;
  /** The status of a route that takes https only. */
  readonly httpsOnlyStatus: number;
  /** The body of an answer that Kong gives itself, with `…` for the id of the request. */
  readonly body?: string;
  /** Column 1 of the access log. */
  readonly logged: string;
  /** What reached routes, plugins and the upstream; undefined when Kong refuses the request itself. */
  readonly served?: Served;
}

/** What routes, plugins and the upstream learn of a request. */
export interface Served {
  /**
   * nginx's `$remote_addr`, which is the PDK's `get_forwarded_ip`: what rate limits, allow lists and the access log
   * use.
   */
  readonly client: string;
  readonly clientPort: ClientPort;
  /** The TCP peer, as the PDK's `get_ip` writes it. */
  readonly peer: string;
  /** Whether Kong believes the X-Forwarded headers of the TCP peer. */
  readonly peerTrusted: boolean;
  /** The source in the PROXY header of the connection, believed or not. */
  readonly proxyProtocol?: { readonly address: string; readonly port?: number };
  /** What the PDK says the client dialled. */
  readonly forwarded: { readonly scheme: string; readonly host: string; readonly port: number };
  /** The headers that the upstream reads: first those that Kong writes, then those of the client that pass. */
  readonly upstream: readonly Header[];
}

/** What becomes of a connection. */
export interface Conversation {
  /** One for each request until Kong closes; none when it closes without an answer. */
  readonly answers: readonly Answer[];
  /** Lines of the access log, with `…` for what only a running Kong can know. */
  readonly accessLog: readonly string[];
  /** `[level] message` of the error log. */
  readonly errorLog: readonly string[];
}

/** Why Kong does not start. */
export interface Refusal {
  readonly exitCode: number;
  /** In Kong's own words, without the file and line of the generated configuration. */
  readonly output: string;
}
