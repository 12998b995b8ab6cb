import { Construct } from 'constructs';
import { checkAnnotations, checkFields } from './written-fields';
import { IngressBinding } from '../binding/header-forwarding-binding';
import { errorAt, quote } from '../input/errors';
import { isDnsSubdomain } from '../input/kubernetes';
import { flag, texts } from '../input/values';

/** Every field, so that the compiler asks for a new one here. */
const INGRESS_FIELDS = Object.keys({
  ingressClassName: true,
  annotations: true,
  hosts: true,
  sharedBy: true,
  listensHttps: true,
} satisfies Record<keyof IngressBinding, true>);

/** @throws when what a balancer wants cannot be written into an Ingress */
export function checkIngress(scope: Construct, ingress: IngressBinding): void {
  checkFields(scope, ingress, INGRESS_FIELDS, 'ingress');
  flag(scope, 'ingress.listensHttps', ingress.listensHttps);
  checkAnnotations(scope, 'ingress.annotations', ingress.annotations);
  texts(scope, 'ingress.sharedBy', ingress.sharedBy);
  if (ingress.ingressClassName !== undefined && !isDnsSubdomain(ingress.ingressClassName)) {
    throw errorAt(
      scope,
      `ingress.ingressClassName ${quote(ingress.ingressClassName)} is not a name that Kubernetes takes; ` +
        'write one such as "alb"',
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
