import { Provider } from './providers';
import { Frontend, HttpRules } from '../../controllers/balancer';
import { Header } from '../../kong/traffic';
import { CdnHeader } from '../../net/cdns';

/** How a proxy may treat several lines of one header: join them, or append to the last. */
export type SeveralLines = 'joined' | 'last';

const CHAIN = 'X-Forwarded-For';

/** What a balancer that reads HTTP makes of the headers of a request. */
export function throughBalancer(
  { forwardedFor, overwrites }: HttpRules,
  headers: readonly Header[],
  {
    source,
    frontend,
    ownAddress,
    lines,
  }: { source: string; frontend: Pick<Frontend, 'speaks' | 'port'>; ownAddress: string; lines?: SeveralLines },
): Header[] {
  const written = Object.keys(overwrites).map((name) => name.toLowerCase());
  const kept = headers.filter((header) => !isChain(header) && !written.includes(header[0].toLowerCase()));
  const truth: Record<string, string> = {
    '{client}': source,
    '{scheme}': frontend.speaks,
    '{port}': String(frontend.port),
  };
  return [
    ...kept,
    ...chainOf(
      forwardedFor,
      headers.filter(isChain).map(([, value]) => value),
      source,
      ownAddress,
      lines,
    ),
    ...Object.entries(overwrites).map(([name, value]): Header => [
      name,
      value.replace(/\{\w+\}/g, (variable) => truth[variable] ?? variable),
    ]),
  ];
}

/** What a CDN makes of them, of a request over TLS or over plain http. */
export function throughCdn(
  { header, appendsTo }: Provider,
  headers: readonly Header[],
  client: string,
  tls = true,
): Header[] {
  const appends = tls || appendsTo === 'every request';
  const written = headers.filter(([name]) => name.toLowerCase() === header?.name.toLowerCase());
  const kept = headers.filter((one) => !isChain(one) && !written.includes(one));
  const chain = headers.filter(isChain).map(([, value]) => value);
  const value = header?.writes === 'address:port' ? `${client}:46532` : client;
  return [
    ...kept,
    ...(appends ? [[CHAIN, [...chain, client].join(', ')] as const] : headers.filter(isChain)),
    ...ownHeader(header, value, written),
  ];
}

/** A CDN that does not overwrite its header writes it where the client did not. */
function ownHeader(header: CdnHeader | undefined, value: string, written: readonly Header[]): readonly Header[] {
  if (!header) {
    return [];
  }
  return header.overwrites === 'never' && written.length > 0 ? written : [[header.name, value]];
}

export function isChain([name]: Header): boolean {
  return name.toLowerCase() === CHAIN.toLowerCase();
}

function chainOf(
  forwardedFor: HttpRules['forwardedFor'],
  chain: readonly string[],
  source: string,
  ownAddress: string,
  lines: SeveralLines | undefined,
): Header[] {
  const line = (value: string): Header => [CHAIN, value];
  switch (forwardedFor.mode) {
    case 'append': {
      const client = forwardedFor.withPort ? withPort(source) : source;
      const hops = [client, ...(forwardedFor.appends ?? []).map((hop) => (hop === '{balancer}' ? ownAddress : hop))];
      const apart = lines === 'last' ? chain.length - 1 : 0;
      return [...chain.slice(0, apart).map(line), line([...chain.slice(apart), ...hops].join(', '))];
    }
    case 'replace':
      return [line(source)];
    case 'preserve':
      return chain.map(line);
    case 'remove':
      return [];
  }
}

function withPort(address: string): string {
  return address.includes(':') ? `[${address}]:4711` : `${address}:4711`;
}
