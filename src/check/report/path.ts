import { Hypothesis, JudgedEntrance, Judgement, TriedWay } from '../judge';
import { ClientIpHop } from '../report';
import { sameAddress } from '../trial/networks';
import { Sent } from '../trial/sending';
import { expectsProxy, readsHttp } from '../world/ways';

/** A step of one way, before it is told of which entrance. */
type Hop = Omit<ClientIpHop, 'entrance' | 'supposing'>;

/** How a request comes to Kong, hop by hop, over each way that differs from the others. */
export function pathOf({ entrances, kong }: Judgement): ClientIpHop[] {
  const header = kong?.configuration.realIp[0].header ?? '';
  return entrances.flatMap((judged) =>
    judged.hypotheses.flatMap((hypothesis) => {
      const supposing = judged.hypotheses.length > 1 ? suppositionOf(hypothesis, judged) : undefined;
      return distinct(hypothesis.ways, header).flatMap(({ ports, hops }) => {
        const entrance = `${judged.entrance.at.id}, port${ports.length > 1 ? 's' : ''} ${ports.join(', ')}`;
        return hops.map((hop) => ({ entrance, supposing, ...hop }));
      });
    }),
  );
}

/** Ways that differ in nothing but their ports are told once. */
function distinct(ways: readonly TriedWay[], header: string): { ports: number[]; hops: Hop[] }[] {
  const paths = new Map<string, { ports: number[]; hops: Hop[] }>();
  for (const way of ways) {
    const hops = hopsOf(way, header);
    const key = JSON.stringify(hops)
      .replaceAll(`port ${way.port}`, 'port')
      .replaceAll(`port ${way.frontend.port}`, 'port');
    const known = paths.get(key);
    if (!known) paths.set(key, { ports: [way.frontend.port], hops });
    else if (!known.ports.includes(way.frontend.port)) known.ports.push(way.frontend.port);
  }
  return [...paths.values()];
}

/** In what a supposition differs from the others. */
function suppositionOf({ reading, balancer }: Hypothesis, { hypotheses }: JudgedEntrance): string {
  const controllers = new Set(hypotheses.map((one) => one.reading.controller));
  if (controllers.size > 1) return `${reading.controller} takes it`;
  if (!balancer) return 'no balancer is made';
  if (balancer.frontends.some(({ proxyProtocol }) => proxyProtocol)) return 'it sends PROXY protocol';
  if (balancer.http) return HEADERS[balancer.http.forwardedFor.mode];
  return SOURCES[balancer.peer.role];
}

const HEADERS = {
  append: 'it appends the client to X-Forwarded-For',
  replace: 'it replaces X-Forwarded-For',
  preserve: 'it leaves X-Forwarded-For as it is',
  remove: 'it removes X-Forwarded-For',
} as const;

const SOURCES = {
  client: 'packets keep their source',
  node: 'a node passes the packets on',
  balancer: 'it opens its own connections',
} as const;

function hopsOf(way: TriedWay, header: string): Hop[] {
  const {
    balancer,
    frontend,
    trial: { honest, forged },
  } = way;
  const hops: Hop[] = [
    { hop: 'client', dialsFrom: honest.client, does: `dials port ${frontend.port} from ${honest.client}` },
  ];
  if (honest.cdn) {
    const tells = honest.edgeHeader
      ? 'sends PROXY protocol with the client'
      : 'writes the client into X-Forwarded-For and its own header';
    const does = `dials the balancer from ${honest.source}, and ${tells}`;
    hops.push({ hop: honest.cdn, dialsFrom: honest.source, does });
  }
  if (hasBalancer(way)) hops.push(balancerHop(way, honest));
  if (balancer.peer.role === 'node') hops.push(nodeHop(way, honest));
  hops.push({ hop: 'Kong', does: kongDoes(way, header) });
  if (forged) hops.push({ hop: 'attacker', dialsFrom: forged.client, does: attackerDoes(forged) });
  return hops;
}

function hasBalancer({ entrance, balancer }: TriedWay): boolean {
  return entrance.kind !== 'host-port' && entrance.kind !== 'host-network' && balancer.id !== 'node-dns';
}

function balancerHop(way: TriedWay, sent: Sent): Hop {
  const {
    balancer: { name, peer },
  } = way;
  const writes = writtenBy(way, sent);
  const to = `port ${way.port}`;
  switch (peer.role) {
    case 'client':
      return { hop: name, to, does: `passes the packets on with their source, and ${writes}` };
    case 'node':
      return { hop: name, to, does: `passes on to a port of the nodes, and ${writes}` };
    case 'balancer':
      return {
        hop: name,
        dialsFrom: sent.peer,
        to,
        does: `dials Kong from ${sent.peer}, one of its own addresses, and ${writes}`,
      };
  }
}

function writtenBy(way: TriedWay, { headers }: Sent): string {
  if (way.frontend.proxyProtocol) return `sends PROXY protocol ${way.frontend.proxyProtocol} with the client's address`;
  if (!readsHttp(way)) return 'adds nothing';
  const chain = headers.find(([name]) => name === 'X-Forwarded-For')?.[1];
  return chain === undefined ? 'reads HTTP, and writes no X-Forwarded-For' : `writes X-Forwarded-For: ${chain}`;
}

function nodeHop(way: TriedWay, { peer }: Sent): Hop {
  const tells = way.frontend.proxyProtocol !== undefined || readsHttp(way);
  const does = `kube-proxy passes the packets on from ${peer}, an address of the node`;
  return {
    hop: 'node',
    dialsFrom: peer,
    to: `port ${way.port}`,
    does: tells ? does : `${does}: the client's address is lost here`,
  };
}

function kongDoes(way: TriedWay, header: string): string {
  const { honest } = way.trial;
  if (way.target === 'nothing') return `does not listen on port ${way.port}`;
  const expects = expectsProxy(way) ? ', which expects PROXY protocol' : '';
  if (honest.believed === undefined) {
    return `port ${way.port}${expects}: refuses the connection${honest.answer ? ` with ${honest.answer.status}` : ''}`;
  }
  const trusts = honest.peerTrusted ? `trusts ${honest.peer} and reads ${header}` : `does not trust ${honest.peer}`;
  const right = sameAddress(honest.believed, honest.client);
  return (
    `port ${way.port}${expects}: ${trusts}; takes ${honest.believed} for the ` +
    `client${right ? '' : ', which is not the client'}`
  );
}

function attackerDoes({ claim, client, believed }: Sent): string {
  const headers = claim.headers.map(([name, value]) => `${name}: ${value}`).join(' and ');
  const sends = claim.proxyHeader ? `a PROXY header with ${claim.proxyHeader.src}` : headers;
  return `dials from ${client}, sends ${sends}, and is taken for ${believed}`;
}
