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
