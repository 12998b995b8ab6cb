import { Between, Row } from './between';
import { objectsIn } from '../../../controllers/values';
import { ManifestObject } from '../../../forms/manifests';

/**
 * What leads to pods that the input does not tell: bindings whose Service is missing, and endpoints that are written
 * by hand.
 */
export const looseEnds: Row = ({ gateway, catalogue, ports }) => {
  const { namespace } = gateway.workload;
  const here = (kind: string) => catalogue.all(kind).filter((object) => object.namespace === namespace);
  const bindings = here('TargetGroupBinding').filter(
    ({ object }) => catalogue.find('Service', namespace, object.spec?.serviceRef?.name) === undefined,
  );
  const handmade = here('Service').filter(
    ({ object }) => object.spec?.selector === undefined && object.spec?.type !== 'ExternalName',
  );
  const slices = here('EndpointSlice').filter(
    (slice) => handmade.some((service) => belongs(slice, service)) && mayReach(slice, gateway.workload.name, ports),
  );
  return [
    ...bindings.map((at) =>
      loose(
        at,
        'spec.serviceRef.name',
        'binds a Service that is not in the input, and that may have these pods',
        'add that Service to the input',
      ),
    ),
    ...slices.map((at) =>
      loose(at, 'endpoints', 'is written by hand, and its endpoints may be these pods', 'look at those addresses'),
    ),
  ];
};

function belongs({ object }: ManifestObject, { name }: ManifestObject): boolean {
  return object.metadata?.labels?.['kubernetes.io/service-name'] === name;
}

function mayReach({ object }: ManifestObject, workload: string, ports: readonly number[]): boolean {
  const pods = objectsIn(object.endpoints)
    .map(({ targetRef }) => targetRef)
    .filter((target) => target?.kind === 'Pod');
  if (pods.length > 0) return pods.some(({ name }) => String(name).startsWith(`${workload}-`));
  return objectsIn(object.ports).some(({ port }) => ports.includes(Number(port)));
}

function loose(at: ManifestObject, field: string, is: string, answer: string): Between {
  return {
    at,
    field,
    rule: 'unknown-way-in',
    verdict: 'unknown',
    why: `${at.id} ${is}.`,
    mend: 'Look where it leads. If it is a way in, trust its addresses only.',
    question: `Does ${at.id} lead to this gateway?`,
    answer,
  };
}
