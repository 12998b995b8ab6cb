import { NLB_IP } from './example';
import { atEntrance, balancerName, proxied, waysThatLose } from './questions';
import { Match, Rule } from './rule';
import { AWS } from './sources';
import { LOCAL_POLICY } from '../../controllers/services';
import { readsHttp } from '../world/ways';

export const nlbIpTargetsNotPreserving: Rule = {
  id: 'nlb-ip-targets-not-preserving',
  level: 'error',
  title: 'The balancer dials the targets from its own addresses.',
  why:
    "For ip targets a Network Load Balancer does not preserve the client's address unless it is told to: " +
    'every client has an address of the balancer. externalTrafficPolicy changes nothing.',
  mend: 'Set the attribute preserve_client_ip.enabled=true of the target groups, or use PROXY protocol.',
  sources: [AWS.targets, AWS.service],
  wrong: { service: { annotations: NLB_IP } },
  right: {
    service: {
      annotations: {
        ...NLB_IP,
        'service.beta.kubernetes.io/aws-load-balancer-target-group-attributes': 'preserve_client_ip.enabled=true',
      },
    },
  },
  find: (judgement) => {
    const found: Match[] = [];
    for (const way of waysThatLose(judgement)) {
      const { keepSource, hideSource } = way.balancer.settings;
      if (way.balancer.peer.role !== 'balancer' || !keepSource) continue;
      if (proxied(way) || readsHttp(way)) continue;
      const attribute = keepSource.field !== LOCAL_POLICY.field;
      found.push({
        ...atEntrance(way, attribute ? keepSource.field : hideSource?.field),
        why: way.balancer.id.startsWith('aws-')
          ? undefined
          : `${balancerName(way)} does not pass the client on unless it is told to: ` +
            'every client has an address of the balancer.',
        mend: attribute
          ? `Set ${keepSource.field} to ${JSON.stringify(keepSource.write)}, or use PROXY protocol.`
          : undefined,
      });
    }
    return found;
  },
};
