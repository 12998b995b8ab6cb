import { Catalogue } from './catalogue';
import { objectsIn } from '../../controllers/values';
import { ManifestObject } from '../../forms/manifests';
import { fieldsOf, isObject } from '../../input/objects';

/** Where an object has its pods. */
export interface Template {
  readonly workload: ManifestObject;
  /** The field of the template; empty where the object is the pod itself. */
  readonly field: string;
  /** The template: metadata and spec of a pod. */
  readonly template: Record<string, any>;
}

/**
 * Where objects have a pod template: Deployments, ReplicaSets, Rollouts, DeploymentConfigs, Knative Services and many
 * more agree on the first.
 */
const FIELDS = [
  'spec.template',
  'spec.podTemplate',
  'spec.podTemplateSpec',
  'spec.jobTemplate.spec.template',
  'spec.deployment.podTemplateSpec',
  'spec.dataPlaneOptions.deployment.podTemplateSpec',
];

/** Kinds whose pods end, or that run no pods themselves. */
const RUN_TO_THE_END = ['Job', 'CronJob', 'ScaledJob', 'PodTemplate'];

/** Kinds of the operator, which writes the container itself where the user does not. */
export const OPERATOR_TEMPLATES: Readonly<Record<string, string>> = {
  DataPlane: 'spec.deployment.podTemplateSpec',
  GatewayConfiguration: 'spec.dataPlaneOptions.deployment.podTemplateSpec',
};

/** Every object that keeps pods running. What another workload of the input owns is told by its owner. */
export function templatesOf(catalogue: Catalogue): Template[] {
  const found = catalogue.objects().flatMap((workload) => templateOf(workload) ?? []);
  const owners = new Set(found.map(({ workload }) => workload.id));
  return found.filter(({ workload }) => !isOwned(workload, owners));
}

/** Found once for every object: the stages of a repository share those that belong to none. */
const KNOWN = new WeakMap<ManifestObject, Template | undefined>();

function templateOf(workload: ManifestObject): Template | undefined {
  if (!KNOWN.has(workload)) KNOWN.set(workload, findTemplate(workload));
  return KNOWN.get(workload);
}

function findTemplate(workload: ManifestObject): Template | undefined {
  const { kind, object } = workload;
  if (RUN_TO_THE_END.includes(kind)) return undefined;
  if (kind === 'Pod') return { workload, field: '', template: object };
  if (Object.hasOwn(OPERATOR_TEMPLATES, kind)) {
    const field = OPERATOR_TEMPLATES[kind];
    const template = valueAt(object, field);
    return { workload, field, template: fieldsOf(template) };
  }
  for (const field of FIELDS) {
    const template = valueAt(object, field);
    if (isObject(template) && isObject(template.spec) && Array.isArray(template.spec.containers)) {
      return { workload, field, template };
    }
  }
  return undefined;
}

/** Who makes objects of a kind, and gives them a name with a suffix. */
const MAKERS: ReadonlyMap<unknown, readonly string[]> = new Map([
  ['ReplicaSet', ['Deployment', 'Rollout']],
  ['ReplicationController', ['DeploymentConfig']],
]);

/**
 * Whether a workload of the input made this object: by itself, or by a ReplicaSet between them that is not in the
 * input.
 */
function isOwned({ object, namespace }: ManifestObject, owners: ReadonlySet<string>): boolean {
  return objectsIn(object.metadata?.ownerReferences).some(({ kind, name }) => {
    const [, maker] = /^(.+)-[a-z0-9]+$/.exec(String(name)) ?? [];
    const makers = MAKERS.get(kind) ?? [];
    return (
      owners.has(`${kind}/${namespace}/${name}`) || makers.some((made) => owners.has(`${made}/${namespace}/${maker}`))
    );
  });
}

/** The value of a field, written with dots. */
export function valueAt(object: unknown, field: string): any {
  let value: any = object;
  for (const key of field === '' ? [] : field.split('.')) {
    if (!isObject(value)) return undefined;
    value = value[key];
  }
  return value;
}
