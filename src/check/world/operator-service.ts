import { Catalogue } from './catalogue';
import { valueAt } from './workloads';
import { KubernetesObject } from '../../controllers/balancer';
import { objectsIn } from '../../controllers/values';
import { ManifestObject } from '../../forms/manifests';
import { isObject } from '../../input/objects';

/** A Service that the operator writes, as its DataPlane or GatewayConfiguration describes it. */
export interface OperatorService {
  readonly object: KubernetesObject;
  /** The object that has a field of the Service, and where: the DataPlane or GatewayConfiguration, or a Gateway. */
  readonly spot: (field?: string) => { readonly at: ManifestObject; readonly field?: string };
}

/** @param field where the DataPlane or GatewayConfiguration describes the Service */
export function operatorService(workload: ManifestObject, field: string, catalogue: Catalogue): OperatorService {
  const options = valueAt(workload.object, field);
  const {
    type = 'LoadBalancer',
    annotations,
    labels,
    ports,
    name,
    ...spec
  } = isObject(options) ? options : ({} as Record<string, any>);
  const gateway = gatewayOf(workload, catalogue);
  const infrastructure = gateway?.object.spec?.infrastructure;
  // What the Gateway asks for wins over its configuration.
  const overwritten: Record<string, unknown> = isObject(infrastructure?.annotations) ? infrastructure.annotations : {};
  return {
    object: {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        name: name ?? `dataplane-ingress-${workload.name}`,
        namespace: workload.namespace,
        annotations: { ...annotations, ...overwritten },
        labels,
      },
      spec: {
        ...spec,
        type,
        ports: Array.isArray(ports)
          ? ports
          : [
              { name: 'http', port: 80, targetPort: 8000 },
              { name: 'https', port: 443, targetPort: 8443 },
            ],
      },
    },
    spot: (of) => {
      const [, key] = /^metadata\.annotations\[(.*)\]$/.exec(of ?? '') ?? [];
      if (gateway && key !== undefined && Object.hasOwn(overwritten, key)) {
        return { at: gateway, field: `spec.infrastructure.annotations[${key}]` };
      }
      return { at: workload, field: of === undefined ? undefined : `${field}.${of.replace(/^(metadata|spec)\./, '')}` };
    },
  };
}

/** The Gateway for which the operator makes the data plane. */
function gatewayOf(
  { kind, name, namespace, object }: ManifestObject,
  catalogue: Catalogue,
): ManifestObject | undefined {
  const gateways = catalogue.all('Gateway');
  if (kind === 'DataPlane') {
    const owner = objectsIn(object.metadata?.ownerReferences).find((one) => one.kind === 'Gateway')?.name;
    return gateways.find((gateway) => gateway.namespace === namespace && gateway.name === owner);
  }
  const isOwn = (reference: any, fallback: string) =>
    reference?.kind === kind && reference.name === name && (reference.namespace ?? fallback) === namespace;
  const classes = catalogue
    .all('GatewayClass')
    .filter((one) => isOwn(one.object.spec?.parametersRef, namespace))
    .map((one) => one.name);
  return gateways.find(
    (gateway) =>
      isOwn(gateway.object.spec?.infrastructure?.parametersRef, gateway.namespace) ||
      classes.includes(String(gateway.object.spec?.gatewayClassName)),
  );
}
