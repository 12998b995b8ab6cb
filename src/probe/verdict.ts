import { isInternal } from './addresses';
import { curlLine } from './curl';
import { Endpoint, Exchange, isHonest } from './exchange';
import { isKongs } from './front';
import { Known, ownAddresses, Owner, ownerOf, Reason } from './owner';
import * as say from './sentences';
import { sameAddress } from '../check/trial/networks';
import { Verdict, worst } from '../check/verdict';

/** How a request came out. `other`: Kong believed neither a claim nor the address of the honest requests. */
export type Fate = 'right' | 'lied' | 'other' | 'turned away' | 'not seen';

export interface EndpointReport {
  readonly endpoint: Endpoint;
  /** Undefined where there is nothing to judge. */
  readonly verdict?: Verdict;
  readonly reasons: readonly Reason[];
  /** Why there is nothing to judge: a redirect to https, or a version of HTTP that is not spoken. */
  readonly aside?: string;
  /** The address of the honest requests, and how it is known to be the user's. */
  readonly believed?: string;
  readonly yours?: Owner['yours'];
  readonly fates: readonly Told[];
}

export interface Told {
  readonly exchange: Exchange;
  readonly fate: Fate;
}

/** What came of the requests to one endpoint, in the order in which they were sent. */
export function judge(endpoint: Endpoint, exchanges: readonly Exchange[], known: Known): EndpointReport {
  const honest = exchanges.filter(({ request }) => isHonest(request));
  const silence = silenceOf(honest);
  if (silence) return { endpoint, ...withLies(silence, exchanges, known), fates: [] };
  const { addresses, yours, reasons: doubts } = identityOf(honest, known);
  const fates = exchanges.map((exchange) => ({ exchange, fate: fateOf(exchange, honest, addresses, known) }));
  const reasons = [...doubts, ...fates.flatMap((told) => forged(endpoint, told, known)), ...unseen(fates)];
  const verdict = worst([...reasons.map((reason) => reason.verdict), 'kept']);
  return { endpoint, verdict, reasons, believed: addresses[0], yours, fates };
}

/** An endpoint that answers no honest request may believe a client's own PROXY header. */
function withLies(silence: Silence, exchanges: readonly Exchange[], known: Known): Silence {
  const told = exchanges.map((exchange): Told => ({ exchange, fate: fateOf(exchange, [], [], known) }));
  const lied = told.filter(({ fate }) => fate === 'lied').flatMap((one) => forged(one.exchange.endpoint, one, known));
  return { ...silence, reasons: [...silence.reasons, ...lied] };
}

type Silence = Pick<EndpointReport, 'verdict' | 'reasons' | 'aside'>;

/** What is said of an endpoint whose honest requests tell no address. */
function silenceOf(honest: readonly Exchange[]): Silence | undefined {
  const [first, ...later] = honest;
  const { answer, endpoint } = first;
  switch (answer.kind) {
    case 'not-spoken':
      return { reasons: [], aside: `${endpoint.version} is not offered` };
    case 'untrusted':
      return only('unknown', say.untrusted(answer.reason));
    case 'unreachable':
      return only('unknown', say.unreachable(first, answer.reason));
    case 'refused':
      return only('broken', `nothing listens: ${answer.reason}`);
    case 'closed':
      return only('broken', say.closedWithoutAnswer(first, answer.reason));
  }
  if (honest.some(({ believed }) => believed.length > 0)) {
    const repeated = later.filter(({ request }) => request.name === first.request.name);
    const isSteady = repeated.every((exchange) => exchange.answer.kind === 'answered');
    return isSteady ? undefined : only('unknown', say.unsteady());
  }
  const { status, headers } = answer;
  const { location } = headers;
  const redirects = status >= 300 && status < 400 && location !== undefined;
  if (redirects) return { reasons: [], aside: say.redirected(first, location) };
  if (status === 400) return only('broken', say.badRequest(first));
  if (endpoint.target.echo) return only('unknown', say.noEcho(status));
  return only('unknown', say.noLine(status, isKongs(headers), first.seenBy.length > 0));
}

function only(verdict: Verdict, why: string): Pick<EndpointReport, 'verdict' | 'reasons'> {
  return { verdict, reasons: [{ verdict, why }] };
}

interface Identity {
  readonly addresses: readonly string[];
  readonly yours?: Owner['yours'];
  readonly reasons: readonly Reason[];
}

/** The addresses from which Kong took the honest requests to come. */
function identityOf(honest: readonly Exchange[], known: Known): Identity {
  const owners = honest.flatMap((exchange) => exchange.believed.map((address) => ownerOf(address, exchange, known)));
  const byAddress = new Map(owners.map((owner) => [owner.address, owner]));
  const addresses = [...byAddress.keys()];
  const reasons = [...byAddress.values()].flatMap(({ reason }) => reason ?? []);
  const guessed = owners.some(({ yours }) => yours === 'probably yours');
  if (guessed && addresses.length > 1) reasons.push({ verdict: 'unknown', why: say.believesSeveral(addresses) });
  if (reasons.length > 0) return { addresses, reasons };
  return { addresses, yours: guessed ? 'probably yours' : 'yours', reasons };
}

function fateOf(exchange: Exchange, honest: readonly Exchange[], right: readonly string[], known: Known): Fate {
  const { request, believed, answer, localAddress } = exchange;
  const expected = [...right, ...ownAddresses(known.addresses, localAddress)];
  const isOneOf = (list: readonly string[]) => (address: string) => list.some((one) => sameAddress(one, address));
  if (believed.some(isOneOf(request.lies))) return 'lied';
  if (!believed.every(isOneOf(expected))) return 'other';
  if (believed.length > 0) return 'right';
  if (answer.kind !== 'answered') return 'turned away';
  const answeredAlike = honest.some(({ answer: other }) => other.kind === 'answered' && other.status === answer.status);
  return answeredAlike ? 'not seen' : 'turned away';
}

function forged(endpoint: Endpoint, { exchange: { request, believed }, fate }: Told, { insecure }: Known): Reason[] {
  const repeat = curlLine(endpoint, request, insecure);
  if (fate === 'lied') return [{ verdict: 'forgeable', why: say.believesLie(request.name, believed), repeat }];
  if (fate !== 'other' || isHonest(request)) return [];
  return believed.every(isInternal)
    ? [{ verdict: 'forgeable', why: say.hidesClient(request.name, believed), repeat }]
    : [{ verdict: 'unknown', why: say.believesAnother(request.name, believed), repeat }];
}

function unseen(fates: readonly Told[]): Reason[] {
  const names = fates.filter(({ fate }) => fate === 'not seen').map(({ exchange }) => exchange.request.name);
  return names.length === 0 ? [] : [{ verdict: 'unknown', why: say.notSeen(names) }];
}
