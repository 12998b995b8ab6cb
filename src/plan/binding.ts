import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { checkIngress } from './ingress-binding';
import { checkAnnotations, checkFields, isQualifiedName } from './written-fields';
import { ClientIpHeader } from '../binding/client-ip-header';
import { HeaderForwardingBinding } from '../binding/header-forwarding-binding';
import { ExternalTrafficPolicy, IpFamily, ServiceBinding } from '../binding/service-binding';
import { at, errorAt, explain, quote } from '../input/errors';
import { count, flag, oneOf, text, texts } from '../input/values';
import { Cidr, parseCidr } from '../net/cidr';

/** Every field, so that the compiler asks for a new one here. */
const SERVICE_FIELDS = Object.keys({
  loadBalancerKind: true,
  serviceType: true,
  externalTrafficPolicy: true,
  peers: true,
  peersOnly: true,
  dialsPublicly: true,
  proxyProtocolFrom: true,
  drainSeconds: true,
  reservedAnnotations: true,
  portNamesIn: true,
  writesRoutes: true,
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
  proxiesBeforeOnly: true,
  forwardedHeadersBefore: true,
  admits: true,
  restrictsSources: true,
  endsTls: true,
  passesTls: true,
  speaksHttp2: true,
  ingress: true,
} satisfies Record<Exclude<keyof HeaderForwardingBinding, keyof ServiceBinding>, true>);
/** A name of a balancer is written into an annotation. */
const LONGEST_ID = 253;

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
      `the load balancer's headerBefore ${quote(binding.headerBefore)} is not a ClientIpHeader; ` +
        'write ClientIpHeader.single("…"), or leave it out',
    );
  }
  for (const field of ['proxiesBefore', 'admits'] as const) {
    networks(scope, `the load balancer's ${field}`, binding[field]);
  }
  for (const field of ['restrictsSources', 'proxiesBeforeOnly', 'endsTls', 'passesTls', 'speaksHttp2'] as const) {
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
      `the load balancer's binding has an ingress and ${ofServices}, which only a Service that is itself the way ` +
        'in can have; give one of them',
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
      `the load balancer's binding has ${sign} and no serviceType: ` +
        'its Service would be a ClusterIP, for which no cloud makes a balancer; ' +
        'write serviceType LOAD_BALANCER, or CLUSTER_IP if something in the cluster sends to it',
    );
  }
}

/** Networks of a field, parsed. */
export function networks(scope: Construct, field: string, cidrs: string[] | undefined): Cidr[] | undefined {
  return texts(scope, field, cidrs)?.map((cidr) => explain(at(scope, field), () => parseCidr(cidr)));
}

/** @throws when a family of the Service has no range, which some clouds take for every address and others for none */
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
      `sourceRanges ${quote(binding.sourceRanges)} has no ${open} network, and the Service has ${open}: ` +
        `some clouds then admit all sources over ${open}, others none; ` +
        `add the ${open} networks that may connect ` +
        `("${open === IpFamily.IPV4 ? '0.0.0.0/0' : '::/0'}" for all of them), or leave ${open} out of ipFamilies`,
    );
  }
  const useless = ranges.find((range) => !families.includes(familyOf(range)));
  if (useless) {
    throw errorAt(
      scope,
      `sourceRanges: ${quote(useless.text)} is a network of ${familyOf(useless)}, ` +
        `which the Service does not have (${quote(families)}); ` +
        `leave it out, or add ${familyOf(useless)} to ipFamilies`,
    );
  }
}

export function familyOf({ version }: Cidr): IpFamily {
  return version === 4 ? IpFamily.IPV4 : IpFamily.IPV6;
}

function checkService(scope: Construct, binding: ServiceBinding): void {
  checkAnnotations(scope, 'annotations', binding.annotations);
  text(scope, "the load balancer's loadBalancerKind", binding.loadBalancerKind);
  if ((binding.loadBalancerKind?.length ?? 0) > LONGEST_ID) {
    throw errorAt(
      scope,
      `the load balancer's loadBalancerKind has ${binding.loadBalancerKind!.length} characters; ` +
        `write a name of at most ${LONGEST_ID}`,
    );
  }
  if (binding.reservedAnnotations !== undefined && !Array.isArray(binding.reservedAnnotations)) {
    throw errorAt(
      scope,
      `the load balancer's reservedAnnotations must be a list of keys, got ${quote(binding.reservedAnnotations)}; ` +
        'write that, or leave it out',
    );
  }
  for (const key of texts(scope, "the load balancer's portNamesIn", binding.portNamesIn) ?? []) {
    if (!isJson(binding.annotations?.[key])) {
      throw errorAt(
        scope,
        `the load balancer's portNamesIn has ${quote(key)}, which is not an annotation ` +
          `with JSON in it (${quote(binding.annotations?.[key])}); leave it out, or write that annotation`,
      );
    }
  }
  for (const field of ['ipFamilies', 'clientFamilies'] as const) {
    texts(scope, `the load balancer's ${field}`, binding[field])?.forEach((family) =>
      oneOf(scope, `the load balancer's ${field}`, family as IpFamily, IpFamily),
    );
  }
  for (const field of ['routesToPods', 'writesRoutes', 'peersOnly', 'dialsPublicly'] as const) {
    flag(scope, `the load balancer's ${field}`, binding[field]);
  }
  count(scope, "the load balancer's drainSeconds", binding.drainSeconds, 0, 3600);
  for (const field of ['httpNodePort', 'httpsNodePort'] as const) {
    count(scope, `the load balancer's ${field}`, binding[field], 1, 65535);
  }
  if (binding.httpNodePort !== undefined && binding.httpNodePort === binding.httpsNodePort) {
    throw errorAt(
      scope,
      `httpNodePort and httpsNodePort are both ${binding.httpNodePort}, which the API server refuses; ` +
        'give each its own port',
    );
  }
  oneOf(scope, "the load balancer's externalTrafficPolicy", binding.externalTrafficPolicy, ExternalTrafficPolicy);
  oneOf(scope, "the load balancer's serviceType", binding.serviceType, kplus.ServiceType);
  if (binding.loadBalancerClass !== undefined && !isQualifiedName(binding.loadBalancerClass)) {
    throw errorAt(
      scope,
      `loadBalancerClass ${quote(binding.loadBalancerClass)} is not a name that Kubernetes takes; ` +
        'write one such as "service.k8s.aws/nlb"',
    );
  }
  for (const field of ['peers', 'proxyProtocolFrom'] as const) {
    networks(scope, `the load balancer's ${field}`, binding[field]);
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
