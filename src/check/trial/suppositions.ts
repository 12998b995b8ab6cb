import { Balancer, Frontend } from '../../controllers/balancer';
import { nameOf } from '../../controllers/fields';
import { Dial, Reading, Unsettled } from '../../controllers/reading';
import { isLocal, LOCAL_POLICY, ServicePort, servicePorts } from '../../controllers/services';
import { Entrance } from '../world/entrances';

/** Whether every port that a balancer dials expects PROXY protocol. */
type Expects = (balancer: Balancer) => boolean;

/**
 * The balancer that a reading found; where it is not settled, each that may be there; none where the controller
 * refuses.
 */
export function supposedBalancers(reading: Reading, entrance: Entrance, expects: Expects): Balancer[] {
  switch (reading.state) {
    case 'refused':
      return [];
    case 'made':
      return beyond(reading.balancer, entrance, expects);
    case 'unsettled':
      return inFront(reading, entrance, expects);
  }
}

/**
 * What may stand before a balancer that is known: the mapping of host ports, or something outside that sends PROXY
 * protocol.
 */
function beyond(balancer: Balancer, entrance: Entrance, expects: Expects): Balancer[] {
  if (entrance.kind === 'balancer') return [balancer];
  const mapped: Balancer[] = entrance.kind === 'host-port' ? [{ ...balancer, peer: { role: 'node' } }] : [];
  const sent = expects(balancer) && !balancer.before?.proxyProtocol ? [sendingProxy(balancer)] : [];
  return [balancer, ...mapped, ...sent];
}

/** What may be in front where the input does not say: what they agree on is certain all the same. */
function inFront(reading: Unsettled, entrance: Entrance, expects: Expects): Balancer[] {
  const frontends = dialled(reading, entrance);
  if (frontends.length === 0) return [];
  const supposed = suppositions(reading, frontends, entrance);
  const [first] = supposed;
  return expects(first) ? [...supposed, sendingProxy({ ...first, peer: { role: 'balancer' } })] : supposed;
}

/** The ports that are named, by number or by name, or else all of them. */
function dialled({ dials, doubt }: Unsettled, { services, at }: Entrance): Frontend[] {
  const frontends: Frontend[] = [];
  const readsHttp = doubt === 'front-proxy' || (doubt === 'missing-object' && at.kind !== 'Service');
  for (const [as, { object }] of services) {
    const named = dials?.filter(({ service }) => service === as || service === nameOf(object)) ?? [];
    for (const port of servicePorts(object)) {
      const dial = named.find((one) => isNamed(one, port));
      if (named.length > 0 && !dial) continue;
      frontends.push({ port: port.port, service: as, servicePort: port.port, ...spoken(dial, port, readsHttp) });
    }
  }
  return frontends;
}

function isNamed({ port: wanted }: Dial, { port, name }: ServicePort): boolean {
  return wanted === undefined || wanted === port || wanted === name || wanted === String(port);
}

/** A proxy that reads HTTP speaks to Kong what the object says, or is taken to speak what the port wants. */
function spoken(
  dial: Dial | undefined,
  { protocol }: ServicePort,
  isProxy: boolean,
): Pick<Frontend, 'speaks' | 'backend' | 'proxyProtocol'> {
  const proxyProtocol = dial?.proxyProtocol;
  if (protocol === 'UDP') return { speaks: 'udp', backend: 'udp' };
  if (!isProxy || dial?.passesTcp) return { speaks: 'tcp', backend: 'tcp', proxyProtocol };
  return { speaks: 'https', backend: backendOf(dial), proxyProtocol };
}

function backendOf(dial: Dial | undefined): Frontend['backend'] {
  if (dial?.tls === undefined) return 'as-listener';
  return dial.tls ? 'https' : 'http';
}

function suppositions({ doubt }: Unsettled, frontends: readonly Frontend[], entrance: Entrance): Balancer[] {
  const objects = [...entrance.services.values()].map(({ object }) => object);
  const passing: Balancer = {
    id: 'unknown',
    name: doubt === 'front-proxy' ? 'proxy in front' : 'load balancer that is not known',
    frontends,
    targets: 'nodes',
    peer: { role: objects.every(isLocal) ? 'client' : 'node' },
    healthCheck: { kind: 'none' },
    settings: { keepSource: LOCAL_POLICY },
  };
  const ending: Balancer = { ...passing, peer: { role: 'balancer' }, settings: {} };
  if (doubt === 'front-proxy' || (doubt === 'missing-object' && entrance.at.kind !== 'Service')) return proxies(ending);
  // With policy Cluster as well, one that dials the pods keeps the client.
  return doubt === 'missing-object' ? [passing, ending] : [passing, { ...passing, peer: { role: 'client' } }, ending];
}

/** A proxy that reads HTTP may append to X-Forwarded-For, replace it, or leave it. */
function proxies(ending: Balancer): Balancer[] {
  const appending: Balancer = {
    ...ending,
    http: {
      forwardedFor: { mode: 'append' },
      overwrites: { 'X-Forwarded-Proto': '{scheme}' },
      redirectsToHttps: false,
    },
  };
  const replacing: Balancer = {
    ...appending,
    http: { ...appending.http!, forwardedFor: { mode: 'replace' }, overwrites: { 'X-Real-IP': '{client}' } },
  };
  const leaving: Balancer = { ...appending, http: { ...appending.http!, forwardedFor: { mode: 'preserve' } } };
  return [appending, replacing, leaving];
}

/** What is set up outside the manifest sends PROXY protocol to ports that expect it. */
function sendingProxy(balancer: Balancer): Balancer {
  const frontends = balancer.frontends.map((one) => ({ ...one, proxyProtocol: 1 as const, differs: undefined }));
  return { ...balancer, frontends, peer: balancer.peer.role === 'node' ? balancer.peer : { role: 'balancer' } };
}
