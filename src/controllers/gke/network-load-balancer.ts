import { KubernetesObject } from '../balancer';
import { Controller } from '../controller';
import { annotation, annotationField, refusedIf } from '../fields';
import { ADMIT_BY_FIELD } from '../making';
import { made, refusedBy, Remark } from '../reading';
import { isLocal, LOCAL_POLICY, passedThrough, shortCut } from '../services';
import { chosenSources, SOURCE_RANGES, sourceRanges } from '../source-ranges';
import { misspelt } from '../spelling';

const ID = 'gke-service-controller';
const NAME = 'passthrough Network Load Balancer of Google';

/** GKE's classes for Services, and whether they are for internal clients. */
const CLASSES: Readonly<Record<string, boolean>> = {
  'networking.gke.io/l4-regional-external': false,
  'networking.gke.io/l4-regional-external-legacy': false,
  'networking.gke.io/l4-regional-internal': true,
  'networking.gke.io/l4-regional-internal-legacy': true,
};

const TYPE_KEYS = ['networking.gke.io/load-balancer-type', 'cloud.google.com/load-balancer-type'];
/** The spellings that the controllers take for internal. */
const INTERNAL = ['Internal', 'internal'];
const TIER = 'cloud.google.com/network-tier';

/** The keys of GKE on Services, those of its Ingresses' backends included. */
export const GKE_KEYS = [
  'beta.cloud.google.com/backend-config',
  'cloud.google.com/app-protocols',
  'cloud.google.com/backend-config',
  'cloud.google.com/l4-rbs',
  'cloud.google.com/load-balancer-type',
  'cloud.google.com/neg',
  'cloud.google.com/neg-status',
  'cloud.google.com/network-tier',
  'networking.gke.io/internal-load-balancer-allow-global-access',
  'networking.gke.io/internal-load-balancer-subnet',
  'networking.gke.io/load-balancer-ip-addresses',
  'networking.gke.io/load-balancer-subnet',
  'networking.gke.io/load-balancer-type',
  'networking.gke.io/transparent-health-checker',
  'networking.gke.io/weighted-load-balancing',
];

/**
 * GKE's controllers for Services: target pools of the cloud provider, backend services of ingress-gce. Both pass
 * packets on, and have no PROXY protocol.
 */
export const gkeServiceController: Controller = {
  id: ID,
  cloud: 'gke',
  makes: { 'gke-network': NAME },
  signs: {
    prefixes: ['networking.gke.io/', 'cloud.google.com/'],
    classes: Object.keys(CLASSES),
    traces: /^gke\.networking\.io\//,
  },
  read(service) {
    const loadBalancerClass = service.spec?.loadBalancerClass;
    if (service.kind !== 'Service' || (loadBalancerClass && !(loadBalancerClass in CLASSES))) return undefined;
    const remarks = [
      ...misspelt(service, ['networking.gke.io/', 'cloud.google.com/'], GKE_KEYS),
      ...publicByMistake(service),
    ];
    const refusals = refusalsOf(service);
    return refusals.length > 0
      ? refusedBy(ID, refusals, remarks)
      : made(
          ID,
          {
            id: 'gke-network',
            name: NAME,
            frontends: passedThrough(service),
            targets: 'nodes',
            peer: { role: isLocal(service) ? 'client' : 'node' },
            healthCheck: { kind: 'node', sendsProxyProtocol: false },
            whenAllFail: 'sends-to-all',
            settings: { keepSource: LOCAL_POLICY, admit: ADMIT_BY_FIELD },
            internal: isInternal(service),
            admits: admits(service),
            shortCut: shortCut(service),
          },
          remarks,
        );
  },
};

/**
 * @see https://github.com/kubernetes/ingress-gce/blob/master/pkg/l4/annotations/gce_annotations.go
 * GetLoadBalancerAnnotationType
 */
function isInternal(service: KubernetesObject): boolean {
  return CLASSES[service.spec?.loadBalancerClass] ?? INTERNAL.includes(typeOf(service)?.value ?? '');
}

/** The new key counts before the old one. */
function typeOf(service: KubernetesObject): { readonly key: string; readonly value: string } | undefined {
  return TYPE_KEYS.map((key) => ({ key, value: annotation(service, key) })).find(
    (one): one is { key: string; value: string } => one.value !== undefined,
  );
}

/** Another spelling of `Internal` makes a public balancer. */
function publicByMistake(service: KubernetesObject): Remark[] {
  const type = typeOf(service);
  if (!type || isInternal(service) || type.value.trim().toLowerCase() !== 'internal') return [];
  return [
    {
      rule: 'public-by-spelling',
      field: annotationField(type.key),
      why:
        'The controller takes "Internal" and "internal" alone for internal. ' +
        `By ${JSON.stringify(type.value)} the balancer is public.`,
      mend: 'Write "Internal".',
    },
  ];
}

function refusalsOf(service: KubernetesObject): Remark[] {
  const families: unknown = service.spec?.ipFamilies;
  const isStandard = annotation(service, TIER) === 'Standard' && !isInternal(service);
  const byField = (service.spec?.loadBalancerSourceRanges ?? []).length > 0;
  return [
    ...refusedIf(
      isStandard && Array.isArray(families) && families.includes('IPv6'),
      TIER,
      'The Standard tier has no IPv6.',
      'Write "Premium", or give the Service IPv4 alone.',
    ),
    ...refusedIf(
      !byField && annotation(service, SOURCE_RANGES)?.trim() === '',
      SOURCE_RANGES,
      'The controller refuses an empty list of ranges.',
      'List networks, or take it out.',
    ),
  ];
}

/** A family of the Service without a range admits all sources of it. */
function admits(service: KubernetesObject): readonly string[] | undefined {
  const ranges = sourceRanges(service);
  const families: unknown[] = Array.isArray(service.spec?.ipFamilies) ? service.spec.ipFamilies : ['IPv4'];
  const hasIpv6 = ranges?.some((range) => range.includes(':'));
  const hasIpv4 = ranges?.some((range) => !range.includes(':'));
  return (
    ranges &&
    chosenSources([
      ...ranges,
      ...(families.includes('IPv4') && !hasIpv4 ? ['0.0.0.0/0'] : []),
      ...(families.includes('IPv6') && !hasIpv6 ? ['::/0'] : []),
    ])
  );
}
