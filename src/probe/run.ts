import { randomBytes } from 'crypto';
import { lookup } from 'dns/promises';
import { setTimeout as sleep } from 'timers/promises';
import { addressIn } from './access-log/access-line';
import { LogSource, Trouble } from './access-log/source';
import { canonical, familyOf } from './addresses';
import { echoIn } from './echo';
import { Answer, Endpoint, Exchange, Family, isHonest, ProbeRequest, Target } from './exchange';
import { requestsFor } from './plan';
import { printable } from './printable';
import { send, Sending } from './sender';

/** How long the log may take to be written. */
export const PATIENCE_MS = 10_000;
const POLL_MS = 50;
/** Lines of requests that were answered otherwise than the honest ones may follow these. */
const GRACE_MS = 500;

export interface ProbeRun {
  readonly targets: readonly Target[];
  /** @default - none: every target echoes */
  readonly source?: LogSource;
  readonly insecure: boolean;
  /** @default PATIENCE_MS */
  readonly patienceMs?: number;
}

/** Sends every request, one connection at a time, and reads which address Kong believed. */
export async function exchangesOf(probeRun: ProbeRun): Promise<Exchange[]> {
  const { targets, source, insecure, patienceMs = PATIENCE_MS } = probeRun;
  const run = `client-ip-probe-${randomBytes(6).toString('hex')}`;
  const lines = new Map<string, LogLine[]>();
  await source?.open((line, seenBy) => {
    const marker = markerIn(line, run);
    if (marker === undefined) return;
    lines.set(marker, [...(lines.get(marker) ?? []), { address: addressIn(line), seenBy }]);
  });
  try {
    const sent: Sent[] = [];
    for (const target of targets) sent.push(...(await sendTo(target, run, sent.length, insecure)));
    if (source) await settle(sent, source, (marker) => lines.has(marker), patienceMs);
    return sent.map((one) => exchangeOf(one, lines.get(one.marker) ?? []));
  } finally {
    await source?.close();
  }
}

/** What a line of a log tells of a request. */
interface LogLine {
  readonly address?: string;
  readonly seenBy: string;
}

type Sent = Pick<Exchange, 'endpoint' | 'request' | 'marker'> & Sending;

async function sendTo(target: Target, run: string, offset: number, insecure: boolean): Promise<Sent[]> {
  const sent: Sent[] = [];
  const addresses = await addressesOf(target.host);
  for (const [index, { family, address }] of addresses.entries()) {
    for (const version of target.scheme === 'https' ? (['HTTP/1.1', 'HTTP/2'] as const) : (['HTTP/1.1'] as const)) {
      const endpoint: Endpoint = { target, family, address, version };
      let silence: Answer['kind'] | undefined;
      for (const request of requestsFor(endpoint, index === 0)) {
        if (silence !== undefined && !mayOpen(request, silence)) continue;
        const marker = `${run}-${String(offset + sent.length).padStart(4, '0')}`;
        const one = { endpoint, request, marker, ...(await send(endpoint, request, marker, insecure)) };
        sent.push(one);
        if (isHonest(request) && one.answer.kind !== 'answered') silence = one.answer.kind;
      }
    }
  }
  return sent;
}

/**
 * Whoever gives no answer to an honest request is asked on only where connections end: Kong may wait for a PROXY
 * header, and believe a client's own.
 */
function mayOpen({ proxyHeader }: ProbeRequest, silence: Answer['kind']): boolean {
  return silence === 'closed' && proxyHeader !== undefined;
}

/** One address of each family, IPv4 first. Rejects when the name has none. */
async function addressesOf(host: string): Promise<{ family: Family; address: string }[]> {
  const literal = canonical(host);
  if (literal !== undefined) return [{ family: familyOf(literal), address: literal }];
  const found = await lookup(host, { all: true }).catch((error: Error) => {
    throw new Trouble(`${printable(host)} has no address (${error.message}); is the name right, and known here?`);
  });
  return ([4, 6] as const).flatMap((family) => {
    const first = found.find((one) => one.family === family);
    return first ? [{ family, address: first.address }] : [];
  });
}

/** The marker of a request of this run, anywhere in the line. */
function markerIn(line: string, run: string): string | undefined {
  const start = line.indexOf(run);
  const marker = start < 0 ? '' : line.slice(start, start + run.length + 5);
  return /-\d{4}$/.test(marker) ? marker : undefined;
}

/** Waits for the lines of all requests that were answered as the honest ones were, and a little for the others. */
async function settle(
  sent: readonly Sent[],
  source: LogSource,
  isFound: (marker: string) => boolean,
  longestMs: number,
): Promise<void> {
  const statuses = new Set(sent.filter(({ request }) => isHonest(request)).map(statusOf));
  const answered = sent.filter((one) => statusOf(one) !== undefined);
  const expected = answered.filter((one) => statuses.has(statusOf(one)) && mayBeKongs(statusOf(one)!));
  const wait = async (awaited: readonly Sent[], ms: number) => {
    for (let left = ms; left > 0; left -= POLL_MS) {
      if (source.ended || awaited.every(({ marker }) => isFound(marker))) return;
      await sleep(POLL_MS);
    }
  };
  await wait(expected, longestMs);
  await wait(answered, GRACE_MS);
}

/** A redirect is the balancer's as a rule, and a bad request has no path in the log. */
function mayBeKongs(status: number): boolean {
  return status !== 400 && (status < 300 || status >= 400);
}

function statusOf({ answer }: Sent): number | undefined {
  return answer.kind === 'answered' ? answer.status : undefined;
}

function exchangeOf(sent: Sent, lines: readonly LogLine[]): Exchange {
  const { answer, endpoint } = sent;
  const upstream = endpoint.target.echo && answer.kind === 'answered' ? echoIn(answer.body) : undefined;
  const believed = [...lines.flatMap(({ address }) => address ?? []), ...(upstream ? [upstream.realIp] : [])];
  const seenBy = lines.map((line) => line.seenBy);
  return { ...sent, believed: [...new Set(believed)], seenBy: [...new Set(seenBy)], upstream };
}
