import { Arrival, Between, Row, Surroundings } from './between';
import { selectsLabels } from './selectors';
import { objectsIn } from '../../../controllers/values';
import { ManifestObject } from '../../../forms/manifests';
import { isObject } from '../../../input/objects';
import { contains, parseCidr } from '../../../net/cidr';
import { isPrivate } from '../../../net/cidr-set';

/** NetworkPolicies that admit none of those who dial Kong, where the network of the cluster enforces them. */
export const networkPolicies: Row = (around) => {
  const meant = around.ways.filter(({ balancer }) => balancer.unintended !== true);
  const [shut] = meant.flatMap((way) => {
    const policy = policyAgainst(way, around);
    return policy === undefined ? [] : [keepsOut(policy, way)];
  });
  return shut ? [shut] : [];
};

/** A NetworkPolicy that keeps those out who come by a way: it selects the pods, and no other one admits them. */
export function policyAgainst(way: Arrival, around: Guarded): ManifestObject | undefined {
  const selecting = around.catalogue.all('NetworkPolicy').filter((policy) => selects(policy, around));
  const rules = selecting.flatMap(({ object }) => objectsIn(object.spec?.ingress));
  return rules.some((rule) => admits(rule, way, around)) ? undefined : selecting[0];
}

/** The pods that policies guard. */
type Guarded = Pick<Surroundings, 'gateway' | 'catalogue'>;

/** Policies of Cilium that admit no traffic from outside of the cluster. */
export const ciliumPolicies: Row = (around) => {
  const {
    gateway: { workload, podLabels },
    ways,
    catalogue,
  } = around;
  const specs = catalogue
    .all('CiliumNetworkPolicy')
    .filter(({ namespace }) => namespace === workload.namespace)
    .flatMap((at) => [...objectsIn([at.object.spec]), ...objectsIn(at.object.specs)].map((spec) => ({ at, spec })))
    .filter(({ spec }) => selectsLabels(spec.endpointSelector, podLabels) && Array.isArray(spec.ingress));
  const open = specs.some(({ spec }) => objectsIn(spec.ingress).some(admitsOutside));
  const shut = ways.find(({ balancer }) => balancer.peer.role === 'client');
  return specs.length > 0 && !open && shut ? [keepsOut(specs[0].at, shut)] : [];
};

function selects({ namespace, object }: ManifestObject, { gateway }: Guarded): boolean {
  const { podSelector, policyTypes } = object.spec ?? {};
  const concernsIngress = !Array.isArray(policyTypes) || policyTypes.includes('Ingress');
  return namespace === gateway.workload.namespace && concernsIngress && selectsLabels(podSelector, gateway.podLabels);
}

function admits(rule: Record<string, any>, way: Arrival, around: Guarded): boolean {
  const { ports, from } = rule;
  const toPort =
    !Array.isArray(ports) || ports.length === 0 || objectsIn(ports).some((port) => isPort(port, way, around));
  const peers = objectsIn(from);
  return toPort && (peers.length === 0 || peers.some((peer) => admitsPeer(peer, way)));
}

function isPort(
  { port, endPort, protocol = 'TCP' }: Record<string, any>,
  { port: wanted, servicePort }: Arrival,
  { gateway }: Guarded,
): boolean {
  if (protocol !== (servicePort.protocol ?? 'TCP')) return false;
  if (port === undefined || typeof wanted === 'string') return true;
  const named = [gateway.container, ...gateway.beside]
    .flatMap(({ spec }) => objectsIn(spec.ports))
    .find(({ name }) => name === port)?.containerPort;
  const first = Number(named ?? port);
  return Number.isNaN(first) || (wanted >= first && wanted <= Number(endPort ?? first));
}

/** Clients are never pods. Who dials from addresses that are not known may be among those of any block. */
function admitsPeer({ ipBlock }: Record<string, any>, { balancer, from }: Arrival): boolean {
  if (balancer.peer.role !== 'client') return true;
  if (!isObject(ipBlock)) return false;
  const block = network(ipBlock.cidr);
  const client = network(from);
  if (!block || !client) return true;
  const excepted =
    Array.isArray(ipBlock.except) && ipBlock.except.some((one: unknown) => contains(network(one) ?? client, block));
  // A policy for some clients only is meant to keep the others out.
  const isForSome = block.version === client.version && !isPrivate(block) && balancer.internal !== true;
  return !excepted && (contains(block, client) || isForSome);
}

function network(text: unknown) {
  try {
    const cidr = String(text);
    return parseCidr(cidr.includes('/') ? cidr : `${cidr}/${cidr.includes(':') ? 128 : 32}`);
  } catch {
    return undefined;
  }
}

function admitsOutside(rule: Record<string, any>): boolean {
  const keys = Object.keys(rule).filter((key) => key.startsWith('from'));
  const entities: unknown[] = Array.isArray(rule.fromEntities) ? rule.fromEntities : [];
  return (
    keys.length === 0 ||
    entities.includes('world') ||
    entities.includes('all') ||
    keys.some((key) => key.startsWith('fromCIDR'))
  );
}

function keepsOut(at: ManifestObject, { entrance, from, port }: Arrival): Between {
  return {
    at,
    field: 'spec.ingress',
    rule: 'network-policy-keeps-clients-out',
    verdict: 'unknown',
    why:
      `No policy admits ${from} to port ${port} of the pods, ` +
      `and from there they are dialled by way of ${entrance.at.id}. ` +
      'Where the network of the cluster enforces policies, no request gets through.',
    mend:
      'Admit those who dial Kong. With the source kept, these are the clients themselves, ' +
      'so the networks of clients and not of nodes.',
    question: `Does the network of the cluster enforce ${at.id}, which admits no client?`,
    answer: 'admit the clients, or send a request',
  };
}
