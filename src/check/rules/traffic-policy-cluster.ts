import { GKE } from './example';
import { atEntrance, proxied, waysThatLose } from './questions';
import { Match, Rule } from './rule';
import { KONG, KUBERNETES } from './sources';
import { LOCAL_POLICY } from '../../controllers/services';
import { TriedWay } from '../judge';
import { readsHttp } from '../world/ways';

export const trafficPolicyCluster: Rule = {
  id: 'traffic-policy-cluster',
  level: 'error',
  title: "The traffic policy is Cluster, so a node puts its own address in place of the client's.",
  why:
    'Every client has the address of a node. kube-proxy rewrites the source of each packet before Kong sees it, ' +
    'so rate limits hit all clients at once, ip-restriction admits all of them or none, ' +
    'and the logs do not show who it was.',
  mend:
    'Set externalTrafficPolicy: Local on the Service, and run a pod on each node that takes traffic; ' +
    'or send PROXY protocol, where the balancer can.',
  sources: [KUBERNETES.trafficPolicy, KUBERNETES.sourceIp, KONG.preserve],
  wrong: { service: { annotations: GKE } },
  right: { service: { annotations: GKE, externalTrafficPolicy: 'Local' } },
  find: (judgement) => {
    const found: Match[] = [];
    for (const way of waysThatLose(judgement)) {
      if (way.balancer.peer.role !== 'node') continue;
      if (readsHttp(way) || proxied(way)) continue;
      if (way.balancer.settings.keepSource?.field !== LOCAL_POLICY.field) continue;
      found.push({ ...atEntrance(way, LOCAL_POLICY.field), why: why(way), mend: mend(way) });
    }
    return found;
  },
};

function why({ service }: TriedWay): string {
  const byDefault = service.object.spec?.externalTrafficPolicy ? '' : ', the default';
  return (
    `Every client has the address of a node: externalTrafficPolicy is Cluster${byDefault}, ` +
    'and kube-proxy rewrites the source of each packet before Kong sees it. ' +
    'Rate limits hit all clients at once, ip-restriction admits all of them or none, ' +
    'and the logs do not show who it was.'
  );
}

/**
 * Local is in vain with balancers that end connections: where the cloud is not known, that is asked in the same
 * breath.
 */
function mend({ balancer, entrance, service }: TriedWay): string {
  const local = `Set externalTrafficPolicy: Local on ${entrance.at.id}, and run a pod on each node that takes traffic`;
  if (balancer.id === 'unknown' && service.object.spec?.type === 'LoadBalancer') {
    return (
      'First name the cloud with --cloud. Where the balancer passes packets on (AWS NLB, GKE, AKS, MetalLB): ' +
      `${lowerFirst(local)}. Where it opens its own connections (Hetzner, OpenStack, Scaleway, AWS Classic), ` +
      'Local changes nothing: let it send PROXY protocol.'
    );
  }
  return `${local}${balancer.settings.proxyProtocol ? '; or send PROXY protocol' : ''}.`;
}

function lowerFirst(text: string): string {
  return text[0].toLowerCase() + text.slice(1);
}
