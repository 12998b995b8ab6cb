import { KubernetesObject } from '../../../src/controllers/balancer';

/** An object as the API server hands it to controllers: what it fills in is there. */
export function admitted(object: KubernetesObject): KubernetesObject {
  const metadata = { namespace: 'default', ...object.metadata, uid: '00000000-0000-0000-0000-000000000000' };
  return object.kind === 'Service' ? { ...object, metadata, spec: serviceSpec(object.spec) } : { ...object, metadata };
}

function serviceSpec(spec: any): any {
  const { type = 'ClusterIP', externalTrafficPolicy = 'Cluster' } = spec;
  const allocates = type === 'NodePort' || (type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false);
  const needsCheck = type === 'LoadBalancer' && externalTrafficPolicy === 'Local';
  return {
    clusterIP: '172.20.0.10',
    ipFamilies: ['IPv4'],
    ipFamilyPolicy: 'SingleStack',
    ...spec,
    type,
    ...(type === 'ClusterIP' ? {} : { externalTrafficPolicy }),
    ...(needsCheck ? { healthCheckNodePort: HEALTH_CHECK_NODE_PORT } : {}),
    ports: spec.ports.map((port: any, index: number) => ({
      protocol: 'TCP',
      targetPort: port.port,
      ...(allocates ? { nodePort: 30080 + index } : {}),
      ...port,
    })),
  };
}

export const HEALTH_CHECK_NODE_PORT = 32000;
