import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { ClientIpHeader } from '../binding/client-ip-header';
import {
  ExternalTrafficPolicy,
  HeaderForwardingBinding,
  IngressBinding,
  IpFamily,
  ServiceBinding,
} from '../binding/load-balancer';
import { at, errorAt, explain, quote } from '../input/errors';
import { isDnsSubdomain } from '../input/kubernetes';
import { count, flag, map, oneOf, text, texts } from '../input/values';
import { Cidr, parseCidr } from '../net/cidr';

/** Every field, so that the compiler asks for a new one here. */
const SERVICE_FIELDS = Object.keys({
  loadBalancer: true,
  serviceType: true,
  externalTrafficPolicy: true,
  peers: true,
  peersOnly: true,
  dialsPublicly: true,
  drainSeconds: true,
  reservedAnnotations: true,
  portNamesIn: true,
  annotations: true,
  loadBalancerClass: true,
  sourceRanges: true,
  httpNodePort: true,
  httpsNodePort: true,
  routesToPods: true,
  ipFamilies: true,
  clientFamilies: true,
} satisfies Record<keyof ServiceBinding, true>);
const HEADER_FIELDS = Object.keys({
  header: true,
  forwardedHeaders: true,
  ownAddress: true,
  proxiesBefore: true,
  headerBefore: true,
  forwardedHeadersBefore: true,
  admits: true,
  restrictsSources: true,
  endsTls: true,
  passesTls: true,
  speaksHttp2: true,
  ingress: true,
} satisfies Record<Exclude<keyof HeaderForwardingBinding, keyof ServiceBinding>, true>);
const INGRESS_FIELDS = Object.keys({
  ingressClassName: true,
  annotations: true,
  hosts: true,
  sharedBy: true,
  listensHttps: true,
} satisfies Record<keyof IngressBinding, true>);

/** A name of a balancer is written into an annotation. */
const LONGEST_ID = 253;

/** The API server's limit for all annotations of an object. */
const MOST_ANNOTATION_BYTES = 256 * 1024;

/** @throws when what a balancer wants cannot be written into a Service, or is not what its fields say */
export function checkServiceBinding(scope: Construct, binding: ServiceBinding): void {
  checkFields(scope, binding, SERVICE_FIELDS);
  checkService(scope, binding);
}

/** @throws as `checkServiceBinding` does, and when what the balancer promises contradicts itself */
export function checkHeaderBinding(scope: Construct, binding: HeaderForwardingBinding): void {
  checkFields(scope, binding, [...SERVICE_FIELDS, ...HEADER_FIELDS]);
  checkService(scope, binding);
  if (binding.headerBefore !== undefined && !(binding.headerBefore instanceof ClientIpHeader)) {
    throw errorAt(
      scope,
      `the load balancer's headerBefore ${quote(binding.headerBefore)} is not a ClientIpHeader; write ClientIpHeader.single("…"), or leave it out`,
    );
  }
  for (const field of ['proxiesBefore', 'admits'] as const) {
    networks(scope, `the load balancer's ${field}`, binding[field]);
  }
  for (const field of ['restrictsSources', 'endsTls', 'passesTls', 'speaksHttp2'] as const) {
    flag(scope, `the load balancer's ${field}`, binding[field]);
  }
  if (binding.ingress !== undefined) {
    checkIngress(scope, binding.ingress);
  }
  const ofServices = (['loadBalancerClass', 'sourceRanges', 'endsTls', 'passesTls'] as const).find(
    (field) => binding[field],
  );
  if (binding.ingress && ofServices) {
    throw errorAt(
      scope,
      `the load balancer's binding has an ingress and ${ofServices}, which only a Service that is itself the way in can have; give one of them`,
    );
  }
  if (binding.endsTls && binding.passesTls) {
    throw errorAt(
      scope,
      "the load balancer's binding has endsTls and passesTls: TLS ends at the balancer or at Kong; give one of them",
    );
  }
  checkServiceType(scope, binding);
}

/**
 * @throws when the binding is of a balancer that a cloud would make, and leaves out the type of Service for which it
 * does
 */
