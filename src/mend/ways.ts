import { FRONT_PROXY, softwareOf } from './front-proxies';
import { Judgement } from '../check/judge';
import { Entrance } from '../check/world/entrance';
import { BALANCERS } from '../controllers/registry';
import { LOAD_BALANCERS } from '../values/balancers';
import { CAPABILITIES, Way, WAYS } from '../values/row';

/**
 * Ways in through which packets keep their source, and that no class makes, by the class whose environment is theirs.
 */
const PLAIN: Readonly<Record<string, string>> = {
  'host-network': 'node-dns',
  'cilium-l2': 'cilium-bgp',
  'k3s-servicelb': 'metallb',
};

/** The ids of the balancers that lead to a gateway, or would lead if its controller took them. */
export function balancersOf(entrance: Entrance): string[] {
  const { readings, kind } = entrance;
  if (kind === 'front-proxy') return softwareOf(entrance) === undefined ? [] : [FRONT_PROXY];
  const ids = readings.flatMap((reading) => {
    if (reading.state === 'made') return [PLAIN[reading.balancer.id] ?? reading.balancer.id];
    if (reading.state !== 'refused') return [];
    return LOAD_BALANCERS.map(({ id }) => id).filter((id) => BALANCERS[id]?.controller === reading.controller);
  });
  return [...new Set(ids)].filter((id) => LOAD_BALANCERS.some((one) => one.id === id));
}

/** Ways that a balancer can go, the one that the input seems to want first. */
export function waysOf(id: string, judgement: Judgement): Way[] {
  const able = WAYS.filter((way) => LOAD_BALANCERS.some((one) => one.id === id && one.ways.includes(way)));
  const wanted = wantedWay(judgement);
  return [...able].sort((a, b) => Number(b === wanted) - Number(a === wanted));
}

function wantedWay({ gateway: { environment } }: Judgement): Way | undefined {
  const header = environment.value('KONG_REAL_IP_HEADER') ?? '';
  const listen = environment.value('KONG_PROXY_LISTEN') ?? '';
  if (header === 'proxy_protocol' || listen.includes('proxy_protocol')) return 'proxy-protocol';
  return header.toLowerCase() === 'x-forwarded-for' ? 'header-forwarded' : undefined;
}

/** Whether Kong has to believe someone in a way. */
export function needsTrust(way: Way): boolean {
  return CAPABILITIES[way] !== CAPABILITIES['local-traffic'];
}
