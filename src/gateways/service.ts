import { ApiObject, JsonPatch } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { ExternalTrafficPolicy, IpFamily } from '../binding/service-binding';
import { HTTP, HTTPS } from '../binding/service-ports';
import { Listener } from '../plan/listeners';
import { familyPolicy, withStatements } from '../plan/manifest';
import { StatedBinding } from '../plan/promises';

export interface ServiceOptions {
  readonly type: kplus.ServiceType;
  readonly binding: StatedBinding;
  readonly externalTrafficPolicy?: ExternalTrafficPolicy;
  readonly listeners: readonly Listener[];
  readonly families: readonly IpFamily[];
  readonly selector: kplus.IPodSelector;
  readonly labels: { [key: string]: string };
  readonly namespace?: string;
}

/** A Service with the fields that cdk8s-plus-27 does not have, and without the empty list that it writes. */
export function createService(scope: Construct, id: string, options: ServiceOptions): kplus.Service {
  const { binding, families } = options;
  const nodePorts: { [name: string]: number | undefined } = {
    [HTTP.name]: binding.httpNodePort,
    [HTTPS.name]: binding.httpsNodePort,
  };
  const service = new kplus.Service(scope, id, {
    type: options.type,
    selector: options.selector,
    metadata: {
      annotations: withStatements(binding.annotations, binding),
      labels: options.labels,
      namespace: options.namespace,
    },
    loadBalancerSourceRanges: binding.sourceRanges,
    ports: options.listeners.flatMap(({ containerPort, servicePorts }) =>
      servicePorts.map(({ name, port }) => ({ name, port, targetPort: containerPort, nodePort: nodePorts[name] })),
    ),
  });
  const spec = {
    externalTrafficPolicy: options.externalTrafficPolicy,
    loadBalancerClass: binding.loadBalancerClass,
    allocateLoadBalancerNodePorts:
      options.type === kplus.ServiceType.LOAD_BALANCER && binding.routesToPods ? false : undefined,
    ipFamilies: families,
    ipFamilyPolicy: familyPolicy(families),
  };
  ApiObject.of(service).addJsonPatch(
    ...Object.entries(spec)
      .filter(([, value]) => value !== undefined)
      .map(([field, value]) => JsonPatch.add(`/spec/${field}`, value)),
    JsonPatch.remove('/spec/externalIPs'),
  );
  return service;
}
