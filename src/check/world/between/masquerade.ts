import { parse } from 'yaml';
import { Row } from './between';
import { ManifestObject } from '../../../forms/manifests';
import { fieldsOf, isObject } from '../../../input/objects';
import { Cidr, contains, parseCidr } from '../../../net/cidr';
import { cidrsOf } from '../../trial/networks';
import { once } from '../catalogue';

/** What an agent may leave alone: everything that pods may have. */
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'];

/** An agent that rewrites the source of packets to pods outside of its list, where packets pass a node. */
export const masquerade: Row = ({ catalogue, ways, pods }) => {
  if (!ways.some(({ balancer }) => balancer.targets === 'nodes')) return [];
  return agentsIn(catalogue).flatMap((at) => {
    const spared = listOf(at);
    // Without a list the agent spares every private network.
    if (spared === undefined) return [];
    const wanted = pods.length > 0 ? pods : PRIVATE.map(parseCidr);
    const rewritten = wanted.filter(
      (network) => network.version === 4 && !spared.some((one) => contains(one, network)),
    );
    return rewritten.length === 0
      ? []
      : [
          {
            at,
            field: 'data',
            rule: 'path-depends-on-node-network',
            verdict: 'unknown' as const,
            why:
              'The masquerading agent puts the address of a node in place of the source of packets to pods in ' +
              `${rewritten.map(({ text }) => text).join(', ')}, also with externalTrafficPolicy: Local.`,
            mend: 'Add the network of the pods to nonMasqueradeCIDRs.',
            question: `Are the pods within nonMasqueradeCIDRs of ${at.id}?`,
            answer: '--pods',
          },
        ];
  });
};

/** The networks that the agent leaves alone; undefined where it is given no list. */
const agentsIn = once((catalogue) => catalogue.all('ConfigMap').filter(({ name }) => /(^|-)ip-masq-agent/.test(name)));

function listOf({ object }: ManifestObject): Cidr[] | undefined {
  const lists = Object.values(fieldsOf(object.data))
    .map((text) => read(String(text)))
    .flatMap((config): unknown[][] =>
      isObject(config) && Array.isArray(config.nonMasqueradeCIDRs) ? [config.nonMasqueradeCIDRs] : [],
    );
  return lists.length === 0 ? undefined : lists.flat().flatMap((network) => cidrsOf(String(network)));
}

function read(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
