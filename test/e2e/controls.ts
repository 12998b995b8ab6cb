import { BALANCER, CLIENT, EDGE } from './addresses';
import { runCases } from './cases';
import { CLIENT_HEADER, Gateway, Target } from './gateway';
import { PROBE } from './probe';
import { LIMIT_BY_HEADER, Result } from './question';
import { Subject } from './subject';
import { Environment } from '../../src/kong/traffic';

/** A good variant made wrong on purpose. The damage must show, else the cases prove nothing. */
export interface Control {
  readonly name: string;
  readonly variant: string;
  readonly damage: string;
  readonly spoil: (subject: Subject) => Subject;
  /** Whether a result shows the damage; `column` is the case in which it must. */
  readonly column: string;
  readonly shows: (result: Result) => boolean;
  /** Another case that must fail. */
  readonly alsoFails?: string;
  /**
   * What the probe must say of it: a bad verdict, or a warning where the address itself is right. `kept` where the
   * damage is within Kong, whose log and upstream are told the truth.
   */
  readonly probed: 'kept' | 'broken' | 'lost' | 'forgeable' | RegExp;
}

export interface ControlResult {
  readonly control: Control;
  readonly failedCases: number;
  readonly cases: number;
  /** The failed case that shows the damage; without one, the control itself failed. */
  readonly evidence?: Result;
  /** What the probe said, if it is what it must say; without it, the probe failed. */
  readonly probed?: string;
}

export const CONTROLS: readonly Control[] = [
  {
    name: 'PROXY listener, but the balancer sends no PROXY header',
    variant: 'eks-nlb-proxy-protocol',
    damage: 'the connection is closed, the client gets no answer',
    spoil: (subject) => ({ ...subject, balancer: { ...subject.balancer, proxyProtocol: undefined } }),
    column: 'honest',
    shows: ({ status, seen }) => status === undefined && seen === undefined,
    probed: 'broken',
  },
  {
    name: 'PROXY header from the balancer, but a plain listener',
    variant: 'eks-nlb-proxy-protocol',
    damage: 'every request is a bad request (400)',
    spoil: withEnvironment(({ KONG_PROXY_LISTEN, ...rest }) => ({
      ...rest,
      KONG_PROXY_LISTEN: KONG_PROXY_LISTEN.replaceAll(' proxy_protocol', ''),
    })),
    column: 'honest',
    shows: ({ status, scheme }) => scheme === 'http' && status === 400,
    probed: 'broken',
  },
  {
    name: 'PROXY, and no proxy trusted',
    variant: 'eks-nlb-ip-proxy-protocol',
    damage: 'every client has the address of the balancer',
    spoil: without('KONG_TRUSTED_IPS'),
    column: 'honest',
    shows: ({ seen }) => seen?.['X-Real-IP'] === BALANCER,
    probed: 'lost',
  },
  {
    name: 'header mode, and no proxy trusted',
    variant: 'gke-header-forwarded',
    damage: 'every client has the address of the balancer',
    spoil: without('KONG_TRUSTED_IPS'),
    column: 'honest',
    shows: ({ seen }) => seen?.['X-Real-IP'] === BALANCER,
    probed: 'lost',
  },
  {
    name: 'every address trusted, with recursion',
    variant: 'gke-header-forwarded',
    damage: 'the address that the client wrote is believed',
    spoil: withEnvironment((environment) => ({
      ...environment,
      KONG_TRUSTED_IPS: '0.0.0.0/0,::/0',
      KONG_REAL_IP_RECURSIVE: 'on',
    })),
    column: 'X-Forwarded-For',
    shows: ({ seen }) => seen?.['X-Real-IP'] === '6.6.6.6',
    probed: 'forgeable',
  },
  {
    name: 'headers cleared, but request debug left on',
    variant: 'eks-classic-proxy-protocol',
    damage: 'a forged scheme opens the https-only route, and X-Forwarded-For holds the forgery',
    spoil: without('KONG_REQUEST_DEBUG'),
    column: 'everything',
    shows: ({ scheme, secureStatus, seen }) =>
      scheme === 'http' && secureStatus === 200 && /6\.6\.6\.6/.test(seen?.['X-Forwarded-For'] ?? ''),
    probed: /turns http into https/,
  },
  {
    name: 'headers not cleared at all',
    variant: 'gke-local-traffic',
    damage: 'X-Forwarded-For begins with the forgery',
    spoil: without('KONG_NGINX_PROXY_MORE_CLEAR_INPUT_HEADERS'),
    column: 'X-Forwarded-For',
    shows: ({ seen }) => /^6\.6\.6\.6, /.test(seen?.['X-Forwarded-For'] ?? ''),
    probed: /X-Forwarded-For: 6\.6\.6\.6, /,
  },
  ...['gke-local-traffic', 'eks-nlb-proxy-protocol', 'eks-alb-header-forwarded'].map((variant): Control => ({
    name: 'all headers cleared but X-Real-IP',
    variant,
    damage: "Kong's own routes and limits take the client for whom it writes",
    spoil: withEnvironment(({ KONG_NGINX_PROXY_MORE_CLEAR_INPUT_HEADERS: cleared, ...rest }) => ({
      ...rest,
      KONG_NGINX_PROXY_MORE_CLEAR_INPUT_HEADERS: cleared
        .split(' ')
        .filter((name) => name !== CLIENT_HEADER)
        .join(' '),
    })),
    column: 'X-Real-IP',
    shows: ({ routed, seen }) => routed === true && seen?.['X-Real-IP'] === CLIENT,
    alsoFails: LIMIT_BY_HEADER,
    probed: 'kept',
  })),
  {
    name: 'X-Real-IP left as the header behind a balancer that does not write it',
    variant: 'eks-alb-header-forwarded',
    damage: 'the client chooses its own address',
    spoil: without('KONG_REAL_IP_HEADER'),
    column: 'X-Real-IP',
    shows: ({ seen }) => seen?.['X-Real-IP'] === '6.6.6.6',
    probed: 'forgeable',
  },
  {
    name: 'externalTrafficPolicy left at Cluster',
    variant: 'aks-local-traffic',
    damage: 'every client has the address of a node',
    spoil: (subject) => ({ ...subject, balancer: { ...subject.balancer, sources: ['10.0.64.11'] } }),
    column: 'honest',
    shows: ({ seen }) => seen?.['X-Real-IP'] === BALANCER,
    probed: 'lost',
  },
  {
    name: 'header mode, and Lua reads 100 headers as by default',
    variant: 'eks-alb-header-forwarded',
    damage: 'a client with many headers turns its own https into http',
    spoil: without('KONG_LUA_MAX_REQ_HEADERS'),
    column: '200 headers',
    shows: ({ scheme, seen }) => scheme === 'https' && seen?.['X-Forwarded-Proto'] === 'http',
    probed: /more than 100 header lines turns https into http/,
  },
  {
    name: 'CDN before a balancer that speaks HTTP, and its edges are not trusted',
    variant: 'cloudflare-alb-header-forwarded',
    damage: 'every client has the address of an edge',
    spoil: withEnvironment((environment) => ({ ...environment, KONG_TRUSTED_IPS: '10.0.101.0/24,10.0.102.0/24' })),
    column: 'honest',
    shows: ({ seen }) => seen?.['X-Real-IP'] === EDGE,
    probed: 'lost',
  },
  {
    name: 'header of the CDN alone, and the balancer admits every address',
    variant: 'cloudflare-alb-restricted-header-forwarded',
    damage: 'a client that bypasses the CDN chooses its own address',
    spoil: (subject) => ({
      ...subject,
      balancer: { ...subject.balancer, edges: { ...subject.balancer.edges!, only: false } },
    }),
    column: 'stranger',
    shows: ({ seen }) => seen?.['X-Real-IP'] === '6.6.6.6',
    probed: 'forgeable',
  },
];

