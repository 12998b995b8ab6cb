import { Balancer, Frontend } from '../../controllers/balancer';
import { Entrance } from '../world/entrances';
import { Families, Way } from '../world/ways';

/**
 * All of a way that decides what becomes of a request on it. A trial is given nothing else, so ways of the same text
 * fare alike.
 */
export interface Passage extends Pick<Way, 'port' | 'target' | 'listeners'> {
  readonly entrance: Pick<Entrance, 'writtenElsewhere'>;
  readonly service: Families;
  readonly balancer: Pick<Balancer, 'peer' | 'http' | 'unintended' | 'internal' | 'admits' | 'denies' | 'before'>;
  readonly frontend: Pick<Frontend, 'port' | 'speaks' | 'backend' | 'proxyProtocol' | 'proxyInsideTls'>;
}

export function passageOf({ entrance, service, balancer, frontend, port, target, listeners }: Way): Passage {
  const { peer, http, unintended, internal, admits, denies, before } = balancer;
  const { ipFamilies, ipFamilyPolicy } = service.object.spec ?? {};
  return {
    entrance: { writtenElsewhere: entrance.writtenElsewhere },
    service: { object: { spec: { ipFamilies, ipFamilyPolicy } } },
    balancer: { peer, http, unintended, internal, admits, denies, before },
    frontend: {
      port: frontend.port,
      speaks: frontend.speaks,
      backend: frontend.backend,
      proxyProtocol: frontend.proxyProtocol,
      proxyInsideTls: frontend.proxyInsideTls,
    },
    port,
    target,
    listeners,
  };
}
