import { canonical, familyOf, isInternal, providerOf } from './addresses';
import { curlLine } from './curl';
import { Endpoint, Exchange, isHonest } from './exchange';
import { isKongs } from './front';
import { printable } from './printable';
import { sameAddress } from '../check/trial/networks';
import { Verdict, worst } from '../check/verdict';

/** What the user told, and what the cluster did. */
export interface Known {
  /** The user's own public addresses, if they were given. */
  readonly addresses: readonly string[];
  /** The addresses of the cluster's nodes, and their names. */
  readonly nodes: ReadonlyMap<string, string>;
  readonly insecure: boolean;
}

/** How a request came out. `other`: Kong believed an address that nobody claimed, and not the one of the honest requests. */
export type Fate = 'right' | 'lied' | 'other' | 'turned away' | 'not seen';

/** One thing that decides about an endpoint. */
export interface Reason {
  readonly verdict: Verdict;
  readonly why: string;
  /** A command that shows it again. */
  readonly repeat?: string;
}

export interface EndpointReport {
  readonly endpoint: Endpoint;
  /** Undefined where there is nothing to judge. */
  readonly verdict?: Verdict;
  readonly reasons: readonly Reason[];
  /** Why there is nothing to judge: a redirect to https, or a version of HTTP that is not spoken. */
  readonly aside?: string;
  /** The address of the honest requests, and how it is known to be the user's. */
  readonly believed?: string;
  readonly yours?: 'yours' | 'probably yours';
  readonly fates: readonly { readonly exchange: Exchange; readonly fate: Fate }[];
}

/** What came of the requests to one endpoint, in the order in which they were sent. */
export function judge(endpoint: Endpoint, exchanges: readonly Exchange[], known: Known): EndpointReport {
  const honest = exchanges.filter(({ request }) => isHonest(request));
  const silence = silenceOf(honest);
  if (silence) return { endpoint, ...silence, fates: [] };
  const owners = honest.flatMap((exchange) => exchange.believed.map((address) => ownerOf(address, exchange, known)));
  const identity = identityOf(owners);
  const fates = exchanges.map((exchange) => ({ exchange, fate: fateOf(exchange, honest, identity.addresses, known) }));
  const reasons = [...identity.reasons, ...forged(endpoint, fates, known), ...unseen(fates)];
  return {
    endpoint,
    verdict: worst([...reasons.map(({ verdict }) => verdict), 'kept']),
    reasons,
    believed: identity.addresses[0],
    yours: identity.yours,
    fates,
  };
}

/** What is said of an endpoint whose honest requests tell no address. */
function silenceOf(honest: readonly Exchange[]): Pick<EndpointReport, 'verdict' | 'reasons' | 'aside'> | undefined {
  const [first, ...later] = honest;
  const { answer, endpoint } = first;
  switch (answer.kind) {
    case 'not-spoken': return { reasons: [], aside: `${endpoint.version} is not offered` };
    case 'untrusted': return only('unknown', `the certificate is not trusted (${printable(answer.reason)}); if you trust it, add --insecure`);
    case 'unreachable': return only('unknown', unreachable(first, answer.reason));
    case 'refused': return only('broken', `nobody listens: ${answer.reason}`);
    case 'closed': return only('broken', closedWithoutAnswer(first, answer.reason));
  }
  if (honest.some(({ believed }) => believed.length > 0)) {
    const failed = later.find(({ request, answer: other }) => request.name === first.request.name && other.kind !== 'answered');
    return failed && only('unknown', 'one honest request was answered, and a later one was not. Do all pods have the same settings? Run it again');
  }
  const { location } = answer.headers;
  if (answer.status >= 300 && answer.status < 400 && location !== undefined) return { reasons: [], aside: redirected(first, location) };
  if (answer.status === 400) return only('broken', badRequest(first));
  return only('unknown', endpoint.target.echo ? noEcho(answer.status) : noLine(answer.status, isKongs(answer.headers)));
}

function only(verdict: Verdict, why: string): Pick<EndpointReport, 'verdict' | 'reasons'> {
  return { verdict, reasons: [{ verdict, why }] };
}

interface Owner {
  readonly address: string;
  readonly reason?: Reason;
  readonly yours?: 'yours' | 'probably yours';
}

/** Whose address it is that Kong believed. */
function ownerOf(text: string, { endpoint, localAddress }: Exchange, { addresses, nodes }: Known): Owner {
  const address = canonical(text) ?? text;
  const isYours = [...addresses, ...localAddress === undefined ? [] : [localAddress]].some((own) => sameAddress(canonical(own) ?? own, address));
  if (isYours) return { address, yours: 'yours' };
  const node = [...nodes].find(([other]) => sameAddress(other, address))?.[1];
  if (node !== undefined) return lost(address, `that of the node ${node}`);
  const provider = providerOf(address);
  if (provider !== undefined) return lost(address, `that of a proxy of ${provider}`);
  if (sameAddress(address, endpoint.address)) return lost(address, 'that of the balancer itself');
  const told = addresses.some((own) => familyOf(canonical(own) ?? own) === familyOf(address));
  if (told) return lost(address, `not yours, which you gave as ${addresses.join(', ')}`);
  if (!isInternal(address)) return { address, yours: 'probably yours' };
  if (!isInternal(canonical(endpoint.address) ?? endpoint.address)) return lost(address, 'an address that nobody on the internet has');
  const why = `Kong believes ${address}, which may be yours in this private network; give your address there by --address`;
  return { address, reason: { verdict: 'unknown', why } };
}

