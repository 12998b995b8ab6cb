import { Balancer, Doubt, Reading, Unsettled } from '../../controllers/balancer';
import { isLocal, LOCAL_POLICY, passedThrough } from '../../controllers/manifest';
import { Entrance } from '../world/entrances';

/** Whether every port that a balancer dials expects PROXY protocol. */
type Expects = (balancer: Balancer) => boolean;

/** The balancer that a reading found; where it is not settled, each that may be there; none where the controller refuses. */
export function supposedBalancers(reading: Reading, entrance: Entrance, expects: Expects): Balancer[] {
  switch (reading.state) {
    case 'refused': return [];
    case 'made': return beyond(reading.balancer, entrance, expects);
    case 'unsettled': return [...entrance.services.keys()].flatMap((service) => inFront(reading, service, entrance, expects));
  }
}

/** What may stand before a balancer that is known: the mapping of host ports, or something outside that sends PROXY protocol. */
function beyond(balancer: Balancer, entrance: Entrance, expects: Expects): Balancer[] {
  if (entrance.kind === 'balancer') return [balancer];
  const mapped: Balancer[] = entrance.kind === 'host-port' ? [{ ...balancer, peer: { role: 'node' } }] : [];
  const sent = expects(balancer) ? [sendingProxy(balancer)] : [];
  return [balancer, ...mapped, ...sent];
}

/** What may stand in front where the input does not say: what they agree on is certain all the same. */
function inFront(reading: Unsettled, service: string, entrance: Entrance, expects: Expects): Balancer[] {
  const supposed = suppositions(reading.doubt, service, entrance);
  const [first] = supposed;
  return expects(first) ? [...supposed, sendingProxy({ ...first, peer: { role: 'balancer' } })] : supposed;
}

function suppositions(doubt: Doubt, name: string, entrance: Entrance): Balancer[] {
  const service = entrance.services.get(name)!.object;
  const passing: Balancer = {
    id: 'unknown',
    name: doubt === 'front-proxy' ? 'another proxy' : 'load balancer that is not known',
    frontends: passedThrough(service).map((frontend) => ({ ...frontend, service: name })),
    targets: 'nodes',
    peer: { role: isLocal(service) ? 'client' : 'node' },
    healthCheck: { kind: 'none' },
    settings: { keepSource: LOCAL_POLICY },
  };
  const ending: Balancer = { ...passing, peer: { role: 'balancer' }, settings: {} };
  if (doubt === 'front-proxy') return proxies(ending);
  const foreign = service.spec?.loadBalancerClass !== undefined || doubt === 'outside' || doubt === 'balancer-type';
  return foreign ? [passing, { ...passing, peer: { role: 'client' } }, ending] : [passing, ending];
}

/** A proxy that reads HTTP may append to X-Forwarded-For, replace it, or leave it. */
function proxies(ending: Balancer): Balancer[] {
  const appending: Balancer = {
    ...ending,
    frontends: ending.frontends.map((frontend) => ({ ...frontend, speaks: 'https', backend: 'http' })),
    http: { forwardedFor: { mode: 'append' }, overwrites: { 'X-Forwarded-Proto': '{scheme}' }, redirectsToHttps: false },
  };
  const replacing: Balancer = { ...appending, http: { ...appending.http!, forwardedFor: { mode: 'replace' }, overwrites: { 'X-Real-IP': '{client}' } } };
  const leaving: Balancer = { ...appending, http: { ...appending.http!, forwardedFor: { mode: 'preserve' } } };
  return [appending, replacing, leaving];
}

/** What is set up outside the manifest sends PROXY protocol to ports that expect it. */
function sendingProxy(balancer: Balancer): Balancer {
  const frontends = balancer.frontends.map((frontend) => ({ ...frontend, proxyProtocol: 1 as const }));
  return { ...balancer, frontends, peer: balancer.peer.role === 'node' ? balancer.peer : { role: 'balancer' } };
}
