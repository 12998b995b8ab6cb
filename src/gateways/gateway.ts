import { ApiObject, Names } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct, IConstruct } from 'constructs';
import { patchAsWritten } from './as-written';
import { createAvailability } from './availability';
import { overwritingFindings, sharedBalancerFindings } from './balancer-findings';
import { BASE_ENVIRONMENT } from './environment';
import {
  annotationFindings,
  environmentFindings,
  ingressFindings,
  meshFindings,
  serviceFindings,
  WrittenPods,
} from './findings';
import { KongProps } from './kong-props';
import { createDeployment } from './pod';
import { checkProps } from './props';
import { createService } from './service';
import { createAdminService } from './sources/admin-api';
import { synthesisFindings } from './synthesis';
import { Validation } from './validation';
import { HTTP } from '../binding/service-ports';
import { ACKNOWLEDGE } from '../check/acknowledge';
import { RULES } from '../check/rules';
import { errorAt, quote } from '../input/errors';
import { IN_CLUSTER_LISTENERS, listenEnvironment, Listener } from '../plan/listeners';
import { trustAnnotations, withStatements } from '../plan/manifest';
import { refusal } from '../plan/ownership';
import { ClientIpPlan } from '../plan/plan';
import { ClientIp } from '../ways/client-ip';

/** Variables that the library sets, and that anybody may set differently: they do not touch the client's address. */
const FREE = /^KONG_NGINX_WORKER_PROCESSES$|_LOG$/;

/** A way with pods: the objects of one gateway, made in its construct. */
export class Gateway {
  public readonly deployment: kplus.Deployment;
  public readonly service: kplus.Service;
  public readonly ingress?: kplus.Ingress;
  public readonly adminService?: kplus.Service;
  private readonly container: kplus.Container;
  private readonly plan: ClientIpPlan;
  private readonly labels: { [key: string]: string };
  private readonly listeners: Listener[];
  /** What the library itself set, by the variable's name. */
  private readonly managed: { [key: string]: string | undefined };
  private inCluster?: kplus.Service;

  constructor(
    private readonly scope: Construct,
    way: ClientIp,
    private readonly props: KongProps,
  ) {
    checkProps(scope, props);
    this.plan = way._plan;
    this.listeners = [...this.plan.listeners];
    this.labels = {
      'app.kubernetes.io/name': 'kong',
      'app.kubernetes.io/instance': Names.toLabelValue(scope),
      'app.kubernetes.io/component': 'gateway',
      'app.kubernetes.io/managed-by': 'cdk8s',
      ...props.labels,
    };
    for (const object of way.node.findAll().filter((child) => ApiObject.isApiObject(child))) {
      Object.entries(this.labels).forEach(([key, value]) => object.metadata.addLabel(key, value));
    }
    const bind = { metadata: { labels: this.labels, namespace: props.namespace }, families: this.plan.families };
    const source = props.configuration._source.bind(scope, bind);
    this.deployment = createDeployment(scope, {
      props,
      source,
      listeners: this.listeners,
      labels: this.labels,
      annotations: trustAnnotations(this.plan.trustedProxies),
      environment: { ...BASE_ENVIRONMENT, ...this.plan.environment },
      drainSeconds: this.plan.drainSeconds,
    });
    this.container = this.deployment.containers[0];
    this.managed = Object.fromEntries(
      Object.entries(this.container.env.variables).map(([key, { value }]) => [key, value]),
    );
    this.service = createService(scope, 'Service', {
      type: this.plan.serviceType,
      externalTrafficPolicy: this.plan.externalTrafficPolicy,
      binding: this.plan.binding,
      listeners: this.listeners,
      ...this.serviceBasics(),
    });
    this.ingress = this.createIngress();
    this.adminService = source.adminApi ? createAdminService(scope, this.deployment, bind) : undefined;
    createAvailability(scope, this.deployment, props, this.labels);
    for (const [key, value] of Object.entries(props.env ?? {})) {
      this.addEnv(key, value);
    }
    patchAsWritten(scope);
    Validation.of(scope).add(scope, () => this.findings());
  }

  public addEnv(key: string, value: string): void {
    if (typeof value !== 'string') {
      const advice =
        typeof value === 'number' || typeof value === 'boolean'
          ? `write "${value}"`
          : 'for a value of a Secret or a ConfigMap use addEnvValue';
      throw errorAt(
        this.scope,
        `${key} must be a string, got ${typeof value === 'object' ? 'an object' : quote(value)}; ${advice}`,
      );
    }
    if (/\p{Cs}/u.test(value)) {
      throw errorAt(
        this.scope,
        `${key} has half of a character in it (a lone surrogate), which the API server refuses; take it out`,
      );
    }
    if (/^0o[0-7]+$/.test(value)) {
      throw errorAt(
        this.scope,
        `${key} is ${quote(value)}, which cdk8s writes without quotes and the API server reads as a number; ` +
          'write the number in another form',
      );
    }
    this.addEnvValue(key, kplus.EnvValue.fromValue(value));
  }

