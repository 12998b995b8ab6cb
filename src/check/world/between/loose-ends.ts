import { Between, Row, Surroundings } from './between';
import { objectsIn } from '../../../controllers/values';
import { ManifestObject } from '../../../forms/manifests';
import { once } from '../catalogue';

/**
 * What leads to pods that the input does not tell: bindings whose Service is missing, and endpoints that are written
 * by hand.
 */
export const looseEnds: Row = (around) => {
  const { gateway, catalogue } = around;
  const { namespace } = gateway.workload;
  const bindings = catalogue
    .all('TargetGroupBinding')
    .filter(
      (binding) =>
        binding.namespace === namespace &&
        catalogue.find('Service', namespace, binding.object.spec?.serviceRef?.name) === undefined,
    );
  const slices = endpointsByHand(catalogue).filter((one) => mayReach(one, around));
  return [
    ...bindings.map((at) =>
      loose(
        at,
        'spec.serviceRef.name',
        'binds a Service that is not in the input, and that may have these pods',
        'add that Service to the input',
      ),
    ),
    ...slices.map(({ at, field }) =>
      loose(at, field, 'is written by hand, and its endpoints may be these pods', 'look at those addresses'),
    ),
  ];
};

/** Where a Service without a selector leads. */
interface Endpoints {
  readonly at: ManifestObject;
  readonly field: string;
  readonly addresses: readonly unknown[];
  /** The pods that are named, each as `namespace/name`. */
  readonly pods: readonly string[];
  readonly ports: readonly number[];
}

const endpointsByHand = once((catalogue): Endpoints[] => {
  const isHandmade = (namespace: string, name: unknown) => {
    const spec = catalogue.find('Service', namespace, name)?.object.spec;
    return spec !== undefined && spec.selector === undefined && spec.type !== 'ExternalName';
  };
  const slices = catalogue
    .all('EndpointSlice')
    .filter(({ namespace, object }) => isHandmade(namespace, object.metadata?.labels?.['kubernetes.io/service-name']))
    .map((at) => {
      const endpoints = objectsIn(at.object.endpoints);
      return {
        at,
        field: 'endpoints',
        addresses: endpoints.flatMap(({ addresses }) => (Array.isArray(addresses) ? addresses : [])),
        pods: podsOf(at, endpoints),
        ports: portsOf(at.object.ports),
      };
    });
  const lists = catalogue
    .all('Endpoints')
    .filter(({ namespace, name }) => isHandmade(namespace, name))
    .map((at) => {
      const subsets = objectsIn(at.object.subsets);
      const addresses = subsets.flatMap((subset) => objectsIn(subset.addresses));
      return {
        at,
        field: 'subsets',
        addresses: addresses.map(({ ip }) => ip),
        pods: podsOf(at, addresses),
        ports: subsets.flatMap((subset) => portsOf(subset.ports)),
      };
    });
  return [...slices, ...lists];
});

function podsOf({ namespace }: ManifestObject, endpoints: readonly Record<string, any>[]): string[] {
  return endpoints
    .map(({ targetRef }) => targetRef)
    .filter((target) => target?.kind === 'Pod')
    .map((target) => `${String(target.namespace ?? namespace)}/${String(target.name)}`);
}

function portsOf(ports: unknown): number[] {
  return objectsIn(ports).map(({ port }) => Number(port));
}

/** By the names of pods, by the address of a Service of the gateway, or else by a port of Kong in its namespace. */
function mayReach({ at, addresses, pods, ports }: Endpoints, { gateway, services, ports: listening }: Surroundings) {
  const { namespace, name } = gateway.workload;
  if (pods.length > 0) return pods.some((pod) => pod.startsWith(`${namespace}/${name}-`));
  if (services.some(({ object }) => addresses.includes(object.spec?.clusterIP ?? 'None'))) return true;
  return at.namespace === namespace && ports.some((port) => listening.includes(port));
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
