import { NLB_IP } from './example';
import { atEntrance, proxied, waysThatLose } from './questions';
import { Rule } from './rule';
import { AWS } from './sources';
import { readsHttp } from '../world/ways';

export const nlbIpTargetsNotPreserving: Rule = {
  id: 'nlb-ip-targets-not-preserving',
  level: 'error',
  title: 'The balancer dials the targets from its own addresses.',
  why: 'For ip targets a Network Load Balancer does not preserve the client\'s address unless it is told to: every client has an address of the balancer. externalTrafficPolicy changes nothing.',
  mend: 'Set the attribute preserve_client_ip.enabled=true of the target groups, or use PROXY protocol.',
  sources: [AWS.targets, AWS.service],
  wrong: { service: { annotations: NLB_IP } },
  right: { service: { annotations: { ...NLB_IP, 'service.beta.kubernetes.io/aws-load-balancer-target-group-attributes': 'preserve_client_ip.enabled=true' } } },
  find: (judgement) => waysThatLose(judgement).filter((way) => way.balancer.peer.role === 'balancer' && !proxied(way) && !readsHttp(way) && way.balancer.settings.keepSource).map((way) => {
    const { field, write } = way.balancer.settings.keepSource!;
    const attribute = field.startsWith('metadata.');
    return {
      ...atEntrance(way, attribute ? field : 'metadata.annotations[service.beta.kubernetes.io/aws-load-balancer-target-group-attributes]'),
      mend: attribute ? `Set ${field} to ${JSON.stringify(write)}, or use PROXY protocol.` : undefined,
    };
  }),
};
