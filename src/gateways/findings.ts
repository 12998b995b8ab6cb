import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { place } from './references';
import { Validation } from './validation';
import { IngressBinding } from '../binding/header-forwarding-binding';
import { RESERVED_ANNOTATIONS } from '../binding/reserved-annotations';
import { ServiceBinding } from '../binding/service-binding';
import { quote } from '../input/errors';
import { couldBeKongs } from '../kong/settings';
import { Listener } from '../plan/listeners';
import { isOneOf } from '../plan/manifest';
import { meshAnnotations } from '../plan/mesh';

/*
 * What was changed on the objects of a gateway after they were made, found at synthesis.
 */

/** What the manifest says of Kong's pods. */
export class WrittenPods {
  constructor(
    private readonly deployment: any,
    private readonly containerName: string,
  ) {}

  public get namespace(): string | undefined {
    return this.deployment.metadata?.namespace;
  }

  public get labels(): { readonly [key: string]: string } {
    return this.deployment.spec?.template?.metadata?.labels ?? {};
  }

  public get annotations(): { readonly [key: string]: string } {
    return this.deployment.spec?.template?.metadata?.annotations ?? {};
  }

  /** The numbers of the container's ports, each once. */
  public get ports(): number[] {
    return [...new Set<number>((this.container.ports ?? []).map(({ containerPort }: any) => containerPort))];
  }

  public get env(): any[] {
    return this.container.env ?? [];
  }

  public get envFrom(): any[] {
    return this.container.envFrom ?? [];
  }

  private get container(): any {
    return this.deployment.spec?.template?.spec?.containers?.find(({ name }: any) => name === this.containerName) ?? {};
  }
}

/**
 * Variables, and whole ConfigMaps and Secrets of variables, of the container, as it is written and as its construct
 * has it.
 */
export function environmentFindings(
  scope: Construct,
  env: kplus.Env,
  pods: WrittenPods,
  managed: { readonly [key: string]: string | undefined },
  refusal: (key: string, value: string | undefined) => string | undefined,
): string[] {
  const patched = pods.env.filter(({ name, valueFrom }) => valueFrom && !(name in env.variables));
  return [
    ...Object.entries(env.variables).flatMap(([key, { value }]) =>
      key in managed && managed[key] === value ? [] : (refusal(key, value) ?? []),
    ),
    ...Object.keys(managed)
      .filter((key) => !(key in env.variables))
      .map((key) => `${key} was removed; the gateway needs it`),
    // What a patch wrote as text is the check's to judge; what it hides cannot be judged.
    ...patched.flatMap(({ name }) => refusal(name, undefined) ?? []),
    ...pods.env
      .filter(({ name }) => !(name in managed))
      .flatMap(({ name, valueFrom }) =>
        elsewhere(scope, pods, name, valueFrom?.configMapKeyRef, valueFrom?.secretKeyRef),
      ),
    ...pods.envFrom.flatMap((source) => sourceFindings(scope, pods, source, refusal)),
  ];
}

/** A ConfigMap or Secret that becomes variables, each of its keys behind a prefix. */
function sourceFindings(
  scope: Construct,
  pods: WrittenPods,
  { configMapRef, secretRef, prefix = '' }: any,
  refusal: (key: string, value: string | undefined) => string | undefined,
): string[] {
  const [kind, name] = configMapRef ? ['ConfigMap', configMapRef.name] : ['Secret', secretRef?.name];
  const misplaced = elsewhere(scope, pods, 'envFrom', configMapRef, secretRef);
  if (misplaced.length > 0 || !couldBeKongs(prefix)) {
    return misplaced;
  }
  const object = sourcesOf(scope, kind, name).find(({ metadata }) => metadata?.namespace === pods.namespace);
  if (!object) {
    return [
      `envFrom: the ${kind} ${quote(name)} is not part of this app, so it cannot be checked whether it sets what ` +
        `belongs to ${scope.constructor.name}, such as KONG_TRUSTED_IPS; add its keys by name with addEnvValue, ` +
        'or give envFrom a prefix other than KONG_',
    ];
  }
  const { data, stringData, binaryData } = object;
  return Object.keys({ ...binaryData, ...data, ...stringData }).flatMap((key) => {
    const message = refusal(`${prefix}${key}`, kind === 'ConfigMap' ? data?.[key] : stringData?.[key]);
    return message ? [`envFrom: the ${kind} ${quote(name)}: ${message}`] : [];
  });
}

