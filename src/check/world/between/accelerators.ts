import { Between, Row } from './between';
import { annotation } from '../../../controllers/fields';
import { objectsIn } from '../../../controllers/values';
import { ManifestObject } from '../../../forms/manifests';

const OF_CONTROLLER = 'aws-global-accelerator-controller.h3poteto.dev/';

/** AWS Global Accelerator before a balancer: without preservation every client has the accelerator's address. */
export const accelerators: Row = ({ catalogue, services, ways, gateway }) => {
  const behind = [...services.map(({ spot }) => spot().at), ...ways.map(({ entrance }) => entrance.at)];
  const targets = [...new Set(behind)];
  return [
    ...catalogue.all('GlobalAccelerator').flatMap((at) =>
      endpointsOf(at)
        .filter(
          ({ type, name, namespace = at.namespace }) =>
            namespace === gateway.workload.namespace &&
            targets.some((target) => target.name === name && (type === undefined || target.kind === type)),
        )
        .flatMap(({ field, clientIPPreservationEnabled, type }) =>
          accelerator(at, `${field}.clientIPPreservationEnabled`, clientIPPreservationEnabled, type === 'Ingress'),
        ),
    ),
    ...targets
      .filter(({ object }) => annotation(object, `${OF_CONTROLLER}global-accelerator-managed`) !== undefined)
      .flatMap((at) => {
        const key = `${OF_CONTROLLER}client-ip-preservation`;
        const preserves = annotation(at.object, key);
        return accelerator(
          at,
          `metadata.annotations[${key}]`,
          preserves === undefined ? undefined : preserves === 'true',
          false,
        );
      }),
  ];
};

/** The endpoints with the fields that hold them. */
function endpointsOf({ object }: ManifestObject): Record<string, any>[] {
  return itemsOf(object.spec, 'spec', 'listeners')
    .flatMap((listener) => itemsOf(listener, listener.field, 'endpointGroups'))
    .flatMap((group) => itemsOf(group, group.field, 'endpoints'));
}

function itemsOf(holder: Record<string, any> | undefined, field: string, name: string): Record<string, any>[] {
  return objectsIn(holder?.[name]).map((item, index) => ({ ...item, field: `${field}.${name}[${index}]` }));
}

/** Application Load Balancers get it by default, Network Load Balancers by some tools only. */
function accelerator(at: ManifestObject, field: string, preserves: unknown, byDefault: boolean): Between[] {
  if (preserves === true || (preserves === undefined && byDefault)) return [];
  const certain = preserves === false;
  return [
    {
      at,
      field,
      rule: certain ? 'accelerator-hides-client' : 'balancer-outside-manifest',
      verdict: certain ? 'lost' : 'unknown',
      why: certain
        ? 'Global Accelerator does not preserve the client IP: the balancer takes ' +
          'the accelerator for the client, as does Kong.'
        : 'Global Accelerator is in front of the balancer, and preserves the client IP only where it is told to.',
      write: 'true',
      mend:
        'Set clientIPPreservationEnabled: true for the endpoint. ' +
        'Before a Network Load Balancer it needs a security group and no TLS listener.',
      ...(certain
        ? {}
        : { question: `Does ${at.id} preserve the client IP?`, answer: 'write clientIPPreservationEnabled: true' }),
    },
  ];
}
