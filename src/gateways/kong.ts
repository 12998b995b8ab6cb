import * as kplus from 'cdk8s-plus-27';
import { Construct, IConstruct } from 'constructs';
import { Gateway } from './gateway';
import { ERRORS_AT } from '../input/errors';
import { ClientIp } from '../ways/client-ip';

/**
 * What the three gateways share: a way to the client's address, and Kong's pods.
 * Use `LocalTrafficKong`, `ProxyProtocolKong` or `HeaderForwardedKong`.
 *
 * @see https://github.com/cdk8s-kong-client-ip/cdk8s-kong-client-ip#which-way-which-load-balancer
 */
export abstract class Kong extends Construct {
  /** @internal */
  protected abstract readonly _way: ClientIp;

  /** @internal */
  protected abstract readonly _gateway: Gateway;

  /**
   * @param scope the chart, or a construct in it
   * @param id the gateway's name in the scope
   */
  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.node.setContext(ERRORS_AT, this.node.path);
  }

  /**
   * Kong's Deployment. Its one container is named `kong`.
   */
  public get deployment(): kplus.Deployment {
    return this._gateway.deployment;
  }

  /**
   * The Service that the load balancer sends to.
   */
  public get service(): kplus.Service {
    return this._gateway.service;
  }

  /**
   * The Ingress of the load balancer.
   *
   * @default - none: the load balancer belongs to the Service
   */
  public get ingress(): kplus.Ingress | undefined {
    return this._gateway.ingress;
  }

  /**
   * The Service of Kong's Admin API, without its own address: its endpoints are the pods. Give its name to Kong Ingress
   * Controller.
   *
   * @default - none, and no Admin API: `configuration` does not come from an ingress controller
   */
  public get adminService(): kplus.Service | undefined {
    return this._gateway.adminService;
  }

  /**
   * The networks that Kong believes, in canonical CIDR notation. The list is empty when Kong trusts no proxy.
   */
  public get trustedCidrs(): string[] {
    return this._way.trustedCidrs;
  }

  /**
   * The request header in which upstreams read the client's address: `X-Real-IP`. Kong overwrites it on every request.
   * With `ForwardedHeaderPolicy.REPLACE`, `X-Forwarded-For` has the same value.
   */
  public get clientIpHeader(): string {
    return this._way.clientIpHeader;
  }

  /**
   * Sets an environment variable of Kong. Throws when the construct itself owns the variable, since another value could
   * lose or forge the client's address, and when the value would add a directive to nginx's configuration.
   *
   * @param key the variable's name, such as `KONG_LOG_LEVEL`
   * @param value its value, as Kong reads it
   * @see https://developer.konghq.com/gateway/configuration/
   */
  public addEnv(key: string, value: string): void {
    this._gateway.addEnv(key, value);
  }

  /**
   * Sets an environment variable of Kong from a Secret, a ConfigMap or a field of the pod. Throws as `addEnv` does,
   * and for a variable that becomes a part of nginx's configuration: its value must be visible.
   *
   * @param key the variable's name, such as `KONG_VAULT_HCV_TOKEN`
   * @param value where its value comes from, such as `secret.envValue('token')`
   * @see https://developer.konghq.com/gateway/configuration/
   */
  public addEnvValue(key: string, value: kplus.EnvValue): void {
    this._gateway.addEnvValue(key, value);
  }

  /**
   * Accepts a finding of the check, which is otherwise an error at synthesis. The reason is written into the
   * manifest, as the annotation `kong-client-ip/acknowledge.RULE`, and the check shows it. Throws for an unknown
   * rule, and without a reason.
   *
   * Without `object` the reason is for one object only: if the rule finds a second one, now or later, synthesis fails
   * until each of them is named.
   *
   * What the finding describes remains true: a lost address stays lost, and an attacker who could forge one still can.
   *
   * @param rule the rule, such as `trust-everybody`
   * @param reason why it is meant here, in a sentence for those who review the manifest
   * @param object the object that the finding names, such as a second Service
   * @see https://github.com/cdk8s-kong-client-ip/cdk8s-kong-client-ip/blob/main/docs/rules.md
   */
  public acknowledge(rule: string, reason: string, object?: IConstruct): void {
    this._gateway.acknowledge(rule, reason, object);
  }

  /**
   * Gives callers inside the cluster a way that does not pass the load balancer: two more listeners, 8080 for HTTP
   * and 8453 for HTTPS, which never expect a PROXY header, and a ClusterIP Service with ports 80 and 443 in front of
   * them.
   *
   * The upstream reads the calling pod's address. With `HeaderForwardedKong`, a pod whose own address is in
   * `trustedProxies` is believed like the load balancer: it can claim any client address, scheme and port.
   *
   * Called again, it returns the same Service.
   *
   * @returns the Service, whose `name` is the host name for callers of the same namespace
   */
  public exposeInCluster(): kplus.Service {
    return this._gateway.exposeInCluster();
  }
}
