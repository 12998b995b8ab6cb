import { check } from './check';
import { ClientIpCheckOptions } from './options';
import { ClientIpReport } from './report';
import { ClientIpManifest } from '../forms/text';

/**
 * Checks manifests that anybody wrote: whether the client's address survives on its way to Kong, and whether clients
 * can forge it.
 *
 * Nothing in the manifests is executed, and nothing is fetched.
 *
 * @see https://github.com/cdk8s-kong-client-ip/cdk8s-kong-client-ip/blob/main/docs/check.md
 */
export class ClientIpCheck {
  /**
   * Checks every gateway in the manifests. A document that cannot be read does not hide the others: the report names
   * it. Throws when a network in the options is not in CIDR notation, or the cloud or the controller is not known.
   *
   * @param manifests texts with Kubernetes objects
   * @param options what the manifests do not say
   */
  public static check(manifests: ClientIpManifest[], options?: ClientIpCheckOptions): ClientIpReport {
    return check(manifests, options);
  }

  private constructor() {}
}
