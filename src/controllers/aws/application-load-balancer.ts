import { checkedPort } from './service';
import { Balancer, Cluster, Controller, Frontend, HealthCheck, KubernetesObject, made, refusedBy, Remark } from '../balancer';
import {
  annotationField, annotationReader, annotationSetting, Backend, chosenSources, ingressBackends, IngressClass, ingressClassOf, ingressFrontends,
  isLocal, json, keyValues, list, objectsIn, refused,
} from '../manifest';
import { misspelt } from '../spelling';

const ALB = 'alb.ingress.kubernetes.io/';
const XFF_MODE = 'routing.http.xff_header_processing.mode';

const KEYS = [
  'actions', 'auth-idp-cognito', 'auth-idp-oidc', 'auth-on-unauthenticated-request', 'auth-scope', 'auth-session-cookie', 'auth-session-timeout',
  'auth-type', 'backend-protocol', 'backend-protocol-version', 'certificate-arn', 'conditions', 'create-acm-cert', 'customer-owned-ipv4-pool',
  'enable-frontend-nlb', 'group.name', 'group.order', 'healthcheck-interval-seconds', 'healthcheck-path', 'healthcheck-port',
  'healthcheck-protocol', 'healthcheck-timeout-seconds', 'healthy-threshold-count', 'inbound-cidrs', 'ip-address-type', 'ipam-ipv4-pool-id',
  'jwt-validation', 'listen-ports', 'listener-attributes', 'load-balancer-attributes', 'load-balancer-name', 'manage-backend-security-group-rules',
  'minimum-load-balancer-capacity', 'multi-cluster-target-group', 'mutual-authentication', 'rule-priority', 'scheme', 'security-group-prefix-lists',
  'security-groups', 'shield-advanced-protection', 'ssl-policy', 'ssl-redirect', 'subnets', 'success-codes', 'tags', 'target-control-port',
  'target-group-attributes', 'target-node-labels', 'target-type', 'transforms', 'unhealthy-threshold-count', 'use-regex-path-match',
  'waf-acl-id', 'wafv2-acl-arn', 'wafv2-acl-name', 'web-acl-id',
].map((suffix) => `${ALB}${suffix}`);

/** The AWS Load Balancer Controller, for Ingresses. */
export const awsIngressController = applicationController('aws-load-balancer-controller', 'ingress.k8s.aws/alb', 'aws-alb', 'Application Load Balancer of AWS');

/** EKS Auto Mode, for Ingresses. */
export const eksAutoModeIngress = applicationController('eks-auto-mode', 'eks.amazonaws.com/alb', 'eks-auto-alb', 'Application Load Balancer of EKS Auto Mode');

function applicationController(id: string, classController: string, balancer: string, name: string): Controller {
  return {
    id,
    cloud: 'aws',
    makes: { [balancer]: name },
    signs: { classes: [...id === 'eks-auto-mode' ? [] : ['alb'], classController] },
    read(ingress, cluster) {
      if (ingress.kind !== 'Ingress') return undefined;
      const ingressClass = ingressClassOf(ingress, cluster);
      const namesController = ingressClass.controller ?? (ingressClass.name === classController ? classController : undefined);
      const isMine = namesController ? namesController === classController
        : (cluster.controller ?? 'aws-load-balancer-controller') === id && (ingressClass.name ?? 'alb') === 'alb';
      if (!isMine) return undefined;
      const alb = new Reader(ingress, cluster, ingressClass, id === 'eks-auto-mode' ? 'ip' : 'instance');
      const remarks = [...misspelt(ingress, [ALB], KEYS), ...alb.remarks()];
      const refusals = alb.refusals();
      return refusals.length > 0 ? refusedBy(id, refusals, remarks) : made(id, alb.balancer(balancer, name), remarks);
    },
  };
}

/** One Ingress, with the class's parameters, which win over its annotations, and its Services' annotations, which win for target groups. */
class Reader {
  private readonly backends: readonly Backend[];
  private readonly onIngress: (suffix: string) => string | undefined;
  private readonly params: any;

  constructor(ingress: KubernetesObject, cluster: Cluster, { parameters }: IngressClass, private readonly defaultTargetType: 'instance' | 'ip') {
    this.backends = ingressBackends(ingress, cluster);
    this.onIngress = annotationReader(ingress, ALB);
    this.params = parameters ? cluster.list('IngressClassParams').find(({ metadata }) => metadata?.name === parameters.name)?.spec : undefined;
  }

  balancer(id: string, name: string): Balancer {
    const target = this.targetType();
    const targets = target === 'ip' ? 'pods' : 'nodes';
    return {
      id,
      name: `${name}, ${target} targets`,
      frontends: ingressFrontends(this.listeners(), this.backends, (backend) => this.backendProtocol(backend)),
      targets,
      peer: { role: targets === 'pods' || this.backends.every(({ service }) => isLocal(service)) ? 'balancer' : 'node' },
      http: {
        forwardedFor: this.forwardedFor(),
        overwrites: { 'X-Forwarded-Proto': '{scheme}', 'X-Forwarded-Port': '{port}' },
        redirectsToHttps: this.redirect() !== undefined,
      },
      healthCheck: this.healthCheck(),
      settings: {
        healthCheck: annotationSetting(`${ALB}healthcheck-path`, '/status'),
        backend: annotationSetting(`${ALB}backend-protocol`, 'HTTP'),
        forwardedFor: annotationSetting(`${ALB}load-balancer-attributes`, `${XFF_MODE}=append`),
        admit: annotationSetting(`${ALB}inbound-cidrs`, ''),
      },
      internal: (this.params?.scheme ?? this.onIngress('scheme')) !== 'internet-facing',
      admits: this.admits(),
    };
  }

