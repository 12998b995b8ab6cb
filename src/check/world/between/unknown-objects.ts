import { Between, Row } from './between';
import { ManifestObject } from '../../../forms/manifests';
import { isObject } from '../../../input/objects';
import { once } from '../catalogue';
import { ALL_KINDS } from '../kinds';

/** Groups of APIs whose objects let no traffic in. */
const HARMLESS = [
  // of Kubernetes
  'v1',
  'apps',
  'batch',
  'autoscaling',
  'policy',
  'coordination.k8s.io',
  'events.k8s.io',
  'rbac.authorization.k8s.io',
  'storage.k8s.io',
  'scheduling.k8s.io',
  'node.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'admissionregistration.k8s.io',
  'certificates.k8s.io',
  'autoscaling.k8s.io',
  'snapshot.storage.k8s.io',
  'metrics.k8s.io',
  'flowcontrol.apiserver.k8s.io',
  // of what installs, watches, scales and keeps secrets
  'argoproj.io',
  'kustomize.toolkit.fluxcd.io',
  'kustomize.config.k8s.io',
  'helm.toolkit.fluxcd.io',
  'source.toolkit.fluxcd.io',
  'helm.cattle.io',
  'monitoring.coreos.com',
  'keda.sh',
  'kyverno.io',
  'velero.io',
  'cert-manager.io',
  'acme.cert-manager.io',
  'external-secrets.io',
  'bitnami.com',
  'secrets-store.csi.x-k8s.io',
  'karpenter.sh',
  'externaldns.k8s.io',
  // of Kong, and of meshes and networks, whose policies concern what comes in and let no traffic in
  'configuration.konghq.com',
  'gateway-operator.konghq.com',
  'security.istio.io',
  'telemetry.istio.io',
  'policy.linkerd.io',
  'crd.projectcalico.org',
  'projectcalico.org',
];
const HARMLESS_KINDS = [
  'DestinationRule',
  'ServiceEntry',
  'Sidecar',
  'GCPBackendPolicy',
  'BackendTLSPolicy',
  'ReferenceGrant',
  'CiliumEndpoint',
  'CiliumIdentity',
];
/** Keys whose values are names of other things. */
const OTHER_NAMES = new RegExp(
  `^(${[
    '.*[nN]amespace',
    'releaseName',
    'chart',
    '(cluster|secret|configMap|serviceAccount|claim|deployment|container|volume|user)Name',
    'secretRef',
    'serviceAccount',
    '.*[cC]lass(Name)?',
    'selector',
    'matchLabels',
    'labels',
    'annotations',
    'ownerReferences',
    'image',
    '.*[kK]ey',
  ].join('|')})$`,
);
const NAME_LIKE =
  /name|service|svc|backend|upstream|host|target|destination|endpoint|origin|url|uri|addr|ref|resource|^to$/i;

/**
 * Objects of kinds that are not known here, and that name a Service of the gateway, or select its pods with ports as
 * a Service does: each may be a way in.
 */
export const unknownObjects: Row = ({ catalogue, services, gateway }) => {
  const wanted: Wanted = {
    names: services.map(({ name }) => name),
    namespace: gateway.workload.namespace,
    labels: gateway.podLabels,
  };
  const unknown = unknownIn(catalogue).filter((object) => object !== gateway.workload);
  return unknown.flatMap((at): Between[] => {
    const field = fieldLeading(at.object, wanted, at.namespace === wanted.namespace);
    return field === undefined
      ? []
      : [
          {
            at,
            field,
            rule: 'unknown-way-in',
            verdict: 'unknown',
            why:
              `What ${at.id} does is not known here, and it names a Service of the gateway or selects its pods: ` +
              'it may be a way in, by which Kong is dialled from another address.',
            mend:
              'Look at what it sends to Kong, and from where. If it is a way in, trust its addresses only; ' +
              'if it is none, acknowledge this finding.',
            question: `Is ${at.id} a way in to this gateway?`,
            answer: 'look at that object',
          },
        ];
  });
};

/** By what an object would lead to a gateway. */
interface Wanted {
  readonly names: readonly string[];
  readonly namespace: string;
  readonly labels: Readonly<Record<string, unknown>>;
}

const unknownIn = once((catalogue) => catalogue.beyond(ALL_KINDS).filter(isUnknown));

function isUnknown({ kind, object }: ManifestObject): boolean {
  return !HARMLESS_KINDS.includes(kind) && !isHarmless(String(object.apiVersion ?? 'v1'));
}

/** Whether objects of an API let no traffic in. */
export function isHarmless(apiVersion: string): boolean {
  return HARMLESS.includes(apiVersion.split('/')[0]);
}

/**
 * The first field that names one of the Services, alone in the Service's namespace and with the namespace from any,
 * or that selects the pods.
 */
function fieldLeading(object: Record<string, unknown>, wanted: Wanted, beside: boolean): string | undefined {
  const waiting: { value: unknown; path: string; key: string; beside: boolean }[] = Object.entries(object)
    .filter(([key]) => key !== 'metadata' && key !== 'status')
    .map(([key, value]) => ({ value, path: key, key, beside }));
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { value, path, key, beside: near } = next;
    if (typeof value === 'string' && isNamed(value, key, wanted, near)) return path;
    if (Array.isArray(value)) {
      waiting.push(...value.map((item, index) => ({ value: item, path: `${path}[${index}]`, key, beside: near })));
    }
    // A reference to another kind, or to another namespace, is not one to the Service.
    if (!isObject(value) || (typeof value.kind === 'string' && value.kind !== 'Service')) continue;
    if (near && Array.isArray(value.ports) && selectsPods(value.selector, wanted)) return `${path}.selector`;
    const [told] = Object.entries(value).flatMap(([inner, item]) => (/namespace$/i.test(inner) ? [item] : []));
    const here = typeof told === 'string' ? told === wanted.namespace : near;
    for (const [inner, item] of Object.entries(value)) {
      if (!OTHER_NAMES.test(inner)) waiting.push({ value: item, path: `${path}.${inner}`, key: inner, beside: here });
    }
  }
  return undefined;
}

function selectsPods(selector: unknown, { labels }: Wanted): boolean {
  if (!isObject(selector)) return false;
  const pairs = Object.entries(isObject(selector.matchLabels) ? selector.matchLabels : selector);
  return pairs.length > 0 && pairs.every(([key, value]) => labels[key] === value);
}

function isNamed(value: string, key: string, { names, namespace }: Wanted, beside: boolean): boolean {
  if (!NAME_LIKE.test(key)) return false;
  const [, host] = /^(?:\w+:\/\/)?([\w.-]+)(?::\d+)?(?:\/.*)?$/.exec(value) ?? [];
  const [name, of] = (host ?? '').replace(/\.svc(\..*)?$/, '').split('.');
  return names.includes(name) && (of === namespace || (of === undefined && beside));
}