function checkServiceType(scope: Construct, binding: HeaderForwardingBinding): void {
  if (binding.ingress || binding.serviceType !== undefined) {
    return;
  }
  const annotated = Object.keys(binding.annotations ?? {}).length > 0;
  const sign =
    (['endsTls', 'passesTls', 'loadBalancerClass', 'sourceRanges'] as const).find((field) => binding[field]) ??
    (annotated ? 'annotations' : undefined);
  if (sign) {
    throw errorAt(
      scope,
      `the load balancer's binding has ${sign} and no serviceType: its Service would be a ClusterIP, for which no cloud makes a balancer; ` +
        'write serviceType LOAD_BALANCER, or CLUSTER_IP if something in the cluster sends to it',
    );
  }
}

/** Networks of a field, parsed. */
export function networks(scope: Construct, field: string, cidrs: string[] | undefined): Cidr[] | undefined {
  return texts(scope, field, cidrs)?.map((cidr) => explain(at(scope, field), () => parseCidr(cidr)));
}

/** @throws when a family of the Service has no range, which some clouds take for everybody and others for nobody */
export function checkRanges(scope: Construct, binding: ServiceBinding, ofService: readonly IpFamily[]): void {
  const families = binding.clientFamilies ?? ofService;
  const ranges = networks(scope, 'sourceRanges', binding.sourceRanges);
  if (!ranges) {
    return;
  }
  const open = families.find((family) => !ranges.some((range) => familyOf(range) === family));
  if (open) {
    throw errorAt(
      scope,
      `sourceRanges ${quote(binding.sourceRanges)} has no ${open} network, and the Service has ${open}: some clouds then admit all sources over ${open}, others none; ` +
        `add the ${open} networks that may connect ("${open === IpFamily.IPV4 ? '0.0.0.0/0' : '::/0'}" for all of them), or leave ${open} out of ipFamilies`,
    );
  }
  const useless = ranges.find((range) => !families.includes(familyOf(range)));
  if (useless) {
    throw errorAt(
      scope,
      `sourceRanges: ${quote(useless.text)} is a network of ${familyOf(useless)}, which the Service does not have (${quote(families)}); leave it out, or add ${familyOf(useless)} to ipFamilies`,
    );
  }
}

export function familyOf({ version }: Cidr): IpFamily {
  return version === 4 ? IpFamily.IPV4 : IpFamily.IPV6;
}

function checkService(scope: Construct, binding: ServiceBinding): void {
  checkAnnotations(scope, 'annotations', binding.annotations);
  text(scope, "the load balancer's loadBalancer", binding.loadBalancer);
  if ((binding.loadBalancer?.length ?? 0) > LONGEST_ID) {
    throw errorAt(
      scope,
      `the load balancer's loadBalancer has ${binding.loadBalancer!.length} characters; write a name of at most ${LONGEST_ID}`,
    );
  }
  if (binding.reservedAnnotations !== undefined && !Array.isArray(binding.reservedAnnotations)) {
    throw errorAt(
      scope,
      `the load balancer's reservedAnnotations must be a list of keys, got ${quote(binding.reservedAnnotations)}; write that, or leave it out`,
    );
  }
  for (const key of texts(scope, "the load balancer's portNamesIn", binding.portNamesIn) ?? []) {
    if (!isJson(binding.annotations?.[key])) {
      throw errorAt(
        scope,
        `the load balancer's portNamesIn has ${quote(key)}, which is not an annotation with JSON in it (${quote(binding.annotations?.[key])}); leave it out, or write that annotation`,
      );
    }
  }
  for (const field of ['ipFamilies', 'clientFamilies'] as const) {
    texts(scope, `the load balancer's ${field}`, binding[field])?.forEach((family) =>
      oneOf(scope, `the load balancer's ${field}`, family as IpFamily, IpFamily),
    );
  }
  for (const field of ['routesToPods', 'peersOnly', 'dialsPublicly'] as const) {
    flag(scope, `the load balancer's ${field}`, binding[field]);
  }
  count(scope, "the load balancer's drainSeconds", binding.drainSeconds, 0, 3600);
  for (const field of ['httpNodePort', 'httpsNodePort'] as const) {
    count(scope, `the load balancer's ${field}`, binding[field], 1, 65535);
  }
  if (binding.httpNodePort !== undefined && binding.httpNodePort === binding.httpsNodePort) {
    throw errorAt(
      scope,
      `httpNodePort and httpsNodePort are both ${binding.httpNodePort}, which the API server refuses; give each its own port`,
    );
  }
  oneOf(scope, "the load balancer's externalTrafficPolicy", binding.externalTrafficPolicy, ExternalTrafficPolicy);
  oneOf(scope, "the load balancer's serviceType", binding.serviceType, kplus.ServiceType);
  if (binding.loadBalancerClass !== undefined && !isQualifiedName(binding.loadBalancerClass)) {
    throw errorAt(
      scope,
      `loadBalancerClass ${quote(binding.loadBalancerClass)} is not a name that Kubernetes takes; write one such as "service.k8s.aws/nlb"`,
    );
  }
  networks(scope, "the load balancer's peers", binding.peers);
}

