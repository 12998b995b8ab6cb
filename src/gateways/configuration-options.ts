import * as kplus from 'cdk8s-plus-27';

/**
 * A control plane of Konnect: copy the values from Konnect's page for a new data plane node.
 *
 * @see https://github.com/cdk8s-kong-client-ip/cdk8s-kong-client-ip/blob/main/docs/konnect.md
 */
export interface KonnectOptions {
  /**
   * The host of the control plane, such as `abc.eu.cp0.konghq.com`, without `https://` and port.
   */
  readonly controlPlane: string;

  /**
   * The host for telemetry, such as `abc.eu.tp0.konghq.com`, without `https://` and port.
   */
  readonly telemetry: string;

  /**
   * The Secret, of type `kubernetes.io/tls`, with the certificate that the control plane knows. Kong reads it at
   * start, so restart the pods when it is renewed.
   */
  readonly certificate: kplus.ISecret;
}

/**
 * A control plane of Kong in hybrid mode.
 *
 * @see https://github.com/cdk8s-kong-client-ip/cdk8s-kong-client-ip/blob/main/docs/konnect.md#your-own-control-plane
 */
export interface ControlPlaneOptions {
  /**
   * Where the control plane takes data planes, as host and port, such as `kong-cluster.kong.svc:8005`.
   */
  readonly endpoint: string;

  /**
   * Where the control plane takes telemetry, as host and port. Kong Gateway Enterprise has it, on port 8006.
   *
   * @default - no telemetry is sent
   */
  readonly telemetryEndpoint?: string;

  /**
   * The Secret, of type `kubernetes.io/tls`, with the certificate that control plane and data planes share. Whoever has
   * it can pose as the control plane. Kong reads it at start, so restart the pods when it is renewed.
   */
  readonly certificate: kplus.ISecret;
}

/**
 * Who may call the Admin API of Kong.
 *
 * @see https://github.com/cdk8s-kong-client-ip/cdk8s-kong-client-ip/blob/main/docs/ingress-controller.md
 */
export interface IngressControllerOptions {
  /**
   * The Secret whose entry `ca.crt` is the CA of the controller's client certificate. Whoever has a certificate of
   * this CA can replace Kong's whole configuration, so use one that signs nothing else.
   */
  readonly clientCa: kplus.ISecret;

  /**
   * The Secret, of type `kubernetes.io/tls`, with the certificate of the Admin API. The controller asks for the name
   * `pod.<service>.<namespace>.svc`, and verifies it only if it is told to.
   *
   * @default - Kong makes a self-signed certificate at each start
   */
  readonly adminCertificate?: kplus.ISecret;
}
