import { ALB, FORWARDED } from './example';
import { waysThat } from './questions';
import { Rule } from './rule';
import { AWS, KUBERNETES } from './sources';
import { readsHttp } from '../world/ways';

export const nodePortBypass: Rule = {
  id: 'node-port-bypass',
  level: 'warning',
  title: 'The balancer dials node ports, and Kong believes whatever comes from a node.',
  why:
    'A connection to a node port gets the address of a node as its source. ' +
    'Kong trusts nodes, so any client that reaches a node port can write the header.',
  mend: 'Use ip targets, or a firewall at the nodes that admits the balancer only.',
  sources: [AWS.ingress, KUBERNETES.sourceIp],
  wrong: {
    env: { ...FORWARDED, KONG_TRUSTED_IPS: '10.0.0.0/16' },
    service: { type: 'NodePort' },
    ingress: {
      className: 'alb',
      annotations: {
        ...ALB,
        'alb.ingress.kubernetes.io/target-type': 'instance',
        'alb.ingress.kubernetes.io/healthcheck-port': '31134',
      },
    },
  },
  right: { env: FORWARDED, service: {}, ingress: { className: 'alb', annotations: ALB } },
  find: (judgement) =>
    waysThat(judgement, 'kept')
      .filter((way) => readsHttp(way) && way.balancer.peer.role === 'node' && way.trial.honest.peerTrusted)
      .map((way) => way.service.spot('spec.type')),
};
