import { check } from './check';
import { ClientIpReport } from './report';

/**
 * A text with Kubernetes manifests.
 */
export interface ClientIpManifest {
  /** What findings call the text, such as the path of the file. */
  readonly name: string;

  /** YAML or JSON; any number of documents, and lists of objects. */
  readonly text: string;
}

/**
 * What manifests do not tell.
 */
export interface ClientIpCheckOptions {
  /**
   * Where the cluster runs, such as `aws`, `gke`, `aks` or `digitalocean`.
   *
   * @default - told from the manifests
   */
  readonly cloud?: string;

  /**
   * Which controller takes Services that name none, where a cloud has several, such as `aws-load-balancer-controller`.
   *
   * @default - each that may take them is tried
   */
  readonly controller?: string;

  /**
   * The networks of the nodes, in CIDR notation.
   *
   * @default - they are supposed to be among the trusted networks if any private network is
   */
  readonly nodes?: string[];

  /**
   * The networks of the pods, in CIDR notation. With an overlay network, nodes dial pods from there.
   *
   * @default - none
   */
  readonly pods?: string[];

  /**
   * The networks from which the balancer dials, in CIDR notation.
   *
   * @default - they are supposed to be among the trusted networks if any private network is
   */
  readonly balancer?: string[];
}

/**
 * Reads manifests backwards: whether the client's address survives on its way to Kong, and whether clients can forge it.
 *
 * Nothing in the manifests is executed, and nothing is fetched.
 *
 * @see https://github.com/cdk8s-kong-client-ip/cdk8s-kong-client-ip/blob/main/docs/check.md
 */
export class ClientIpCheck {
  /**
   * Checks every gateway in the manifests. A document that cannot be read does not hide the others: the report names it.
   *
   * @param manifests texts with Kubernetes objects
   * @param options what manifests do not tell
   * @throws when a network in the options is not in CIDR notation, or the cloud or the controller is not known
   */
  public static check(manifests: ClientIpManifest[], options?: ClientIpCheckOptions): ClientIpReport {
    return check(manifests, options);
  }

  private constructor() {}
}
