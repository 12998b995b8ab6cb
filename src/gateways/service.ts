import { ApiObject, JsonPatch } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { IpFamily, ServiceBinding } from '../load-balancers/load-balancer';
import { parseRanges } from '../load-balancers/ranges';
import { Listener } from '../ways/listeners';

export interface ServiceOptions {
  readonly type: kplus.ServiceType;
  readonly binding: ServiceBinding;
  readonly externalTrafficPolicy?: 'Cluster' | 'Local';
  readonly listeners: Listener[];
  readonly ipFamilies?: IpFamily[];
  readonly selector: kplus.IPodSelector;
  readonly labels: { [key: string]: string };
  readonly namespace?: string;
}

/** A Service with the fields that cdk8s-plus-27 does not have. */
export function createService(scope: Construct, id: string, options: ServiceOptions): kplus.Service {
  const { binding, ipFamilies } = options;
  parseRanges(scope, 'sourceRanges', binding.sourceRanges);
  const service = new kplus.Service(scope, id, {
    type: options.type,
    selector: options.selector,
    metadata: { annotations: binding.annotations, labels: options.labels, namespace: options.namespace },
    loadBalancerSourceRanges: binding.sourceRanges,
    ports: options.listeners.flatMap(({ containerPort, servicePorts }) =>
      servicePorts.map(({ name, port }) => ({ name, port, targetPort: containerPort }))),
  });
  const spec = {
    externalTrafficPolicy: options.externalTrafficPolicy,
    loadBalancerClass: binding.loadBalancerClass,
    allocateLoadBalancerNodePorts: options.type === kplus.ServiceType.LOAD_BALANCER && binding.routesToPods ? false : undefined,
    ipFamilies,
    ipFamilyPolicy: ipFamilies && (ipFamilies.length === 1 ? 'SingleStack' : 'RequireDualStack'),
  };
  ApiObject.of(service).addJsonPatch(...Object.entries(spec)
    .filter(([, value]) => value !== undefined)
    .map(([field, value]) => JsonPatch.add(`/spec/${field}`, value)));
  return service;
}
