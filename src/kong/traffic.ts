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
  readonly proxyHeader?: ProxyHeader;
  /** Whether the dialler speaks TLS. */
  readonly tls?: boolean;
}

/** A header line, as sent. */
export type Header = readonly [name: string, value: string];

/** A request over HTTP/1.1. */
export interface Request {
  readonly host: string;
  readonly headers: readonly Header[];
}

/** What becomes of a request. */
export interface Answer {
  /** The status of a route that takes http and https; undefined when the connection is closed without an answer. */
  readonly status?: number;
  /** The status of a route that takes https only. */
  readonly httpsOnlyStatus?: number;
  /** nginx's `$remote_addr`: what rate limits, allow lists and the access log use. */
  readonly client?: string;
  /** Whether the TCP peer is trusted. */
  readonly peerTrusted?: boolean;
  /** The forwarded headers as the upstream reads them; undefined when nothing reaches it. */
  readonly upstream?: readonly Header[];
}
