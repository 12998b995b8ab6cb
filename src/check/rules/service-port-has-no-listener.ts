import { GKE } from './example';
import { waysThat } from './questions';
import { Match, Rule } from './rule';
import { KONG, KUBERNETES } from './sources';
import { TriedWay } from '../judge';
import { takes } from '../world/ways';

export const servicePortHasNoListener: Rule = {
  id: 'service-port-has-no-listener',
  level: 'error',
  title: 'A port of the Service leads to a port on which Kong does not listen.',
  why: 'That port is dead.',
  mend: 'Add a listener to KONG_PROXY_LISTEN, or correct targetPort.',
  sources: [KONG.proxyListen, KUBERNETES.service],
  wrong: { env: { KONG_PROXY_LISTEN: '0.0.0.0:8000' }, service: { annotations: GKE, externalTrafficPolicy: 'Local' } },
  right: {
    env: { KONG_PROXY_LISTEN: '0.0.0.0:8000, 0.0.0.0:8443 http2 ssl' },
    service: { annotations: GKE, externalTrafficPolicy: 'Local' },
  },
  find: (judgement) => {
    const found: Match[] = [];
    for (const way of waysThat(judgement, 'broken')) {
      if (!isDead(way)) continue;
      const { name, port } = way.servicePort;
      found.push({
        ...way.service.spot(`spec.ports[${name ?? port}]`),
        ...message(way, judgement.kong?.configuration.proxy.find((one) => one.port === way.port)?.host),
      });
    }
    return found;
  },
};

/** Nothing listens there, or nothing of the family in which clients come. */
function isDead({ target, trial, listeners }: TriedWay): boolean {
  if (target === 'nothing') return true;
  const family = trial.honest.peer.includes(':') ? 6 : 4;
  return trial.honest.answer === undefined && !listeners.some((listener) => takes(listener, family));
}

/** @param loopback where Kong listens on that port, if only inside the pod */
function message(way: TriedWay, loopback: string | undefined): Pick<Match, 'why' | 'mend'> {
  const {
    servicePort: { port },
    target,
  } = way;
  if (typeof way.port === 'string') {
    return {
      why:
        `Port ${port} leads to the port ${JSON.stringify(way.port)}, and no container of the pod has a port of ` +
        'that name: it is dead.',
      mend: 'Set targetPort to the number of a port that Kong listens on, or give the port of the container that name.',
    };
  }
  if (target === 'nothing' && loopback !== undefined) {
    return {
      why:
        `Port ${port} leads to port ${way.port} of the pod, on which Kong listens at ${loopback} only: ` +
        'nothing outside of the pod reaches it.',
      mend: `Write 0.0.0.0:${way.port} in KONG_PROXY_LISTEN.`,
    };
  }
  return {
    why: `Port ${port} leads to port ${way.port} of the pod, on which Kong does not listen: it is dead.`,
    mend:
      `Set targetPort to a port that Kong listens on, add a listener for port ${way.port} to KONG_PROXY_LISTEN, ` +
      'or take the port out of the Service.',
  };
}