/** A ConfigMap or Secret of the app that is written to another namespace than the pods, which would not find it. */
function elsewhere(
  scope: Construct,
  { namespace }: WrittenPods,
  what: string,
  configMap?: { name: string },
  secret?: { name: string },
): string[] {
  const [kind, name] = configMap ? ['ConfigMap', configMap.name] : ['Secret', secret?.name];
  const places = sourcesOf(scope, kind, name).map(({ metadata }) => metadata?.namespace);
  return places.length === 0 || places.includes(namespace)
    ? []
    : [
        `${what}: the ${kind} ${quote(name)} is written ${place(places[0])}, and the pods ${place(namespace)}, ` +
          'where they would not find it; give both the same namespace',
      ];
}

/** The ConfigMaps or Secrets of one name in the app, as the manifests have them. */
function sourcesOf(scope: Construct, kind: string, name: string | undefined): any[] {
  const validation = Validation.of(scope);
  const sources = validation.remember('sources', () =>
    validation.objects.filter((object) => object.kind === 'ConfigMap' || object.kind === 'Secret'),
  );
  return sources
    .filter((object) => object.kind === kind && object.name === name)
    .map((object) => validation.written(object));
}

/** Annotations that the binding wrote or keeps for itself, on the Service and on the Ingress. */
export function annotationFindings(
  owner: string,
  binding: ServiceBinding & { ingress?: IngressBinding },
  service: kplus.Service,
  ingress?: kplus.Ingress,
): string[] {
  const written = { ...binding.annotations, ...binding.ingress?.annotations };
  const owned = [...Object.keys(written), ...(binding.reservedAnnotations ?? []), ...RESERVED_ANNOTATIONS];
  const of = (object: kplus.Service | kplus.Ingress, own: { [key: string]: string } = {}) => {
    const all = annotationsOf(object);
    return Object.entries({ ...own, ...all }).flatMap(([key, value]) => {
      const actual = all[key];
      if (own[key] === actual || !isOneOf(owned, key)) {
        return [];
      }
      return [
        `annotation ${key} (${quote(value)}) of the ${ApiObject.of(object).kind} belongs to ${owner}; ` +
          "use the load balancer's own props",
      ];
    });
  };
  return [...of(service, binding.annotations), ...(ingress ? of(ingress, binding.ingress?.annotations) : [])];
}

/** Annotations of the pods by which meshes leave the incoming connections to Kong, as the library wrote them. */
export function meshFindings(owner: string, { annotations, ports }: WrittenPods): string[] {
  const wanted = ports.length > 0 ? meshAnnotations(ports.join(',')) : {};
  return Object.entries(wanted)
    .filter(([key, value]) => annotations[key] !== value)
    .map(
      ([key]) =>
        `annotation ${key} (${quote(annotations[key])}) of the pods belongs to ${owner}: ` +
        'without it, the sidecar of a mesh takes the connections first, and every client is 127.0.0.1; ' +
        'leave it as it is',
    );
}

/** Service ports without their own listener, and a Service that leads nowhere. */
export function serviceFindings(
  service: kplus.Service,
  written: any,
  { labels }: WrittenPods,
  listeners: readonly Listener[],
): string[] {
  const known = listeners.flatMap(({ servicePorts }) => servicePorts.map(({ port }) => port));
  const { selector, ports } = written.spec ?? {};
  const missed = Object.entries(selector ?? {}).find(([key, value]) => labels[key] !== value);
  return [
    ...service.ports
      .filter(({ port }) => !known.includes(port))
      .map(
        ({ port }) =>
          `port ${port} of the Service has no separate listener, so X-Forwarded-Port and redirects would name ` +
          'another port; use the prop ports',
      ),
    ...(missed || Object.keys(selector ?? {}).length === 0
      ? [
          'the Service selects ' +
            `${missed ? `pods with ${missed[0]} ${quote(missed[1])}` : 'no pods'}, and not Kong's, so the load ` +
            'balancer has nothing to send to; leave its selector as it is',
        ]
      : []),
    ...(ports?.length > 0 ? [] : ['the Service has no ports, which Kubernetes refuses; leave them as they are']),
  ];
}

/** Hosts with TLS on an Ingress whose balancer does not listen for https. */
export function ingressFindings(written: any, binding: IngressBinding | undefined): string[] {
  return binding?.listensHttps === false && written?.spec?.tls?.length > 0
    ? [
        'the Ingress has tls, but the load balancer does not listen for https: ' +
          'give it a certificate by its own props, or leave tls out',
      ]
    : [];
}

function annotationsOf(object: kplus.Service | kplus.Ingress): { [key: string]: string } {
  return object.metadata.toJson()?.annotations ?? {};
}
