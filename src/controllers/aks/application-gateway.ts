import { Backend, frontendsOf } from '../services';
import { gatewayProbe, HTTPS_PORT } from './gateway-probe';
import { hasClass } from './ingress-class';
import { rewritten } from './rewrites';
import { STATUS_PATH } from '../../binding/service-ports';
import { isTrue, parseInt32 } from '../../notation/go';
import { Cluster, Frontend, HttpRules, KubernetesObject } from '../balancer';
import { Controller } from '../controller';
import { annotationField, annotationReader, annotationSetting, findBeside, refused } from '../fields';
import { ingressBackends } from '../ingress';
import { made, Reading, refusedBy, Remark, unsettled } from '../reading';
import { misspelt } from '../spelling';
import { objectsIn } from '../values';

const ID = 'application-gateway-ingress-controller';
const APPGW = 'appgw.ingress.kubernetes.io/';

const KEYS = [
  'appgw-ssl-certificate',
  'appgw-ssl-profile',
  'appgw-trusted-root-certificate',
  'backend-hostname',
  'backend-path-prefix',
  'backend-protocol',
  'connection-draining',
  'connection-draining-timeout',
  'cookie-based-affinity',
  'cookie-based-affinity-distinct-name',
  'health-probe-hostname',
  'health-probe-interval',
  'health-probe-path',
  'health-probe-port',
  'health-probe-status-codes',
  'health-probe-timeout',
  'health-probe-unhealthy-threshold',
  'hostname-extension',
  'override-frontend-port',
  'request-timeout',
  'rewrite-rule-set',
  'rewrite-rule-set-custom-resource',
  'rule-priority',
  'ssl-redirect',
  'use-private-ip',
  'waf-policy-for-path',
].map((suffix) => `${APPGW}${suffix}`);

/** The class as its installation names it, and what IngressClass objects call the controller. */
const CLASSES = ['azure/application-gateway', 'azure-application-gateway'];

/** The Application Gateway Ingress Controller. It dials pods, and writes the client's address with its port. */
export const applicationGatewayIngressController: Controller = {
  id: ID,
  cloud: 'aks',
  makes: { 'aks-application-gateway': 'Application Gateway of Azure' },
  signs: { prefixes: [APPGW], classes: CLASSES },
  read: (ingress, cluster) =>
    ingress.kind === 'Ingress' && hasClass(ingress, cluster, CLASSES) ? read(ingress, cluster) : undefined,
};

function read(ingress: KubernetesObject, cluster: Cluster): Reading {
  const misspellings = misspelt(ingress, [APPGW], KEYS);
  const refusals = refusalsOf(ingress);
  if (refusals.length > 0) return refusedBy(ID, refusals, misspellings);
  const http = httpRules(ingress, cluster);
  if ('rule' in http) return unsettled(ID, 'missing-object', [...misspellings, http]);
  const value = annotationReader(ingress, APPGW);
  const backends = ingressBackends(ingress, cluster);
  return made(
    ID,
    {
      id: 'aks-application-gateway',
      name: 'Application Gateway of Azure',
      frontends: frontendsOf(listeners(ingress, http.redirectsToHttps), backends, (one) => ({
        backend: backendProtocol(ingress, one),
        differs: { healthCheck: gatewayProbe(APPGW, ingress, one, cluster) },
      })),
      targets: 'pods',
      peer: { role: 'balancer' },
      http,
      healthCheck: gatewayProbe(APPGW, ingress, backends[0], cluster),
      whenAllFail: 'errors',
      settings: {
        healthCheck: annotationSetting(`${APPGW}health-probe-path`, STATUS_PATH),
        backend: annotationSetting(`${APPGW}backend-protocol`, 'http'),
      },
      internal: isTrue(value('use-private-ip')),
    },
    misspellings,
  );
}

/** What an annotation says, and else the port of the pods. */
function backendProtocol(ingress: KubernetesObject, { port }: Backend): Frontend['backend'] {
  const told = annotationReader(ingress, APPGW)('backend-protocol')?.toLowerCase();
  if (told === 'http' || told === 'https') return told;
  return (port.targetPort ?? port.port) === HTTPS_PORT ? 'https' : 'http';
}

/**
 * Port and client are appended, unless a set of rewrites changes that; what a set does that is not in the
 * input is unknown.
 */
function httpRules(ingress: KubernetesObject, cluster: Cluster): HttpRules | Remark {
  const value = annotationReader(ingress, APPGW);
  const rules: HttpRules = {
    forwardedFor: { mode: 'append', withPort: true },
    overwrites: { 'X-Forwarded-Proto': '{scheme}', 'X-Forwarded-Port': '{port}' },
    redirectsToHttps: isTrue(value('ssl-redirect')),
  };
  const byName = value('rewrite-rule-set');
  if (byName) {
    return unseen(
      'rewrite-rule-set',
      `The rewrite set ${byName} is made in Azure: which headers it writes is not in the input.`,
      'Look at the set: it must leave X-Forwarded-For alone.',
    );
  }
  const byObject = value('rewrite-rule-set-custom-resource');
  if (!byObject) return rules;
  const found = findBeside(ingress, cluster, 'AzureApplicationGatewayRewrite', byObject);
  if (!found) {
    return unseen(
      'rewrite-rule-set-custom-resource',
      `The AzureApplicationGatewayRewrite ${byObject}, which may write any header, is not in the input.`,
      `Add the AzureApplicationGatewayRewrite ${byObject} to the input.`,
    );
  }
  return (
    rewritten(rules, found) ??
    unseen(
      'rewrite-rule-set-custom-resource',
      `What the AzureApplicationGatewayRewrite ${byObject} writes into X-Forwarded-For cannot be told.`,
      'Leave X-Forwarded-For alone, or write {var_add_x_forwarded_for_proxy}.',
    )
  );
}

function unseen(suffix: string, why: string, mend: string): Remark {
  return { rule: 'balancer-unknown', field: annotationField(`${APPGW}${suffix}`), why, mend };
}

function refusalsOf(ingress: KubernetesObject): Remark[] {
  return annotationReader(ingress, APPGW)('appgw-ssl-certificate') === ''
    ? [
        refused(
          `${APPGW}appgw-ssl-certificate`,
          'The controller drops an Ingress whose certificate has no name.',
          'Name the certificate, or take the annotation out.',
        ),
      ]
    : [];
}

/** With a certificate port 80 is open for the redirect only. */
function listeners(ingress: KubernetesObject, redirects: boolean): Pick<Frontend, 'port' | 'speaks'>[] {
  const value = annotationReader(ingress, APPGW);
  const endsTls = value('appgw-ssl-certificate') !== undefined || objectsIn(ingress.spec?.tls).length > 0;
  const override = parseInt32(value('override-frontend-port') ?? '');
  return [
    ...(endsTls && !redirects ? [] : [{ port: override ?? 80, speaks: 'http' as const }]),
    ...(endsTls ? [{ port: override ?? 443, speaks: 'https' as const }] : []),
  ];
}
