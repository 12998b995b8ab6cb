import { Built, withOverlays } from './built';
import { Candidate } from './candidates';
import { ByHand, Change, Edits, editsOf } from './changes';
import { applyEdits } from './edits';
import { CannotEdit } from './yaml-path';
import { ClientIpCheckOptions } from '../check/options';
import { ClientIpGatewayReport, ClientIpVerdict } from '../check/report';
import { ReadTools } from '../forms/read';
import { ClientIpManifest } from '../forms/text';
import { STATEMENTS } from '../plan/manifest';

/** What tells the next reader which balancer is in front stays together. */
const STATED = new Set(STATEMENTS.map((key) => `metadata.annotations[${key}]`));

/** What changes make of the texts. */
export interface Tried {
  readonly texts: ClientIpManifest[];
  readonly byHand: readonly ByHand[];
  readonly changes: readonly Change[];
}

/** A report names the same gateway as another one does. */
export function isSameGateway(one: Named, other: Named): boolean {
  return one.gateway === other.gateway && one.installedBy === other.installedBy && one.file === other.file;
}

type Named = Pick<ClientIpGatewayReport, 'gateway' | 'installedBy' | 'file'>;

/** Tries changes of the texts on one gateway, by the check. */
export class Attempts {
  constructor(
    private readonly texts: readonly ClientIpManifest[],
    private readonly report: ClientIpGatewayReport,
    private readonly options: ClientIpCheckOptions & { readonly trust?: readonly string[] },
    private readonly built: Built,
  ) {}

  /** The candidate that takes the fewest changes of those with which the gateway is kept. */
  public best(candidates: readonly Candidate[]): Tried | undefined {
    const starts = candidates.flatMap(({ changes }) => startsOf(changes));
    const tried = starts.filter((changes) => this.isMendedBy(changes)).map((changes) => this.smallest(changes));
    const [best] = tried.sort((a, b) => a.length - b.length);
    if (!best) return undefined;
    const { edits, byHand } = together(best);
    return { texts: applyEdits(this.texts, edits), byHand, changes: best };
  }

  /** Without each change that is not needed. */
  private smallest(changes: readonly Change[]): readonly Change[] {
    let left = [...changes];
    const most = this.questionsWith(changes);
    // With Local no node dials Kong, so that none of them has to be trusted: worth more than a smaller change.
    const spare = changes.filter(
      ({ field }) => !field.endsWith('externalTrafficPolicy') && !STATED.has(field) && !this.isAskedFor(field),
    );
    for (const change of spare.reverse()) {
      const without = left.filter((one) => one !== change);
      if (this.isMendedBy(without, most)) left = without;
    }
    return left;
  }

  /** The networks that the user names take the place of those that are written, even where these do no harm. */
  private isAskedFor(field: string): boolean {
    return this.options.trust !== undefined && field.endsWith('[KONG_TRUSTED_IPS]');
  }

  /** Whether the gateway is kept with some changes, and with no more questions than there may be. */
  private isMendedBy(changes: readonly Change[], most = Infinity): boolean {
    try {
      const { edits, byHand } = together(changes);
      const texts = applyEdits(this.texts, edits);
      const reports = this.built.check(texts, this.options, alsoOf(byHand)).gateways;
      const report = reports.find((one) => isSameGateway(one, this.report));
      if (report?.verdict !== ClientIpVerdict.KEPT || report.questions.length > most) return false;
      // Throws where no patch of an overlay leads there.
      withOverlays(this.built, this.texts, texts);
      return true;
    } catch (error) {
      if (error instanceof CannotEdit) return false;
      throw error;
    }
  }

  /** A change that answers a question is not one to do without. */
  private questionsWith(changes: readonly Change[]): number {
    const texts = applyEdits(this.texts, together(changes).edits);
    return (
      this.built.check(texts, this.options).gateways.find((one) => isSameGateway(one, this.report))?.questions.length ??
      Infinity
    );
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
