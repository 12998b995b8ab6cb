import { Entrance } from './entrance';
import { Gateway } from './gateways';
import { made } from '../../controllers/reading';
import { ServicePort } from '../../controllers/services';
import { objectsIn } from '../../controllers/values';

/** The pods' own ports on the nodes. With the node's network, ports are not mapped and packets keep their source. */
export function hostPorts({ workload: at, container, pod }: Gateway, listening: readonly number[]): Entrance[] {
  const hostNetwork = pod.hostNetwork === true;
  const mapped = objectsIn(container.spec.ports).filter(
    ({ containerPort, hostPort }) => typeof hostPort === 'number' && typeof containerPort === 'number',
  );
  const ports = hostNetwork
    ? listening.map((port): ServicePort => ({ port, targetPort: port }))
    : mapped.map(({ containerPort, hostPort, protocol }): ServicePort => ({
        port: hostPort,
        targetPort: containerPort,
        protocol,
      }));
  if (ports.length === 0) {
    return [];
  }
  const object = { kind: 'Service', metadata: { name: at.name, namespace: at.namespace }, spec: { ports } };
  const field = hostNetwork
    ? `${container.field.replace(/\.containers\[.*/, '')}.hostNetwork`
    : `${container.field}.ports[${mapped[0].name ?? 0}].hostPort`;
  const spot = (wanted = field) => ({ at, field: wanted });
  const reading = made('kubelet', {
    id: 'host-network',
    name: hostNetwork ? 'ports of the nodes' : 'host ports',
    frontends: ports.map(({ port, protocol }) => {
      const speaks = protocol === 'UDP' ? 'udp' : 'tcp';
      return { port, speaks, service: at.name, servicePort: port, backend: speaks };
    }),
    targets: 'pods',
    peer: { role: 'client' },
    healthCheck: { kind: 'none' },
    settings: {},
  });
  return [
    {
      kind: hostNetwork ? 'host-network' : 'host-port',
      at,
      spot,
      readings: [reading],
      services: new Map([[at.name, { object, name: at.name, spot }]]),
    },
  ];
}
