import { parse } from 'yaml';
import { Row } from './between';
import { isObject } from '../../../controllers/values';
import { ManifestObject } from '../../../forms/manifests';
import { contains, parseCidr } from '../../../net/cidr';

/** What an agent may leave alone: everything that pods may have. */
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'];

/** An agent that rewrites the source of packets to pods outside of its list, where packets pass a node. */
export const masquerade: Row = ({ catalogue, ways, pods }) => {
  if (!ways.some(({ balancer }) => balancer.targets === 'nodes')) return [];
  return catalogue
    .all('ConfigMap')
    .filter(({ name }) => /(^|-)ip-masq-agent/.test(name))
    .flatMap((at) => {
      const spared = listOf(at);
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
              why: `The masquerading agent puts the address of a node in place of the source of packets to pods in ${rewritten.map(({ text }) => text).join(', ')}, also with externalTrafficPolicy: Local.`,
              mend: 'Add the network of the pods to nonMasqueradeCIDRs.',
              question: `Are the pods within nonMasqueradeCIDRs of ${at.id}?`,
              answer: '--pods',
            },
          ];
    });
};

function listOf({ object }: ManifestObject) {
  return Object.values(isObject(object.data) ? object.data : {}).flatMap((text) => {
    const config = read(String(text));
    const networks: unknown[] =
      isObject(config) && Array.isArray(config.nonMasqueradeCIDRs) ? config.nonMasqueradeCIDRs : [];
    return networks.map(String).flatMap((network) => {
      try {
        return [parseCidr(network)];
      } catch {
        return [];
      }
    });
  });
}

function read(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
