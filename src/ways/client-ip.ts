import { ApiObject, Names } from 'cdk8s';
import { Construct } from 'constructs';
import { HTTP } from '../binding/service-ports';
import { helmValues } from '../hosts/helm';
import { dataPlaneOptions } from '../hosts/operator';
import { withStatements } from '../plan/manifest';
import { ClientIpPlan } from '../plan/plan';

/**
 * One way in which Kong learns the client's address, without the pods: for a Kong that a Helm chart, the operator or
 * anybody else makes. Use `LocalTraffic`, `ProxyProtocol` or `HeaderForwarded`.
 *
 * It is a construct, since a balancer may need its own objects, which are then below it in the tree.
 *
 * @see https://github.com/cdk8s-kong-client-ip/cdk8s-kong-client-ip/blob/main/docs/helm.md
 */
export abstract class ClientIp extends Construct {
  /** @internal */
  public abstract readonly _plan: ClientIpPlan;

  /**
   * The request header in which upstreams read the client's address: `X-Real-IP`. Kong overwrites it on every request.
   * With `ForwardedHeaderPolicy.REPLACE`, `X-Forwarded-For` has the same value.
   */
  public readonly clientIpHeader: string = 'X-Real-IP';

  /**
   * Every environment variable of Kong that this way needs, to put wherever Kong's container is made. Use all of
   * them: half of them loses the address, or lets clients forge it.
   */
  public get environment(): { [key: string]: string } {
    return { ...this._plan.environment };
  }

  /**
   * The networks that Kong believes, in canonical CIDR notation. The list is empty when Kong trusts no proxy.
   */
  public get trustedCidrs(): string[] {
    return this._plan.trustedProxies?.cidrs ?? [];
  }

  /**
   * The values of Kong's Helm chart `kong`. For the chart `ingress`, put them under `gateway`. They are plain data for
   * cdk8s's `Helm`, a values file, an Application of Argo CD or a HelmRelease of Flux.
   *
   * Throws when one of `values` could lose or forge the client's address, or is one that the chart would write as
   * something else: a variable or a listener of this way, an annotation of the load balancer, `on` without quotes, a
   * list as a variable.
   *
   * @param values your own values, which the result contains
   * @see https://github.com/Kong/charts/tree/main/charts/kong
   */
  public helmValues(values?: { [key: string]: any }): { [key: string]: any } {
    return helmValues(this, this._plan, values);
  }

  /**
   * What the Kong Operator wants to know: `spec.dataPlaneOptions` of a `GatewayConfiguration`, or `spec` of a
   * `DataPlane`. Where the load balancer needs an Ingress, the first call makes it, in this construct and for the
   * Service of the name in the result (`network.services.ingress.name`, which may be yours).
   *
   * Throws when the operator has no field for what this way needs (`loadBalancerClass`, `ipFamilies` with IPv6,
   * further ports, TLS that the balancer of a Service ends), and when one of `options` could lose or forge the
   * client's address.
   *
   * @param options your own options, which the result contains
   * @see https://developer.konghq.com/operator/
   */
  public dataPlaneOptions(options?: { [key: string]: any }): { [key: string]: any } {
    const serviceName = this._plan.ingress && Names.toDnsLabel(this, { extra: ['proxy'] });
    const merged = dataPlaneOptions(this, this._plan, serviceName, options);
    if (serviceName && !this.node.tryFindChild('Ingress')) {
      this.createIngress(merged.network.services.ingress.name);
    }
    return merged;
  }

  /** The operator makes none. */
  private createIngress(serviceName: string): void {
    const { binding, ingress, namespace } = this._plan;
    const backend = { service: { name: serviceName, port: { number: HTTP.port } } };
    new ApiObject(this, 'Ingress', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { namespace, annotations: withStatements(ingress!.annotations, binding) },
      spec: {
        ingressClassName: ingress!.ingressClassName,
        rules: (ingress!.hosts ?? [undefined]).map((host) => ({
          host,
          http: { paths: [{ path: '/', pathType: 'Prefix', backend }] },
        })),
      },
    });
  }
}
