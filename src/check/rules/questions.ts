import type { Match, Rule } from './rule';
import { Balancer } from '../../controllers/balancer';
import { editDistance } from '../../controllers/spelling';
import { Hypothesis, JudgedEntrance, Judgement, TriedWay } from '../judge';
import { FailedCheck } from '../trial/checks';
import { sameAddress } from '../trial/networks';
import { Verdict } from '../verdict';
import { Spot } from '../world/environment';
import { Target } from '../world/ports';
import { expectsProxy, expectsProxySomewhere, readsHttp, SidePort } from '../world/ways';

/** Entrances of which balancer and outcome are settled, with that outcome. */
export function settled(judgement: Judgement): { judged: JudgedEntrance; hypothesis: Hypothesis }[] {
  if (judgement.hidden.length > 0) {
    return [];
  }
  return judgement.entrances
    .filter(({ verdict, hypotheses }) => hypotheses.length === 1 || verdict !== 'unknown')
    .map((judged) => ({ judged, hypothesis: judged.hypotheses[0] }));
}

/** Every way of which it is settled what is in front. */
export function ways(judgement: Judgement): TriedWay[] {
  return settled(judgement).flatMap(({ hypothesis }) => hypothesis.ways);
}

/** The ways that end so. */
export function waysThat(judgement: Judgement, ...verdicts: Verdict[]): TriedWay[] {
  return ways(judgement).filter(({ trial }) => verdicts.includes(trial.verdict));
}

/** The ways by which every client has the address of whoever dials Kong. */
export function waysThatLose(judgement: Judgement): TriedWay[] {
  return waysThat(judgement, 'lost').filter(({ trial: { honest } }) => sameAddress(honest.believed ?? '', honest.peer));
}

/** Whether the balancer sends PROXY protocol to a listener that expects it. */
export function proxied(way: TriedWay): boolean {
  return way.frontend.proxyProtocol !== undefined && expectsProxy(way);
}

/** The ways from a balancer that sends no PROXY header to a port of Kong that expects one, so that nothing comes in. */
export function waysWithoutProxy(judgement: Judgement): TriedWay[] {
  return waysThat(judgement, 'broken').filter((way) => {
    if (way.entrance.kind !== 'balancer' || way.frontend.proxyProtocol) return false;
    return expectsProxySomewhere(way);
  });
}

/** Whether Kong is sent a PROXY header first, by the balancer or by a proxy in front of one that passes TCP on. */
export function sendsProxy({ frontend, trial: { honest } }: TriedWay): boolean {
  return frontend.proxyProtocol !== undefined || honest.edgeHeader !== undefined;
}

/** The header from which Kong takes the address. */
export function header({ kong }: Judgement): string {
  return kong?.configuration.realIp[0].header ?? '';
}

/** The variable that sets the header; the one of nginx's name wins. Undefined when none does. */
export function headerVariable({ gateway: { environment } }: Judgement): string | undefined {
  return ['KONG_NGINX_PROXY_REAL_IP_HEADER', 'KONG_REAL_IP_HEADER'].find((name) => environment.value(name)?.trim());
}

/** Whether the balancer writes a header into every request of this way, so that no client can. */
export function writes(way: TriedWay, name: string): boolean {
  if (!readsHttp(way)) {
    return false;
  }
  const { forwardedFor, overwrites } = way.balancer.http!;
  const chain = name.toLowerCase() === 'x-forwarded-for' && ['append', 'replace'].includes(forwardedFor.mode);
  return chain || Object.keys(overwrites).some((written) => written.toLowerCase() === name.toLowerCase());
}

/** Whether the client's address reaches Kong over this way, if only Kong read it. */
export function carriesClient(way: TriedWay, judgement: Judgement): boolean {
  return proxied(way) || writes(way, header(judgement)) || writes(way, 'X-Forwarded-For');
}

/** The balancer of a way within a sentence, without what is said of its targets. */
export function balancerName({ balancer: { name } }: TriedWay): string {
  return name.replace(/,.*/, '');
}

/** Where a variable is, or belongs. */
export function variable({ gateway: { environment } }: Judgement, name: string): Spot {
  return environment.spot(name);
}

/** Whether no address is trusted, not even in a way that has no effect. */
export function trustsNobody({ kong, trust }: Judgement): boolean {
  return trust.nobody && kong?.configuration.trustedIps.length === 0;
}

/** Where trust is given. */
export function trustVariable(judgement: Judgement): Spot {
  const byNginx = judgement.kong?.configuration.trustedIps.length === 0;
  return variable(judgement, byNginx ? 'KONG_NGINX_PROXY_SET_REAL_IP_FROM' : 'KONG_TRUSTED_IPS');
}

/** The field of the object that makes the entrance. */
export function atEntrance({ entrance }: TriedWay, field?: string): Spot {
  return entrance.spot(field);
}

/** What the models of the controllers remarked under a rule's id, where all that may be there agree. */
export function remarked(
  judgement: Judgement,
  rule: string,
  when: (judged: JudgedEntrance) => boolean = () => true,
): Match[] {
  return judgement.entrances.filter(when).flatMap(({ entrance, hypotheses }) => {
    const [first, ...others] = hypotheses.map(({ reading }) => reading);
    return first.remarks
      .filter(
        (remark) => remark.rule === rule && others.every(({ remarks }) => remarks.some((other) => other.rule === rule)),
      )
      .map(({ field, why, mend, write, level }): Match => ({ ...entrance.spot(field), why, mend, write, level }));
  });
}

/** The ports of public entrances that lead past Kong's proxy to one of these. */
export function sidePorts(
  { sidePorts: all }: Judgement,
  targets: readonly Target[],
): (SidePort & { readonly spot: Spot })[] {
  return all
    .filter(({ target, entrance }) => targets.includes(target) && entrance.kind !== 'host-network')
    .map((side) => ({
      ...side,
      spot: side.service.spot(`spec.ports[${side.servicePort.name ?? side.servicePort.port}]`),
    }));
}

/** Where a balancer's health check fails so, and the field that decides; a warning where traffic comes all the same. */
export function failedChecks(
  judgement: Judgement,
  failure: FailedCheck,
  { why: rule }: Pick<Rule, 'why'>,
  match: (balancer: Balancer) => Pick<Match, 'field' | 'why' | 'mend'> = atHealthCheck,
): Match[] {
  const found: Match[] = [];
  for (const {
    judged: { entrance },
    hypothesis: { balancer, failedCheck, failsOpen },
  } of settled(judgement)) {
    if (failedCheck !== failure || !balancer) continue;
    const { field, why = rule, mend } = match(balancer);
    found.push({
      ...entrance.spot(field),
      mend,
      ...(failsOpen ? { level: 'warning', why: `${why} ${FAILS_OPEN}` } : { why }),
    });
  }
  return found;
}

function atHealthCheck({ settings }: Balancer): Pick<Match, 'field'> {
  return { field: settings.healthCheck?.field };
}

const FAILS_OPEN =
  'This balancer then sends to every target, so traffic comes, but a pod that is down is never left out.';

/** Settings that are near misses of what Kong knows. */
export function near(text: string, known: readonly string[], distance = 2): string | undefined {
  const bare = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');
  const meant = bare(text);
  return known.find(
    (name) =>
      name !== text &&
      Math.abs(bare(name).length - meant.length) <= distance &&
      editDistance(bare(name), meant) <= distance,
  );
}