  public addEnvValue(key: string, value: kplus.EnvValue): void {
    const message = this.refusal(key, value.value);
    if (message) {
      throw errorAt(this.scope, message);
    }
    this.container.env.addVariable(key, value);
  }

  public exposeInCluster(): kplus.Service {
    if (this.inCluster) {
      return this.inCluster;
    }
    this.listeners.push(...IN_CLUSTER_LISTENERS);
    for (const { name, containerPort } of IN_CLUSTER_LISTENERS) {
      this.container.addPort({ name, number: containerPort });
    }
    for (const [key, value] of Object.entries(listenEnvironment(this.listeners, this.plan.families))) {
      this.managed[key] = value;
      this.container.env.addVariable(key, kplus.EnvValue.fromValue(value));
    }
    this.inCluster = createService(this.scope, 'InCluster', {
      type: kplus.ServiceType.CLUSTER_IP,
      binding: {},
      listeners: IN_CLUSTER_LISTENERS,
      ...this.serviceBasics(),
    });
    patchAsWritten(this.inCluster);
    return this.inCluster;
  }

  private createIngress(): kplus.Ingress | undefined {
    const { ingress, binding } = this.plan;
    if (ingress === undefined) return undefined;
    const backend = kplus.IngressBackend.fromService(this.service, { port: HTTP.port });
    return new kplus.Ingress(this.scope, 'Ingress', {
      className: ingress.ingressClassName,
      metadata: {
        annotations: withStatements(ingress.annotations, binding),
        labels: this.labels,
        namespace: this.props.namespace,
      },
      rules: (ingress.hosts ?? [undefined]).map((host) => ({ host, path: '/', backend })),
    });
  }

  private serviceBasics() {
    return {
      selector: this.deployment,
      labels: this.labels,
      namespace: this.props.namespace,
      families: this.plan.families,
    };
  }

  private refusal(key: string, value: string | undefined): string | undefined {
    if (key in this.managed && !FREE.test(key)) {
      return refusal(this.owner, key, value) ?? `${key} belongs to ${this.owner}, which sets it; leave it out`;
    }
    return refusal(this.owner, key, value);
  }

  private get owner(): string {
    return this.scope.constructor.name;
  }

  public acknowledge(rule: string, reason: string, object?: IConstruct): void {
    if (!RULES.some(({ id }) => id === rule)) {
      throw errorAt(
        this.scope,
        `acknowledge: ${quote(rule)} is not a rule of the check; write the name that the finding begins with, ` +
          'such as "node-port-bypass"',
      );
    }
    if (typeof reason !== 'string' || reason.trim() === '') {
      throw errorAt(this.scope, `acknowledge: the reason is missing; write why ${rule} is meant here`);
    }
    const target = object === undefined ? ApiObject.of(this.deployment) : apiObjectOf(this.scope, object);
    target.metadata.addAnnotation(`${ACKNOWLEDGE}${rule}`, reason.trim());
    Validation.of(this.scope).forget();
  }

  /**
   * What was changed on the objects themselves, bypassing the props; then what the check finds of all that is
   * written.
   */
  private findings(): string[] {
    const validation = Validation.of(this.scope);
    const written = (resource: kplus.Resource) => validation.written(ApiObject.of(resource));
    const pods = new WrittenPods(written(this.deployment), this.container.name);
    const changed = [
      ...environmentFindings(this.scope, this.container.env, pods, this.managed, (key, value) =>
        this.refusal(key, value),
      ),
      ...annotationFindings(this.owner, this.plan.binding, this.service, this.ingress),
      ...meshFindings(this.owner, pods),
      ...serviceFindings(this.service, written(this.service), pods, this.plan.listeners),
      ...ingressFindings(this.ingress && written(this.ingress), this.plan.ingress),
      ...sharedBalancerFindings(this.scope, this.ingress && ApiObject.of(this.ingress), this.plan.ingress),
      ...overwritingFindings(this.scope, ApiObject.of(this.ingress ?? this.service), this.plan.forwardedHeaders),
    ];
    return changed.length > 0
      ? changed
      : synthesisFindings(this.scope, ApiObject.of(this.deployment), this.plan.binding.loadBalancerKind);
  }
}

function apiObjectOf(scope: Construct, object: IConstruct): ApiObject {
  try {
    return ApiObject.isApiObject(object) ? object : ApiObject.of(object);
  } catch {
    throw errorAt(
      scope,
      `acknowledge: ${quote(object)} is not an object of a manifest; give one such as the second Service`,
    );
  }
}
