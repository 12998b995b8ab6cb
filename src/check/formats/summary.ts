import { ClientIpGatewayReport, ClientIpReport, ClientIpVerdict } from '../report';

/** A verdict in a sentence. */
export const MEANING: Readonly<Record<ClientIpVerdict, string>> = {
  [ClientIpVerdict.BROKEN]: 'honest traffic is refused',
  [ClientIpVerdict.FORGEABLE]: 'a client can choose the address that Kong believes',
  [ClientIpVerdict.LOST]: 'every client has the address of a proxy or a node',
  [ClientIpVerdict.UNKNOWN]: 'the input does not tell',
  [ClientIpVerdict.KEPT]: "the client's address arrives, and cannot be forged",
};

/** How many gateways and findings there are, in a sentence. */
export function summary({ gateways, read, notJudged }: ClientIpReport): string {
  const unjudged = notJudged.length === 0 ? '' : ` Not judged: ${notJudged.length}.`;
  if (gateways.length === 0) {
    return `No Kong gateway found in ${plural(read.objects, 'object')}.${unjudged}`;
  }
  const verdicts = Object.values(ClientIpVerdict)
    .map((verdict) => ({ verdict, count: gateways.filter((one) => one.verdict === verdict).length }))
    .filter(({ count }) => count > 0)
    .map(({ verdict, count }) => `${count} ${verdict}`);
  const findings = gateways
    .flatMap((gateway) => gateway.findings)
    .filter(({ acknowledged }) => acknowledged === undefined);
  const levels = (['error', 'warning', 'note'] as const).map((level) =>
    plural(findings.filter((one) => one.level === level).length, level),
  );
  return `${plural(gateways.length, 'gateway')}: ${verdicts.join(', ')}. ${levels.join(', ')}.${unjudged}`;
}

/** The hops of a gateway's path, entrance by entrance, and of each one supposition after the other. */
export function entrancesOf({
  path,
}: ClientIpGatewayReport): { entrance: string; hops: ClientIpGatewayReport['path'] }[] {
  const ways = new Map<string, ClientIpGatewayReport['path']>();
  for (const hop of path) {
    const name = hop.supposing === undefined ? hop.entrance : `${hop.entrance}, if ${hop.supposing}`;
    ways.set(name, [...(ways.get(name) ?? []), hop]);
  }
  return [...ways].map(([entrance, hops]) => ({ entrance, hops }));
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
