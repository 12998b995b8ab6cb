import { ask, Question } from './asking';
import { Attempts, isSameGateway } from './attempts';
import { besideOf } from './beside';
import { Built, withOverlays } from './built';
import { Candidate, candidatesOf, suspectsOf } from './candidates';
import { ByHand, Change } from './changes';
import { closedBy, closingOf, isHopeless } from './closing';
import { ASSUMED, FRONT_PROXY, softwareOf } from './front-proxies';
import { balancersOf, needsTrust, waysOf } from './ways';
import { Judgement } from '../check/judge';
import { ClientIpCheckOptions } from '../check/options';
import { ClientIpGatewayReport, ClientIpNotJudged, ClientIpVerdict } from '../check/report';
import { RULES } from '../check/rules';
import { worst } from '../check/verdict';
import { Entrance } from '../check/world/entrance';
import { BALANCERS } from '../controllers/registry';
import { ReadTools } from '../forms/read';
import { ClientIpManifest } from '../forms/text';
import { parseCidr } from '../net/cidr';
import { isWorldwide } from '../net/cidr-set';
import { Way } from '../values/row';

export interface MendOptions extends ClientIpCheckOptions {
  /** The way to go; the one that the input seems to want, or the best of the balancer, if it is left out. */
  readonly way?: Way;
  /** The networks that Kong is to believe. */
  readonly trust?: readonly string[];
}

/** What came of mending a gateway. */
export interface Mended {
  readonly gateway: string;
  readonly installedBy?: string;
  readonly before: ClientIpVerdict;
  /** How it was mended; undefined where it was not. */
  readonly by?: { readonly balancer: string; readonly way: Way };
  /** Objects that no longer lead here from outside, since no other change was enough. */
  readonly closes?: readonly string[];
  /** What it rests on that no file tells. */
  readonly assumes?: string;
  /** What to write where no text can be changed. */
  readonly byHand: readonly ByHand[];
  /** Why it was not mended, and what is needed. */
  readonly question?: Question;
}

export interface MendReport {
  /** Those whose client's address was not kept. */
  readonly gateways: readonly Mended[];
  /** How many gateways keep it already. */
  readonly kept: number;
  /** What looks like Kong and could not be judged, and so was not mended. */
  readonly notJudged: readonly ClientIpNotJudged[];
  /** The texts that are changed, as they should be. */
  readonly changed: readonly ClientIpManifest[];
}

/**
 * Finds the smallest changes of the user's texts with which every gateway keeps the client's address. Writes nothing.
 */
export function mend(texts: readonly ClientIpManifest[], options: MendOptions = {}, tools: ReadTools = {}): MendReport {
  const built = new Built(tools);
  const gateways: Mended[] = [];
  const { gateways: all, notJudged } = built.check(texts, options);
  const bad = all.filter(({ verdict }) => verdict !== ClientIpVerdict.KEPT);
  const before = [...texts, ...built.all];
  let current = before;
  for (const report of bad) {
    const { result, texts: next } = new Mending(current, report, options, built).run();
    gateways.push(result);
    current = next;
  }
  const changed = withOverlays(built, before, current).filter((text, index) => text.text !== texts[index].text);
  return { gateways, kept: all.length - bad.length, notJudged, changed };
}

/** The mending of one gateway. */
class Mending {
  private readonly judgement: Judgement | undefined;
  private readonly attempts: Attempts;

  constructor(
    private readonly texts: ClientIpManifest[],
    private readonly report: ClientIpGatewayReport,
    private readonly options: MendOptions,
    private readonly built: Built,
  ) {
    this.attempts = new Attempts(texts, report, options, built);
    this.judgement = built
      .judgements(texts, options)
      .find(({ gateway: { workload } }) =>
        isSameGateway({ gateway: workload.id, installedBy: workload.made?.by, file: workload.place()?.file }, report),
      );
  }

  public run(): { result: Mended; texts: ClientIpManifest[] } {
    const { judgement, report } = this;
    const base = { gateway: report.gateway, installedBy: report.installedBy, before: report.verdict, byHand: [] };
    const fail = (question: Question) => ({ result: { ...base, question }, texts: this.texts });
    if (!judgement) return fail(ask.nothingKnown());
    if (judgement.gateway.workload.made?.doubts.length) return fail(ask.doubts(judgement.gateway.workload.made.doubts));
    const bad = this.badEntrances(judgement);
    const suspects = suspectsOf(RULES.filter(({ level }) => level === 'error').flatMap((rule) => rule.find(judgement)));
    const isTold = suspects.some(({ value }) => value !== undefined);
    if (bad.length === 0 && !isTold) return fail(ask.elsewhere(report));
    const written = this.writtenForAnother(bad);
    if (written !== undefined) return fail(ask.otherCloud(this.options.cloud!, written));
    // Where every way in is right, something in front of them is not.
    const found =
      this.through(bad.length > 0 ? bad : judgement.found, judgement, (entrance) => [
        ...suspects,
        ...besideOf(judgement, entrance),
      ]) ??
      (this.mayClose(bad, judgement)
        ? this.through(judgement.found, judgement, (entrance) => [...suspects, ...closingOf(judgement, entrance)])
        : undefined);
    if (found) {
      const { balancer, way, texts, byHand, changes } = found;
      const assumes = balancer === FRONT_PROXY ? ASSUMED : undefined;
      return { result: { ...base, by: { balancer, way }, closes: closedBy(changes), assumes, byHand }, texts };
    }
    const untrusted = this.untrusted(bad, judgement);
    if (untrusted !== undefined) return fail(ask.networks(untrusted));
    if (bad.some((one) => one.kind !== 'front-proxy' && balancersOf(one).length > 0)) return fail(ask.noChange(report));
    const front = bad.find(({ kind }) => kind === 'front-proxy');
    if (!front) return fail(ask.balancer());
    return fail(softwareOf(front) === undefined ? ask.unknownProxy(front.at) : ask.frontProxy());
  }

