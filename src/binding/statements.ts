/*
 * What a manifest states of the balancer in front, so that its reader need not guess. The check believes it. This
 * file imports nothing: the models of the controllers read it, too.
 */

/** The annotation that names the balancer. */
export const STATEMENT = 'kong-client-ip/load-balancer';

/** The annotation with what the author promises of a balancer that is not known by its name: JSON of `Promises`. */
export const PROMISES = 'kong-client-ip/promises';

/** What `STATEMENT` names a proxy in the cluster that sends to Kong's Service. What it does is in `PROMISES`. */
export const FRONT_PROXY = 'front-proxy';

/** What a balancer, and who is in front of it, is promised to do. */
export interface Promises {
  /** How it reports the client; nothing where its name tells. */
  readonly sends?: 'packets' | 'proxy-protocol' | 'header';
  /** Whether it appends the client to `X-Forwarded-For`. */
  readonly appends?: boolean;
  /** An address that it appends behind the client's. */
  readonly ownAddress?: string;
  /** The headers that it overwrites on every request; the first one with the client, unless it appends. */
  readonly overwrites?: readonly string[];
  /** Where it dials from. */
  readonly peers?: readonly string[];
  /** Whether it dials pods. */
  readonly routesToPods?: boolean;
  readonly endsTls?: boolean;
  readonly passesTls?: boolean;
  readonly speaksHttp2?: boolean;
  /** Who may connect: networks, or an empty list for chosen ones that are not named. */
  readonly admits?: readonly string[];
  readonly before?: Before;
}

/** Proxies in front of a balancer, such as the edges of a CDN. */
export interface Before {
  readonly networks: readonly string[];
  /** The header that they overwrite on every request. */
  readonly header?: string;
  /** Whether nobody else can connect. */
  readonly only?: boolean;
  /** Whether they send PROXY protocol, which the balancer passes on. */
  readonly proxyProtocol?: boolean;
}