function lost(address: string, whose: string): Owner {
  return { address, reason: { verdict: 'lost', why: `Kong believes ${address}: ${whose}` } };
}

function identityOf(owners: readonly Owner[]): { addresses: string[]; yours?: Owner['yours']; reasons: Reason[] } {
  const addresses = [...new Set(owners.map(({ address }) => address))];
  const reasons = owners.flatMap(({ reason }, index) => reason && owners.findIndex((other) => other.reason?.why === reason.why) === index ? [reason] : []);
  const guesses = owners.filter(({ yours }) => yours === 'probably yours');
  if (guesses.length > 0 && addresses.length > 1) {
    reasons.push({ verdict: 'unknown', why: `Kong believed different addresses for this machine (${addresses.join(', ')}); give yours by --address` });
  }
  const yours = reasons.length > 0 ? undefined : guesses.length > 0 ? 'probably yours' : 'yours';
  return { addresses, yours, reasons };
}

function fateOf({ request, believed, answer, localAddress }: Exchange, honest: readonly Exchange[], right: readonly string[], { addresses }: Known): Fate {
  if (believed.some((address) => request.lies.some((lie) => sameAddress(lie, address)))) return 'lied';
  const expected = [...right, ...addresses, ...localAddress === undefined ? [] : [localAddress]];
  if (believed.some((address) => !expected.some((one) => sameAddress(one, address)))) return 'other';
  if (believed.length > 0) return 'right';
  if (answer.kind !== 'answered') return 'turned away';
  const statuses = honest.flatMap((exchange) => exchange.answer.kind === 'answered' ? [exchange.answer.status] : []);
  return statuses.includes(answer.status) ? 'not seen' : 'turned away';
}

function forged(endpoint: Endpoint, fates: EndpointReport['fates'], { insecure }: Known): Reason[] {
  return fates.flatMap(({ exchange: { request, believed }, fate }): Reason[] => {
    const repeat = curlLine(endpoint, request, insecure);
    if (fate === 'lied') return [{ verdict: 'forgeable', why: `${request.name}: Kong believes ${believed.join(', ')}, which the request claimed`, repeat }];
    if (fate !== 'other' || isHonest(request)) return [];
    return believed.every(isInternal)
      ? [{ verdict: 'forgeable', why: `${request.name}: Kong believes ${believed.join(', ')} in place of the client, who can hide behind it`, repeat }]
      : [{ verdict: 'unknown', why: `${request.name}: Kong believed ${believed.join(', ')}, which is not the address of the honest requests; run it again`, repeat }];
  });
}

function unseen(fates: EndpointReport['fates']): Reason[] {
  const names = fates.filter(({ fate }) => fate === 'not seen').map(({ exchange }) => exchange.request.name);
  return names.length === 0 ? [] : [{ verdict: 'unknown', why: `no line was found for: ${names.join(', ')}; is every pod of Kong read? Run it again` }];
}

function closedWithoutAnswer({ endpoint: { target } }: Exchange, reason: string): string {
  return `the connection ends without an answer (${printable(reason)}). Kong does that where it expects a PROXY header and gets none`
    + `${target.scheme === 'https' ? ', or gets one that it does not expect' : ''}`;
}

function unreachable({ endpoint: { family } }: Exchange, reason: string): string {
  return `${printable(reason)}. Is there a firewall, or has this machine no IPv${family}? Run it from elsewhere, or name an address of the other family`;
}

function noEcho(status: number): string {
  return `the answer was ${status}, and holds no X-Real-IP; name by --echo a route to an upstream that answers with the headers that it got`;
}

function badRequest({ endpoint: { target } }: Exchange): string {
  return 'an honest request is answered with 400, and has no line in the log. Kong does that where the balancer sends a PROXY header that Kong does not '
    + `expect${target.scheme === 'http' ? ', or where the port speaks TLS' : ''}`;
}

function redirected({ endpoint: { target } }: Exchange, location: string): string {
  const secure = location.startsWith('https:') && target.scheme === 'http';
  return `redirects to ${printable(location)} before Kong${secure ? '; name the https URL, too' : ''}`;
}

function noLine(status: number, isOfKong: boolean): string {
  return `the answer was ${status}, and no line with the request was found in what was read. ${isOfKong
    ? 'Kong answered: turn its access log on (KONG_PROXY_ACCESS_LOG=/dev/stdout), with the path of the request and the client in its format, or read other pods'
    : 'Did Kong answer, or something before it? Look at the balancer\'s health checks, and whether this name leads to the pods that were read'}`;
}