  remarks(): Remark[] {
    const mode = this.mode();
    if (mode === 'append') return [];
    return [{
      rule: 'alb-xff-mode',
      field: annotationField(`${ALB}load-balancer-attributes`),
      why: mode === 'remove' ? 'No X-Forwarded-For reaches Kong: every client has the address of the balancer.'
        : 'The X-Forwarded-For that a client writes reaches Kong as if the balancer vouched for it.',
      mend: `Write ${XFF_MODE}=append, or leave it out.`,
    }];
  }

  refusals(): Remark[] {
    const wrongTarget = this.targetType() === 'instance'
      && this.backends.some(({ service }) => service && (service.spec?.type ?? 'ClusterIP') === 'ClusterIP');
    return [
      ...wrongTarget ? [refused(`${ALB}target-type`, 'Instance targets are node ports, and the Service is of type ClusterIP.', 'Write "ip", or use a Service of type NodePort.')] : [],
      ...this.redirectsNowhere() ? [refused(`${ALB}ssl-redirect`, `Nothing listens for https on port ${this.redirect()}.`, 'Name a port that listen-ports has with HTTPS.')] : [],
    ];
  }

  private redirect(): string | undefined {
    return this.params?.sslRedirectPort?.toString() ?? this.onIngress('ssl-redirect');
  }

  private redirectsNowhere(): boolean {
    const port = this.redirect();
    return port !== undefined && !this.listeners().some((listener) => String(listener.port) === port && listener.speaks === 'https');
  }

  private targetType(): string {
    return this.ofTarget('target-type') ?? this.params?.targetType ?? this.defaultTargetType;
  }

  /** Target groups: the Service's annotation wins over the Ingress's. */
  private ofTarget(suffix: string, backend = this.backends[0]): string | undefined {
    return (backend?.service && annotationReader(backend.service, ALB)(suffix)) ?? this.onIngress(suffix);
  }

  private listeners(): Pick<Frontend, 'port' | 'speaks'>[] {
    const certified = this.onIngress('certificate-arn') !== undefined || Array.isArray(this.params?.certificateArn);
    const ports = objectsIn(json(this.onIngress('listen-ports')) ?? [certified ? { HTTPS: 443 } : { HTTP: 80 }]);
    return ports.flatMap(Object.entries).map(([protocol, port]) => ({ port: Number(port), speaks: protocol === 'HTTPS' ? 'https' : 'http' }));
  }

  private backendProtocol(backend: Backend): Frontend['backend'] {
    const version = this.version(backend);
    if (this.ofTarget('backend-protocol', backend)?.toUpperCase() === 'HTTPS') return 'https';
    return version === 'GRPC' ? 'grpc' : version === 'HTTP2' ? 'h2c' : 'http';
  }

  private version(backend: Backend): string | undefined {
    return this.ofTarget('backend-protocol-version', backend)?.toUpperCase();
  }

  private attributes(): Readonly<Record<string, string>> {
    const ofClass = objectsIn(this.params?.loadBalancerAttributes).map(({ key, value }) => [key, String(value)]);
    return { ...keyValues(this.onIngress('load-balancer-attributes')), ...Object.fromEntries(ofClass) };
  }

  private mode(): string {
    return this.attributes()[XFF_MODE] ?? 'append';
  }

  private forwardedFor() {
    const mode = this.mode();
    if (mode === 'preserve' || mode === 'remove') return { mode } as const;
    return { mode: 'append', withPort: this.attributes()['routing.http.xff_client_port.enabled'] === 'true' } as const;
  }

  private healthCheck(): HealthCheck {
    const [backend] = this.backends;
    const port = checkedPort(backend?.service, this.ofTarget('healthcheck-port'), this.targetType() === 'ip' ? 'pods' : 'nodes');
    const codes = this.ofTarget('success-codes');
    if (this.backends.some((each) => this.version(each) === 'GRPC')) return { kind: 'grpc', port, passes: codes ?? '12', sendsProxyProtocol: false };
    return { kind: 'http', port, path: this.ofTarget('healthcheck-path') ?? '/', passes: codes ?? '200', sendsProxyProtocol: false };
  }

  private admits(): readonly string[] | undefined {
    const chosen = ['security-groups', 'security-group-prefix-lists'].some((suffix) => this.onIngress(suffix) !== undefined);
    if (chosen || this.params?.prefixListsIDs || this.params?.securityGroupPrefixLists) return [];
    return chosenSources(Array.isArray(this.params?.inboundCIDRs) ? this.params.inboundCIDRs.map(String) : list(this.onIngress('inbound-cidrs')));
  }
}