  /** The balancer that annotations make on another cloud than the one that the user names. */
  private writtenForAnother(bad: readonly Entrance[]): string | undefined {
    const { cloud } = this.options;
    if (cloud === undefined) return undefined;
    const anywhere = this.built.judgements(this.texts, { ...this.options, cloud: undefined, controller: undefined });
    const found = anywhere.flatMap((one) => one.found);
    for (const { at, readings } of bad) {
      const made = found
        .filter((other) => other.at.id === at.id && other.at.place()?.file === at.place()?.file)
        .flatMap((other) => other.readings.flatMap(({ balancer }) => balancer ?? []));
      const foreign = made.find(({ id }) => !['none', cloud, undefined].includes(BALANCERS[id]?.cloud));
      const isSame = made.some(({ id }) => readings.some(({ balancer }) => balancer?.id === id));
      if (foreign && !isSame) return `the ${foreign.name}`;
    }
    return undefined;
  }

  /** The first way through one of these entrances with which the gateway is kept. */
  private through(entrances: readonly Entrance[], judgement: Judgement, further: (entrance: Entrance) => Change[]) {
    for (const entrance of entrances) {
      // Where all else is right, what a proxy in the cluster does is a question, and a promise is no answer to it.
      if (entrance.kind === 'front-proxy' && this.report.verdict === ClientIpVerdict.UNKNOWN) continue;
      for (const balancer of balancersOf(entrance)) {
        for (const way of this.waysOf(balancer, judgement)) {
          const trusts = needsTrust(way) ? this.trustsOf(judgement) : [[]];
          const found = this.first(trusts, (trust) =>
            candidatesOf(judgement, entrance, balancer, way, trust, further(entrance)),
          );
          if (found) return { ...found, balancer, way };
        }
      }
    }
    return undefined;
  }

  /** Whether everything is known that could mend a way in, so that nothing is left but to close it. */
  private mayClose(bad: readonly Entrance[], judgement: Judgement): boolean {
    if (this.report.verdict === ClientIpVerdict.UNKNOWN) return false;
    return (
      bad.every((one) => balancersOf(one).length > 0 || isHopeless(one)) && this.untrusted(bad, judgement) === undefined
    );
  }

  /** A balancer that could go a way if its networks were named. */
  private untrusted(entrances: readonly Entrance[], judgement: Judgement): string | undefined {
    if (this.trustsOf(judgement).length > 0) return undefined;
    return entrances.flatMap(balancersOf).find((balancer) => this.waysOf(balancer, judgement).some(needsTrust));
  }

  /**
   * The ways in whose verdict is not kept, the worst first; all of them where Kong does not start, or the API server
   * refuses an object.
   */
  private badEntrances({ entrances, found, kong, apiRefusals, failedProbes }: Judgement): readonly Entrance[] {
    if (!kong || apiRefusals.length > 0 || failedProbes.length > 0) return found;
    const worstOf = worst(entrances.map(({ verdict }) => verdict));
    return entrances
      .filter(({ verdict }) => verdict !== 'kept')
      .sort((a, b) => Number(b.verdict === worstOf) - Number(a.verdict === worstOf))
      .map(({ entrance }) => entrance);
  }

  private waysOf(balancer: string, judgement: Judgement): Way[] {
    const able = waysOf(balancer, judgement);
    return this.options.way ? able.filter((way) => way === this.options.way) : able;
  }

  /** What is found with the first networks for which anything is. */
  private first(trusts: readonly (readonly string[])[], candidates: (trust: readonly string[]) => Candidate[]) {
    for (const trust of trusts) {
      const found = this.attempts.best(candidates(trust));
      if (found) return found;
    }
    return undefined;
  }

  /**
   * The networks that the user names for Kong to believe. Without them, those that it believes already, and those from
   * which the user knows the balancer or the nodes to dial.
   */
  private trustsOf(judgement: Judgement): (readonly string[])[] {
    const { trust, balancer = [], nodes = [] } = this.options;
    if (trust) return [trust];
    return [this.believed(judgement), balancer, [...new Set([...balancer, ...nodes])]].filter(
      (networks) => networks.length > 0,
    );
  }

  /** The networks that Kong believes already, unless these are all addresses. */
  private believed({ gateway: { environment } }: Judgement): readonly string[] {
    const written = (environment.value('KONG_TRUSTED_IPS') ?? '')
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '');
    try {
      const networks = written.map(parseCidr);
      return isWorldwide(networks) ? [] : written;
    } catch {
      return [];
    }
  }
}
