import { ApiObject, JsonPatch, Names } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { KongProps } from './kong-props';
import { createAvailability, createDeployment } from './pod';
import { checkProps } from './props';
import { createService } from './service';
import { errorAt, quote } from '../input/errors';
import { IngressBinding, IpFamily, ServiceBinding } from '../load-balancers/load-balancer';
import { BASE_ENVIRONMENT, headerEnvironment, refusal, tooLong } from '../ways/environment';
import { HTTP, IN_CLUSTER_LISTENERS, Listener, portMaps, proxyListen, statusListen } from '../ways/listeners';
import { TrustedProxies } from '../ways/trusted-proxies';

/**
 * How one gateway learns the client's address: what the balancer wants, and what Kong must do for it.
 */
export interface ClientIpPlan {
  readonly binding: ServiceBinding;
  readonly externalTrafficPolicy?: 'Cluster' | 'Local';
  readonly listeners: Listener[];
  readonly trustedProxies?: TrustedProxies;
  /** The environment of nginx's realip module. */
  readonly environment: { [key: string]: string };
  /** The forwarded headers that an L7 balancer overwrites; undefined when no L7 balancer stands before Kong. */
  readonly forwardedHeaders?: string[];
  readonly ingress?: IngressBinding;
}

/**
 * What the three gateways share: Kong's Deployment, its Service, and the facts to read back.
 * Use `LocalTrafficKong`, `ProxyProtocolKong` or `HeaderForwardedKong`.
 */
export abstract class Kong extends Construct {
  /**
   * Kong's Deployment. Its one container is named `kong`.
   */
  public readonly deployment: kplus.Deployment;

  /**
   * The Service that the load balancer sends to.
   */
  public readonly service: kplus.Service;

  /**
   * The Ingress of the load balancer.
   *
   * @default - the load balancer belongs to the Service, there is no Ingress
   */
  public readonly ingress?: kplus.Ingress;

  /**
   * The networks that Kong believes, in canonical CIDR notation; none when it believes nobody.
   */
  public readonly trustedCidrs: string[];

  /**
   * The request header in which upstreams read the client's address: `X-Real-IP`. Kong overwrites it on every request.
   * With `ForwardedHeaderPolicy.REPLACE`, `X-Forwarded-For` says the same.
   */
  public readonly clientIpHeader: string = 'X-Real-IP';

  private readonly container: kplus.Container;
  private readonly families: IpFamily[];
  private readonly listeners: Listener[];
  private readonly managed: { [key: string]: string };
  private readonly labels: { [key: string]: string };
  private readonly props: KongProps;
  private inCluster?: kplus.Service;

  /**
   * @param scope the chart, or a construct in it
   * @param id the gateway's name in the scope; the names of its objects begin with it
   * @param props what the gateway serves and how
   */
  constructor(scope: Construct, id: string, props: KongProps) {
    super(scope, id);
    checkProps(this, props);
    this.props = props;
    const plan = this._plan(props);

    this.families = props.ipFamilies ?? [IpFamily.IPV4];
    this.listeners = [...plan.listeners];
    this.trustedCidrs = plan.trustedProxies?.cidrs ?? [];
    this.checkFamilies(plan);
    this.labels = {
      'app.kubernetes.io/name': 'kong',
      'app.kubernetes.io/instance': Names.toLabelValue(this),
      'app.kubernetes.io/component': 'gateway',
      'app.kubernetes.io/managed-by': 'cdk8s',
      ...props.labels,
    };
    this.adoptObjectsOfTheLoadBalancer();

    this.deployment = createDeployment(this, {
      props,
      listeners: plan.listeners,
      labels: this.labels,
      annotations: plan.trustedProxies?.reason ? { 'kong-client-ip/trusts-anyone': plan.trustedProxies.reason } : {},
      environment: {
        ...BASE_ENVIRONMENT,
        ...this.listenEnvironment(),
        ...this.trustedCidrs.length > 0 ? { KONG_TRUSTED_IPS: this.trustedCidrs.join(',') } : {},
        ...plan.environment,
        ...headerEnvironment(props.forwardedHeaderPolicy, plan.forwardedHeaders),
      },
    });
    this.container = this.deployment.containers[0];
    this.managed = Object.fromEntries(Object.entries(this.container.env.variables).map(([key, { value }]) => [key, value]));
    this.throwIf(tooLong('KONG_TRUSTED_IPS', this.trustedCidrs.join(',')));

    this.service = createService(this, 'Service', {
      type: plan.ingress ? kplus.ServiceType.CLUSTER_IP : kplus.ServiceType.LOAD_BALANCER,
      externalTrafficPolicy: plan.externalTrafficPolicy,
      binding: plan.binding,
      listeners: plan.listeners,
      ...this.serviceBasics(),
    });
    this.ingress = plan.ingress && new kplus.Ingress(this, 'Ingress', {
      className: plan.ingress.className,
      metadata: { annotations: plan.ingress.annotations, labels: this.labels, namespace: props.namespace },
      rules: [{ path: '/', backend: kplus.IngressBackend.fromService(this.service, { port: HTTP.port }) }],
    });
    createAvailability(this, this.deployment, props, this.labels);
    for (const [key, value] of Object.entries(props.env ?? {})) {
      this.addEnv(key, value);
    }
    this.node.addValidation({ validate: () => this.findings() });
  }

