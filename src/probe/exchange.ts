import { Header, ProxyHeader } from '../kong/traffic';

export type Family = 4 | 6;

export type HttpVersion = 'HTTP/1.1' | 'HTTP/2';

/** One port of one host, as the user named it. */
export interface Target {
  /** The URL without its path. */
  readonly origin: string;
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly port: number;
  /** The path and query that the user named. */
  readonly path: string;
  /** Whether an upstream answers there with the headers that it got. */
  readonly echo: boolean;
}

/** One address of a target, spoken to in one version of HTTP. */
export interface Endpoint {
  readonly target: Target;
  readonly family: Family;
  readonly address: string;
  readonly version: HttpVersion;
}

/** One request: an honest one, or one that lies about its address. */
export interface ProbeRequest {
  readonly name: string;
  readonly headers: readonly Header[];
  /** Sent before anything else on the connection, before TLS, too. */
  readonly proxyHeader?: ProxyHeader;
  /** The addresses that it claims; none if it is honest. */
  readonly lies: readonly string[];
}

/** What came back, as far as the connection got. */
export type Answer =
  | Answered
  /** The connection was made, and ended without an answer. */
  | { readonly kind: 'closed'; readonly reason: string }
  /** Nothing listens. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Packets do not get there and back. */
  | { readonly kind: 'unreachable'; readonly reason: string }
  | { readonly kind: 'untrusted'; readonly reason: string }
  /** The server does not offer this version of HTTP. */
  | { readonly kind: 'not-spoken' };

export interface Answered {
  readonly kind: 'answered';
  readonly status: number;
  /** Names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A request on its way: what it was, what came back, and which address Kong believed. */
export interface Exchange {
  readonly endpoint: Endpoint;
  readonly request: ProbeRequest;
  /** The text by which log lines of this request are told from all others. */
  readonly marker: string;
  readonly answer: Answer;
  /** The address that this machine dialled from. */
  readonly localAddress?: string;
  /** The addresses that Kong believed, by its logs or the upstream; none if nothing was found. */
  readonly believed: readonly string[];
  /** Where the lines were found. */
  readonly seenBy: readonly string[];
  /** What the upstream read, where it tells. */
  readonly upstream?: Echo;
}

/** The headers about the client that an upstream got. */
export interface Echo {
  readonly realIp: string;
  readonly forwardedFor?: string;
  readonly forwardedProto?: string;
}

/** The path that a request asks for: the marker is a part of it, and the user's own path stays in front. */
export function pathOf({ path, echo }: Target, marker: string): string {
  if (echo) return `${path}${path.includes('?') ? '&' : '?'}${marker}`;
  return `${path.replace(/\?.*$/, '').replace(/\/*$/, '')}/${marker}`;
}

export function isHonest({ lies }: ProbeRequest): boolean {
  return lies.length === 0;
}
