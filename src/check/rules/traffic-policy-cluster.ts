import { GKE } from './example';
import { atEntrance, proxied, waysThatLose } from './questions';
import { Rule } from './rule';
import { KONG, KUBERNETES } from './sources';
import { readsHttp } from '../world/ways';

export const trafficPolicyCluster: Rule = {
  id: 'traffic-policy-cluster',
  level: 'error',
  title: 'The traffic policy is Cluster, so a node puts its own address in place of the client\'s.',
  why: 'Every client has the address of a node. kube-proxy rewrites the source of each packet before Kong sees it, so rate limits hit everybody at once, ip-restriction lets everybody in or nobody, and the logs cannot say who it was.',
  mend: 'Set externalTrafficPolicy: Local on the Service, and run a pod on each node that takes traffic; or send PROXY protocol, where the balancer can.',
  sources: [KUBERNETES.trafficPolicy, KUBERNETES.sourceIp, KONG.preserve],
  wrong: { service: { annotations: GKE } },
  right: { service: { annotations: GKE, externalTrafficPolicy: 'Local' } },
  find: (judgement) => waysThatLose(judgement).filter((way) => way.balancer.peer.role === 'node' && !readsHttp(way) && !proxied(way)
    && way.balancer.settings.keepSource?.field === 'spec.externalTrafficPolicy').map((way) => ({
    ...atEntrance(way, 'spec.externalTrafficPolicy'),
    why: `Every client has the address of a node: externalTrafficPolicy is Cluster${way.service.object.spec?.externalTrafficPolicy ? '' : ', the default'}, and kube-proxy rewrites the source of each packet before Kong sees it. Rate limits hit everybody at once, ip-restriction lets everybody in or nobody, and the logs cannot say who it was.`,
    mend: `Set externalTrafficPolicy: Local on ${way.entrance.at.id}, and run a pod on each node that takes traffic${way.balancer.settings.proxyProtocol ? '; or send PROXY protocol' : ''}.`,
  })),
};