function checkIngress(scope: Construct, ingress: IngressBinding): void {
  checkFields(scope, ingress, INGRESS_FIELDS, 'ingress');
  flag(scope, 'ingress.listensHttps', ingress.listensHttps);
  checkAnnotations(scope, 'ingress.annotations', ingress.annotations);
  texts(scope, 'ingress.sharedBy', ingress.sharedBy);
  if (ingress.ingressClassName !== undefined && !isDnsSubdomain(ingress.ingressClassName)) {
    throw errorAt(
      scope,
      `ingress.ingressClassName ${quote(ingress.ingressClassName)} is not a name that Kubernetes takes; write one such as "alb"`,
    );
  }
  const bad = texts(scope, 'hosts', ingress.hosts)?.find(
    (host) => !isDnsSubdomain(host.replace(/^\*\./, '')) || isIpAddress(host),
  );
  if (bad !== undefined) {
    throw errorAt(
      scope,
      `hosts: ${quote(bad)} is not a host name; write one such as "api.example.com" or "*.example.com"`,
    );
  }
}

function isIpAddress(host: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(host);
}

function checkAnnotations(scope: Construct, field: string, annotations: { [key: string]: string } | undefined): void {
  map(scope, field, annotations);
  const bad = Object.keys(annotations ?? {}).find((key) => !isQualifiedName(key));
  if (bad !== undefined) {
    throw errorAt(
      scope,
      `${field}: ${quote(bad)} is not a key that Kubernetes takes; write one such as "example.com/name"`,
    );
  }
  const bytes = Object.entries(annotations ?? {}).reduce(
    (sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value),
    0,
  );
  if (bytes > MOST_ANNOTATION_BYTES) {
    throw errorAt(
      scope,
      `${field} has ${bytes} bytes, and Kubernetes takes at most ${MOST_ANNOTATION_BYTES}; make it shorter`,
    );
  }
}

/** The compiler refuses most of these; this is for plain JavaScript and `any`. */
function checkFields(scope: Construct, binding: object, known: string[], name = 'binding'): void {
  if (typeof binding !== 'object' || binding === null || Array.isArray(binding) || binding instanceof Promise) {
    throw errorAt(
      scope,
      `the load balancer's ${name} must be an object, got ${quote(binding)}; return { annotations: { … } }`,
    );
  }
  const unknown = Object.keys(binding).find((field) => !known.includes(field));
  if (unknown !== undefined) {
    throw errorAt(
      scope,
      `the load balancer's ${name} has the field ${quote(unknown)}, which nothing reads; the fields are ${known.join(', ')}`,
    );
  }
}

function isJson(value: unknown): boolean {
  try {
    JSON.parse(String(value));
    return true;
  } catch {
    return false;
  }
}

function isQualifiedName(name: unknown): boolean {
  const [last, prefix, ...rest] = typeof name === 'string' ? name.split('/').reverse() : [''];
  return (
    rest.length === 0 &&
    last.length <= 63 &&
    /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/.test(last) &&
    (prefix === undefined || isDnsSubdomain(prefix))
  );
}
