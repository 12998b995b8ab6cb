import { Judgement, TriedWay } from '../judge';
import { ClientIpHop } from '../report';
import { sameAddress } from '../trial/networks';
import { Sent } from '../trial/sending';
import { expectsProxy, readsHttp } from '../world/ways';

/** How a request comes to Kong, hop by hop, over each way that differs from the others. */
export function pathOf({ entrances, kong }: Judgement): ClientIpHop[] {
  return entrances.flatMap(({ hypotheses, entrance }) => {
    const paths = new Map<string, { ports: number[]; hops: Omit<ClientIpHop, 'entrance'>[] }>();
    for (const hypothesis of hypotheses) {
      for (const way of hypothesis.ways) {
        const hops = hopsOf(way, kong!.configuration.realIp[0].header, hypotheses.length > 1);
        const key = JSON.stringify(hops).replaceAll(`port ${way.port}`, 'port').replaceAll(`port ${way.frontend.port}`, 'port');
        const known = paths.get(key);
        if (known) known.ports.push(way.frontend.port);
        else paths.set(key, { ports: [way.frontend.port], hops });
      }
    }
    return [...paths.values()].flatMap(({ ports, hops }) => {
      const unique = [...new Set(ports)];
      return hops.map((hop) => ({ entrance: `${entrance.at.id}, port${unique.length > 1 ? 's' : ''} ${unique.join(', ')}`, ...hop }));
    });
  });
}

function hopsOf(way: TriedWay, header: string, supposed: boolean): Omit<ClientIpHop, 'entrance'>[] {
  const { balancer, frontend, trial } = way;
  const { honest } = trial;
  const between = balancer.peer.role === 'node';
  const isBalancer = way.entrance.kind !== 'host-port' && way.entrance.kind !== 'host-network' && balancer.id !== 'node-dns';
  return [
    { hop: 'client', does: `dials port ${frontend.port} from ${honest.client}` },
    ...honest.cdn ? [{ hop: honest.cdn, does: `dials the balancer from ${honest.source}, and writes the client into X-Forwarded-For and its own header` }] : [],
    ...isBalancer ? [{ hop: `${balancer.name}${supposed ? ' (supposed)' : ''}`, does: balancerDoes(way, honest) }] : [],
    ...between ? [{ hop: 'node', does: `kube-proxy passes the packets on from ${honest.peer}, an address of the node${way.frontend.proxyProtocol || readsHttp(way) ? '' : ': the client\'s address is lost here'}` }] : [],
    { hop: 'Kong', does: kongDoes(way, header) },
    ...trial.forged ? [{ hop: 'attacker', does: attackerDoes(trial.forged) }] : [],
  ];
}

function balancerDoes(way: TriedWay, { peer, headers }: Sent): string {
  const { balancer, frontend } = way;
  const http = readsHttp(way);
  const chain = headers.find(([name]) => name === 'X-Forwarded-For')?.[1];
  const says = frontend.proxyProtocol ? `sends PROXY protocol ${frontend.proxyProtocol} with the client's address`
    : http && chain !== undefined ? `writes X-Forwarded-For: ${chain}`
      : http ? 'reads HTTP, and writes no X-Forwarded-For' : 'adds nothing';
  const source = balancer.peer.role === 'client' ? 'passes the packets on with their source'
    : balancer.peer.role === 'balancer' ? `dials Kong from ${peer}, an address of its own` : 'passes on to a port of the nodes';
  return `${source}, and ${says}`;
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
  return `port ${way.port}${expects}: ${trusts}; takes ${honest.believed} for the client${right ? '' : ', which is not the client'}`;
}

function attackerDoes({ claim, client, believed }: Sent): string {
  const sends = claim.proxyHeader ? `a PROXY header with ${claim.proxyHeader.src}` : claim.headers.map(([name, value]) => `${name}: ${value}`).join(' and ');
  return `dials from ${client}, sends ${sends}, and is taken for ${believed}`;
}
