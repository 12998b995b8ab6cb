import { Dial } from '../../controllers/reading';

/** What an object sends to: a port of a Service, in its own namespace unless it names another. */
export interface Sending extends Dial {
  readonly namespace?: string;
  /** Where the object tells it, if not in its spec. */
  readonly field?: string;
}

/** `https://name.namespace:port`, with or without what comes before and after the name. */
export function byUrl(url: unknown, passesTcp: boolean): Sending[] {
  const [, scheme, host, port] = /^(?:(\w+):\/\/)?([^/:\s]+)(?::(\d+))?/.exec(String(url ?? '')) ?? [];
  if (host === undefined) return [];
  const tls = scheme === 'https' || scheme === 'grpcs';
  return [{ service: host, port: Number(port ?? (tls ? 443 : 80)), passesTcp, tls: tls || undefined }];
}
