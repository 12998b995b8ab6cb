import { ApiObject, App } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { IngressBinding, ServiceBinding } from '../binding/load-balancer';
import { quote } from '../input/errors';
import { Listener } from '../plan/listeners';
import { isOneOf } from '../plan/manifest';
import { couldBeKongs } from '../plan/ownership';

/*
 * What was changed on the objects of a gateway after they were made. Each function is called at synthesis, once per chart
 * of the app, and so does little.
 */

/** Variables, and whole ConfigMaps and Secrets of variables, of the container. */
export function environmentFindings(
  scope: Construct,
  env: kplus.Env,
  managed: { readonly [key: string]: string | undefined },
  refusal: (key: string, value: string | undefined) => string | undefined,
): string[] {
  return [
    ...Object.entries(env.variables).flatMap(([key, { value }]) => key in managed && managed[key] === value ? [] : refusal(key, value) ?? []),
    ...Object.keys(managed).filter((key) => !(key in env.variables)).map((key) => `${key} was removed; the gateway needs it`),
    ...env.sources.flatMap((source) => sourceFindings(scope, source, refusal)),
  ];
}

/** A ConfigMap or Secret that becomes variables, each of its keys behind a prefix. */
function sourceFindings(scope: Construct, source: kplus.EnvFrom, refusal: (key: string, value: string | undefined) => string | undefined): string[] {
  const { configMapRef, secretRef, prefix = '' } = (source as any)._toKube() as { configMapRef?: { name: string }; secretRef?: { name: string }; prefix?: string };
  const [kind, name] = configMapRef ? ['ConfigMap', configMapRef.name] : ['Secret', secretRef?.name];
  if (!couldBeKongs(prefix)) {
    return [];
  }
  const object = App.of(scope).node.findAll().find((child): child is ApiObject =>
    ApiObject.isApiObject(child) && child.kind === kind && child.name === name);
  if (!object) {
    return [`envFrom: the ${kind} ${quote(name)} is not part of this app, so nobody can see whether it sets what belongs to ${scope.constructor.name}, such as KONG_TRUSTED_IPS; `
      + 'add its keys by name with addEnvValue, or give envFrom a prefix other than KONG_'];
  }
  const { data, stringData, binaryData } = object.toJson();
  return Object.keys({ ...binaryData, ...data, ...stringData }).flatMap((key) => {
    const message = refusal(`${prefix}${key}`, kind === 'ConfigMap' ? data?.[key] : stringData?.[key]);
    return message ? [`envFrom: the ${kind} ${quote(name)}: ${message}`] : [];
  });
}

/** Annotations that the binding wrote or keeps for itself, on the Service and on the Ingress. */
export function annotationFindings(
  owner: string,
  binding: ServiceBinding & { ingress?: IngressBinding },
  service: kplus.Service,
  ingress?: kplus.Ingress,
): string[] {
  const written = { ...binding.annotations, ...binding.ingress?.annotations };
  const owned = [...Object.keys(written), ...binding.reservedAnnotations ?? []];
  const of = (object: kplus.Service | kplus.Ingress, own: { [key: string]: string } = {}) =>
    Object.entries({ ...own, ...annotationsOf(object) }).flatMap(([key, value]) => {
      const actual = annotationsOf(object)[key];
      if (own[key] === actual || !isOneOf(owned, key)) {
        return [];
      }
      return [`annotation ${key} (${quote(value)}) of the ${ApiObject.of(object).kind} belongs to ${owner}; use the load balancer's own props`];
    });
  return [...of(service, binding.annotations), ...ingress ? of(ingress, binding.ingress?.annotations) : []];
}

/** Service ports without a listener of their own. */
export function portFindings(service: kplus.Service, listeners: readonly Listener[]): string[] {
  const known = listeners.flatMap(({ servicePorts }) => servicePorts.map(({ port }) => port));
  return service.ports.filter(({ port }) => !known.includes(port)).map(({ port }) =>
    `port ${port} of the Service has no listener of its own, so X-Forwarded-Port and redirects would name another port; use the prop ports`);
}

/** Hosts with TLS on an Ingress whose balancer does not listen for https. */
export function ingressFindings(ingress: kplus.Ingress | undefined, binding: IngressBinding | undefined): string[] {
  if (!ingress || binding?.listensHttps !== false) {
    return [];
  }
  const { tls } = ApiObject.of(ingress).toJson().spec;
  return tls?.length > 0 ? ['the Ingress has tls, but the load balancer does not listen for https: give it a certificate by its own props, or leave tls out'] : [];
}

function annotationsOf(object: kplus.Service | kplus.Ingress): { [key: string]: string } {
  return object.metadata.toJson()?.annotations ?? {};
}
