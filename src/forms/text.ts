/**
 * A text with Kubernetes manifests, or with what installs a chart of Kong.
 */
export interface ClientIpManifest {
  /** What findings call the text, such as the path of the file. */
  readonly name: string;

  /** YAML or JSON, with any number of documents and lists of objects. */
  readonly text: string;
}