export async function runControl(
  control: Control,
  subject: Subject,
  gateway: Gateway,
  upstream: Target,
): Promise<ControlResult> {
  const spoilt = { ...control.spoil(subject), name: `control-${control.name}` };
  const results = await runCases(spoilt, gateway, upstream);
  const failed = results.filter(({ problem }) => problem !== undefined);
  const fails = (column: string) => failed.some((result) => result.column === column);
  const isWhole = control.alsoFails === undefined || fails(control.alsoFails);
  const evidence = failed.find((result) => isWhole && result.column === control.column && control.shows(result));
  return {
    control,
    failedCases: failed.length,
    cases: results.length,
    evidence,
    probed: probedRightly(control, results),
  };
}

function probedRightly({ probed: expected }: Control, results: readonly Result[]): string | undefined {
  const { verdict, warnings } = results.find(({ column }) => column === PROBE)?.probed ?? { verdict: '', warnings: [] };
  if (typeof expected === 'string') return verdict === expected ? verdict : undefined;
  return warnings.some((warning) => expected.test(warning)) ? `${verdict}, with a warning` : undefined;
}

function withEnvironment(change: (environment: Environment) => Environment): Control['spoil'] {
  return (subject) => ({
    ...subject,
    environment: change(subject.environment),
    inCluster: { ...subject.inCluster, environment: change(subject.inCluster.environment) },
  });
}

function without(key: string): Control['spoil'] {
  return withEnvironment((environment) => {
    if (!(key in environment)) throw new Error(`${key} is not set, so nothing would be spoilt`);
    return Object.fromEntries(Object.entries(environment).filter(([other]) => other !== key));
  });
}
