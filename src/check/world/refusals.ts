import { GatewayService } from './entrances';
import { Spot, Variable } from './environment';
import { Gateway } from './gateways';
import { KubernetesObject } from '../../controllers/balancer';
import { objectsIn } from '../../controllers/values';
import { isObject } from '../../input/objects';

/** Why the API server does not take an object. */
export interface ApiRefusal extends Spot {
  readonly why: string;
  readonly mend: string;
}

/** What the API server refuses in the objects of a gateway. */
export function apiRefusals(
  gateway: Gateway,
  services: readonly GatewayService[],
  senders: readonly Pick<GatewayService, 'object' | 'spot'>[],
): ApiRefusal[] {
  const { workload, environment } = gateway;
  return [
    ...annotationRefusals(workload.object, (field) => ({ at: workload, field })),
    ...environment.all.filter((variable) => variable.notText).map(notText),
    ...mountRefusals(gateway),
    ...services.flatMap(({ object, spot }) => [...annotationRefusals(object, spot), ...serviceRefusals(object, spot)]),
    ...senders.flatMap(({ object, spot }) => annotationRefusals(object, spot)),
  ];
}

/** `ValidateVolumeMounts` of https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/core/validation/validation.go */
function mountRefusals({ workload: at, container }: Gateway): ApiRefusal[] {
  const mounts = objectsIn(container.spec.volumeMounts);
  const paths = mounts.map(({ mountPath }) => mountPath);
  return mounts
    .filter(({ mountPath }, index) => mountPath !== undefined && paths.indexOf(mountPath) < index)
    .map(({ name, mountPath }) => ({
      at,
      field: `${container.field}.volumeMounts[${String(name)}]`,
      why:
        `The container has two volumes at ${String(mountPath)}, and the API server refuses the object. ` +
        'Nothing is applied.',
      mend: 'Mount one of them at another path, or put both into one projected volume.',
    }));
}

/** YAML reads `on` and `off` as booleans, and Kong wants the words. A value from a Secret is not shown. */
function notText({ name, value = '', at, field, secret }: Variable): ApiRefusal {
  const meant =
    REAL_SWITCH.test(name) || name === 'KONG_DATABASE' ? ({ true: 'on', false: 'off' }[value] ?? value) : value;
  return {
    at,
    field,
    why:
      secret === undefined
        ? notTextWhy(`the variable ${name}`, value)
        : `The value of the variable ${name}, from ${secret}, is not text, and the API server refuses the object. ` +
          'Nothing is applied.',
    mend: secret === undefined ? `Quote the value: ${JSON.stringify(meant)}.` : 'Quote the value.',
  };
}

/** Variables of which Kong takes on and off, and nothing else. */
const REAL_SWITCH = /REAL_IP_RECURSIVE$/;

function annotationRefusals({ metadata }: KubernetesObject, spot: (field: string) => Spot): ApiRefusal[] {
  const annotations = isObject(metadata?.annotations) ? metadata.annotations : {};
  return Object.entries(annotations)
    .filter(([, value]) => typeof value !== 'string' && value !== null)
    .map(([key, value]) => ({
      ...spot(`metadata.annotations[${key}]`),
      why: notTextWhy(`the annotation ${key}`, value),
      mend: `Quote the value: ${JSON.stringify(typeof value === 'object' ? JSON.stringify(value) : String(value))}.`,
    }));
}

/** Fields that only a Service of type LoadBalancer may have; an empty list is as good as none. */
const OF_BALANCERS = ['loadBalancerClass', 'loadBalancerSourceRanges'];

function serviceRefusals({ spec = {} }: KubernetesObject, spot: (field: string) => Spot): ApiRefusal[] {
  const { type = 'ClusterIP' } = spec;
  const isSet = (value: unknown) => value !== undefined && !(Array.isArray(value) && value.length === 0);
  const refuse = (field: string, why: string, mend: string): ApiRefusal => ({
    ...spot(`spec.${field}`),
    why: `${why}, so the API server refuses the Service. Nothing is applied.`,
    mend,
  });
  const misplaced = type === 'LoadBalancer' ? [] : OF_BALANCERS.filter((field) => isSet(spec[field]));
  return [
    ...policyRefusals(spec, refuse),
    ...misplaced.map((field) =>
      refuse(field, `${field} is not for Services of type ${type}`, `Take ${field} out, or use type LoadBalancer.`),
    ),
  ];
}

function policyRefusals(spec: any, refuse: (field: string, why: string, mend: string) => ApiRefusal): ApiRefusal[] {
  const { type = 'ClusterIP', externalTrafficPolicy: policy, externalIPs } = spec;
  if (policy === undefined) return [];
  const hasAddresses = Array.isArray(externalIPs) && externalIPs.length > 0;
  const isFromOutside = type === 'NodePort' || type === 'LoadBalancer' || (type === 'ClusterIP' && hasAddresses);
  if (!isFromOutside) {
    return [
      refuse(
        'externalTrafficPolicy',
        `externalTrafficPolicy is not for Services of type ${type}`,
        'Take externalTrafficPolicy out, or use type LoadBalancer or NodePort.',
      ),
    ];
  }
  if (policy === 'Local' || policy === 'Cluster') return [];
  return [
    refuse(
      'externalTrafficPolicy',
      `${JSON.stringify(policy)} is not a traffic policy`,
      'Write Local or Cluster, with a capital letter.',
    ),
  ];
}

function notTextWhy(what: string, value: unknown): string {
  return (
    `The value of ${what} is not text: without quotes ${JSON.stringify(value)} is a number, ` +
    'a boolean or a structure, and the API server refuses the object. Nothing is applied.'
  );
}