  /**
   * Sets an environment variable of Kong.
   *
   * @param key the variable's name, such as `KONG_LOG_LEVEL`
   * @param value its value, as Kong reads it
   * @throws when the construct itself owns the variable, since another value could lose or forge the client's address
   * @see https://developer.konghq.com/gateway/configuration/
   */
  public addEnv(key: string, value: string): void {
    this.throwIf(refusal(this.constructor.name, key, value));
    if (typeof value !== 'string') {
      throw errorAt(this, `${key} must be a string, got ${quote(value)}; write ${quote(String(value))}`);
    }
    this.container.env.addVariable(key, kplus.EnvValue.fromValue(value));
  }

  /**
   * Gives callers inside the cluster a way that does not pass the load balancer: listeners of their own, which never
   * expect a PROXY header, and a ClusterIP Service with ports 80 and 443 in front of them.
   *
   * The upstream reads the calling pod's address. With `HeaderForwardedKong`, a pod whose own address is in
   * `trustedProxies` is believed like the load balancer: it can claim any client address, scheme and port.
   *
   * Called again, it returns the same Service.
   *
   * @returns the Service; its `name` is the host name for callers of the same namespace
   */
  public exposeInCluster(): kplus.Service {
    if (this.inCluster) {
      return this.inCluster;
    }
    this.listeners.push(...IN_CLUSTER_LISTENERS);
    for (const { name, containerPort } of IN_CLUSTER_LISTENERS) {
      this.container.addPort({ name, number: containerPort });
    }
    for (const [key, value] of Object.entries(this.listenEnvironment())) {
      this.managed[key] = value;
      this.container.env.addVariable(key, kplus.EnvValue.fromValue(value));
    }
    this.inCluster = createService(this, 'InCluster', {
      type: kplus.ServiceType.CLUSTER_IP,
      binding: {},
      listeners: IN_CLUSTER_LISTENERS,
      ...this.serviceBasics(),
    });
    return this.inCluster;
  }

  /**
   * How this gateway learns the client's address. Called by the constructor: no field of a subclass is set yet.
   *
   * @internal
   */
  protected abstract _plan(props: KongProps): ClientIpPlan;

  private adoptObjectsOfTheLoadBalancer(): void {
    for (const object of this.node.findAll().filter((child) => ApiObject.isApiObject(child))) {
      Object.entries(this.labels).forEach(([key, value]) => object.metadata.addLabel(key, value));
      if (this.props.namespace) {
        object.addJsonPatch(JsonPatch.add('/metadata/namespace', this.props.namespace));
      }
    }
  }

  private listenEnvironment() {
    return {
      KONG_PROXY_LISTEN: proxyListen(this.listeners, this.families),
      KONG_PORT_MAPS: portMaps(this.listeners),
      KONG_STATUS_LISTEN: statusListen(this.families),
    };
  }

  private serviceBasics() {
    return { selector: this.deployment, labels: this.labels, namespace: this.props.namespace, ipFamilies: this.props.ipFamilies };
  }

  private checkFamilies({ binding, trustedProxies }: ClientIpPlan): void {
    const unreachable = this.families.find((family) => binding.ipFamilies?.includes(family) === false);
    if (unreachable) {
      throw errorAt(this, `ipFamilies ${quote(this.families)}: the load balancer does not reach Kong over ${unreachable}; leave ${unreachable} out, or use a balancer that does`);
    }
    const versions = trustedProxies?._blocks.map(({ version }) => version);
    // With both families the balancer chooses one: those of AWS dial IPv6 then, whichever stands first.
    const untrusted = this.families.find((family) => versions?.includes(family === IpFamily.IPV4 ? 4 : 6) === false);
    if (untrusted) {
      throw errorAt(this, `trustedProxies ${quote(trustedProxies!.cidrs)} has no ${untrusted} network, but the balancer may dial Kong over ${untrusted}: every client would have the balancer's address; add its ${untrusted} networks, or set ipFamilies`);
    }
  }

  private throwIf(message?: string): void {
    if (message) {
      throw errorAt(this, message);
    }
  }

  /** Variables that somebody changed on the container itself, past `addEnv`. */
  private findings(): string[] {
    return Object.entries(this.container.env.variables).flatMap(([key, { value }]) =>
      key in this.managed && this.managed[key] === value ? [] : refusal(this.constructor.name, key, value ?? '') ?? []);
  }
}
