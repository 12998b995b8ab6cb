import { stringSlice } from '../../notation/aws';
import { KubernetesObject } from '../balancer';
import { Remark } from '../reading';
import { ServicePort, servicePorts } from '../services';
import { AWS, awsReader } from './service';
import { refused, refusedIf } from '../fields';

/** What a Service asks of the controller, as far as it decides whether there is a balancer at all. */
export interface Asked {
  readonly service: KubernetesObject;
  readonly targets: 'pods' | 'nodes';
  readonly internal: boolean;
  readonly endsTls: (port: ServicePort) => boolean;
}

export function portRefusals({ service, targets }: Asked): Remark[] {
  const read = awsReader(service);
  const named = (wanted: string, { name, port }: ServicePort) => wanted === name || wanted === String(port);
  const ports = servicePorts(service);
  const unused = stringSlice(read('ssl-ports')).find((wanted) => !ports.some((port) => named(wanted, port)));
  const quic = stringSlice(read('quic-enabled-ports')).find((wanted) =>
    ports.some((port) => named(wanted, port) && port.protocol !== 'UDP'),
  );
  return [
    ...refusedIf(
      unused !== undefined,
      `${AWS}ssl-ports`,
      `The Service has no port ${unused}.`,
      'List ports of the Service by number or name, or take the annotation out: then all of them end TLS.',
    ),
    ...refusedIf(
      quic !== undefined,
      `${AWS}quic-enabled-ports`,
      `Port ${quic} is not of UDP, which QUIC needs.`,
      'Name ports of UDP only, or take the annotation out.',
    ),
    ...(targets === 'nodes' ? nodePortRefusals(service) : []),
  ];
}

function nodePortRefusals({ spec }: KubernetesObject): Remark[] {
  if ((spec?.type ?? 'ClusterIP') === 'ClusterIP') {
    return [
      refused(
        `${AWS}nlb-target-type`,
        'Instance targets are node ports, and the Service is of type ClusterIP.',
        'Write "ip", or use a Service of type NodePort.',
      ),
    ];
  }
  return spec?.allocateLoadBalancerNodePorts !== false
    ? []
    : [
        {
          rule: 'annotation-refused',
          field: 'spec.allocateLoadBalancerNodePorts',
          why: 'Instance targets are node ports, and the Service asks for none.',
          mend: 'Take allocateLoadBalancerNodePorts out, or use ip targets.',
        },
      ];
}
