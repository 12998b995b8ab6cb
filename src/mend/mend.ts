import { ask, Question } from './asking';
import { balancersOf, Candidate, candidatesOf, needsTrust, suspectsOf, waysOf } from './candidates';
import { ByHand, Change, Edits, editsOf } from './changes';
import { applyEdits } from './edits';
import { CannotEdit } from './yaml-edit';
import { check, judgementsOf } from '../check/check';
import { Judgement } from '../check/judge';
import { ClientIpCheckOptions } from '../check/options';
import { ClientIpGatewayReport, ClientIpVerdict } from '../check/report';
import { RULES } from '../check/rules';
import { worst } from '../check/verdict';
import { Entrance } from '../check/world/entrance';
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
  /** What to write where no text can be changed. */
  readonly byHand: readonly ByHand[];
  /** Why it was not mended, and what is needed. */
  readonly question?: Question;
}

export interface MendReport {
  readonly gateways: readonly Mended[];
  /** The texts that are changed, as they should be. */
  readonly changed: readonly ClientIpManifest[];
}

/**
 * Finds the smallest changes of the user's texts with which every gateway keeps the client's address. Writes nothing.
 */
export function mend(texts: readonly ClientIpManifest[], options: MendOptions = {}, tools: ReadTools = {}): MendReport {
  let current = [...texts];
  const gateways: Mended[] = [];
  const ids = check(texts, options, tools).gateways.filter(({ verdict }) => verdict !== ClientIpVerdict.KEPT);
  for (const report of ids) {
    const { result, texts: next } = new Mending(current, report, options, tools).run();
    gateways.push(result);
    current = next;
  }
  return { gateways, changed: current.filter((text, index) => text.text !== texts[index].text) };
}

/** The mending of one gateway. */
class Mending {
  private readonly judgement: Judgement | undefined;

  constructor(
    private readonly texts: ClientIpManifest[],
    private readonly report: ClientIpGatewayReport,
    private readonly options: MendOptions,
    private readonly tools: ReadTools,
  ) {
    this.judgement = judgementsOf(texts, options, tools).find(({ gateway: { workload } }) =>
      this.isIt({ gateway: workload.id, installedBy: workload.made?.by, file: workload.place()?.file }),
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
    if (bad.length === 0) return fail(ask.elsewhere(report));
    let untrusted: string | undefined;
    for (const entrance of bad) {
      for (const balancer of balancersOf(entrance)) {
        for (const way of this.waysOf(balancer, judgement)) {
          const trust = this.trustOf(judgement);
          if (needsTrust(way) && trust.length === 0) {
            untrusted ??= balancer;
            continue;
          }
          const found = this.try(candidatesOf(judgement, entrance, balancer, way, trust, suspects));
          if (found) return { result: { ...base, by: { balancer, way }, byHand: found.byHand }, texts: found.texts };
        }
      }
    }
    if (untrusted !== undefined) return fail(ask.networks(untrusted));
    if (bad.some((one) => balancersOf(one).length > 0)) return fail(ask.noChange(report));
    return fail(bad.some(({ kind }) => kind === 'front-proxy') ? ask.frontProxy() : ask.balancer());
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

  /** The networks that the user names, or that Kong believes already, unless these are all addresses. */
  private trustOf({ gateway: { environment } }: Judgement): readonly string[] {
    if (this.options.trust) return this.options.trust;
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

  private try(candidates: readonly Candidate[]): { texts: ClientIpManifest[]; byHand: readonly ByHand[] } | undefined {
    const starts = candidates.flatMap(({ changes }) => startsOf(changes));
    const tried = starts.filter((changes) => this.isMendedBy(changes)).map((changes) => this.smallest(changes));
    const [best] = tried.sort((a, b) => a.length - b.length);
    if (!best) return undefined;
    const { edits, byHand } = together(best);
    return { texts: applyEdits(this.texts, edits), byHand };
  }

  /** Without each change that is not needed. */
  private smallest(changes: readonly Change[]): readonly Change[] {
    let left = [...changes];
    const most = this.questionsWith(changes);
    // With Local no node dials Kong, so that none of them has to be trusted: worth more than a smaller change.
    const spare = changes.filter(({ field }) => !field.endsWith('externalTrafficPolicy'));
    for (const change of spare.reverse()) {
      const without = left.filter((one) => one !== change);
      if (this.isMendedBy(without, most)) left = without;
    }
    return left;
  }

  /** Whether the gateway is kept with some changes, and with no more questions than there may be. */
  private isMendedBy(changes: readonly Change[], most = Infinity): boolean {
    try {
      const { edits, byHand } = together(changes);
      const texts = applyEdits(this.texts, edits);
      const reports = check(texts, this.options, { ...this.tools, also: alsoOf(byHand) }).gateways;
      const report = reports.find((one) => this.isIt(one));
      return report?.verdict === ClientIpVerdict.KEPT && report.questions.length <= most;
    } catch (error) {
      if (error instanceof CannotEdit) return false;
      throw error;
    }
  }

  /** A change that answers a question is not one to do without. */
  private questionsWith(changes: readonly Change[]): number {
    const texts = applyEdits(this.texts, together(changes).edits);
    return check(texts, this.options, this.tools).gateways.find((one) => this.isIt(one))?.questions.length ?? Infinity;
  }

  private isIt({
    gateway,
    installedBy,
    file,
  }: Pick<ClientIpGatewayReport, 'gateway' | 'installedBy' | 'file'>): boolean {
    const { report } = this;
    return gateway === report.gateway && installedBy === report.installedBy && file === report.file;
  }
}

/** All changes; or those of Kong alone, since annotations may name objects of the balancer that are not here. */
function startsOf(changes: readonly Change[]): (readonly Change[])[] {
  const ofKong = changes.filter(({ field }) => !field.startsWith('metadata.annotations['));
  return ofKong.length === changes.length ? [changes] : [changes, ofKong];
}

function together(changes: readonly Change[]): Edits {
  const all = changes.map(editsOf);
  return { edits: all.flatMap(({ edits }) => edits), byHand: all.flatMap(({ byHand }) => byHand) };
}

function alsoOf(byHand: readonly ByHand[]): ReadTools['also'] {
  return byHand.length === 0 ? undefined : byHand;
}
