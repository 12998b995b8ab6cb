import { Connection } from './connection';
import { HttpRequest, HttpResponse } from './http';
import { send, sendPipelined, sendVersion10, sendWebSocket } from './http1';
import { sendGrpc, sendHttp2 } from './http2';
import { Header } from '../../src/kong/traffic';

/** A way to ask. */
export interface Protocol {
  readonly name: string;
  /** The routes of the gateway that it asks for. */
  readonly paths: { readonly open: string; readonly secure: string; readonly byAddress?: string };
  /** Whether requests share a connection, so that one could leave something to the next. */
  readonly shares: boolean;
  readonly send: (connection: Connection, requests: readonly HttpRequest[]) => Promise<HttpResponse[]>;
}

const HTTP_PATHS = { open: '/x', secure: '/secure', byAddress: '/by-address' };

export const HTTP1: Protocol = { name: 'HTTP/1.1', paths: HTTP_PATHS, shares: false, send: separately(send) };

/** As many again as Kong's Lua reads by default. */
const EXTRA_HEADERS: readonly Header[] = Array.from({ length: 200 }, (_, index) => [`X-Extra-${index}`, 'extra']);

/** What the client wrote is within the first hundred lines, and what a balancer adds is not. */
const MANY_HEADERS: Protocol = {
  ...HTTP1,
  name: '200 headers',
  send: (connection, requests) =>
    HTTP1.send(
      connection,
      requests.map((request) => ({ ...request, headers: [...request.headers, ...EXTRA_HEADERS] })),
    ),
};

export const WEB_SOCKET: Protocol = { ...HTTP1, name: 'WebSocket', send: sendWebSocket };

/** Whatever speaks HTTP/1.1 speaks these. */
export const BESIDE_HTTP1: readonly Protocol[] = [
  { ...HTTP1, name: 'HTTP/1.0', send: sendVersion10 },
  { ...HTTP1, name: 'pipelined', shares: true, send: sendPipelined },
  MANY_HEADERS,
  WEB_SOCKET,
];

export const HTTP2: Protocol = { ...HTTP1, name: 'HTTP/2', shares: true, send: sendHttp2 };

export const GRPC: Protocol = {
  name: 'gRPC',
  paths: { open: '/e2e.Open/Ask', secure: '/e2e.Secure/Ask' },
  shares: true,
  send: sendGrpc,
};

/** Those of which the report has a column: all but HTTP/1.1. */
export const PROTOCOLS: readonly Protocol[] = [...BESIDE_HTTP1, HTTP2, GRPC];

function separately(sendOver: Protocol['send']): Protocol['send'] {
  return async (connection, requests) =>
    (await Promise.all(requests.map((request) => sendOver(connection, [request])))).flat();
}
