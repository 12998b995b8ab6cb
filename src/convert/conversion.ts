import { ClientIpManifest } from '../forms/text';
import { Way } from '../values/row';

/** What the user answers that the source's settings do not tell. */
export interface Answers {
  /** Where the cluster runs, such as `aws`. */
  readonly cloud?: string;
  readonly controller?: string;
  /** The kind of balancer, such as `aws-nlb`, where the Service does not tell it. */
  readonly loadBalancerKind?: string;
  /** The networks that Kong is to believe. */
  readonly trust: readonly string[];
}

/** The same way for Kong. */
export interface Target {
  readonly way: Way;
  /** The kind of balancer, such as `aws-nlb`. */
  readonly loadBalancerKind: string;
  readonly props: Readonly<Record<string, unknown>>;
  /** Annotations of the old Service, to be kept where the balancer's class does not write them itself. */
  readonly annotations: Readonly<Record<string, string>>;
  /** The senders that Kong believes; none in the way of local traffic. */
  readonly trust: readonly string[];
  /** The header that holds one address; X-Forwarded-For if there is none. */
  readonly header?: string;
  /** Proxies that stand before a balancer which passes packets on, and write the header. They are the trusted ones. */
  readonly proxiesBefore: boolean;
}

/** What was found out about another gateway's settings. */
export interface Conversion {
  /** Which way it was, and behind which balancer, in sentences. */
  readonly was: readonly string[];
  /** What a client could do to it. */
  readonly unsafe: readonly string[];
  /** What has no equal in the values, and what takes its place. */
  readonly noEqual: readonly string[];
  /** What has to be answered first; then there is no target. */
  readonly questions: readonly string[];
  readonly target?: Target;
}

/** Reads one kind of gateway, each in its own file. */
export interface Source {
  /** What the command line calls it. */
  readonly id: string;
  /** @throws when nothing of it is in the texts */
  convert(texts: readonly ClientIpManifest[], answers: Answers): Conversion;
}
