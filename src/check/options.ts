/**
 * What the manifests do not say. A wrong answer makes the verdict wrong: the report may then call an address kept
 * that can be forged.
 */
export interface ClientIpCheckOptions {
  /**
   * Where the cluster runs, such as `aws`, `gke`, `aks` or `digitalocean`.
   *
   * @default - told from the manifests
   */
  readonly cloud?: string;

  /**
   * The controller that takes Services which name none, where a cloud has several, such as
   * `aws-load-balancer-controller`.
   *
   * @default - each controller that may take them is tried
   */
  readonly controller?: string;

  /**
   * The networks of the nodes, in CIDR notation.
   *
   * @default - assumed to be among the trusted networks if any private network is
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
   * @default - assumed to be among the trusted networks if any private network is
   */
  readonly balancer?: string[];

  /**
   * The chart that values files in the input are for: `kong` or `ingress`. With it, the values files are one release,
   * in the order given: what comes later wins, as for Helm.
   *
   * @default - told from the keys of each file, each of which is judged by itself
   */
  readonly chart?: string;

  /**
   * The version of that chart, such as `3.4.1`.
   *
   * @default - the newest that is known
   */
  readonly chartVersion?: string;
}
