import { Construct } from 'constructs';
import { BackendConfig, BackendConfigSpecHealthCheckType } from '../../../imports/cloud.google.com';
import { FrontendConfig } from '../../../imports/networking.gke.io';
import { ClientIpHeader } from '../../binding/client-ip-header';
import { HeaderForwardingBinding } from '../../binding/load-balancer';
import { STATUS_PORT } from '../../binding/service-ports';
import { errorAt, quote } from '../../input/errors';
import { flag, text } from '../../input/values';
import { annotations, list } from '../annotations';
import { checkAddress } from '../ranges';

/**
 * Props of every Application Load Balancer that GKE makes for an Ingress.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/ingress
 */
export interface GkeIngressProps {
  /**
   * The balancer's reserved address. Google appends it to `X-Forwarded-For` behind the client's, so Kong must trust it:
   * otherwise every client would have this address.
   */
  readonly ipAddress: string;

  /**
   * The name under which `ipAddress` is reserved. Without it GKE gives the balancer another address, which every client
   * would then have.
   */
  readonly staticIpName: string;

  /**
   * Names of SSL certificates of the project: global ones for a global balancer, regional ones for the others.
   *
   * @default - none
   * @see https://cloud.google.com/kubernetes-engine/docs/how-to/ingress-multi-ssl
   */
  readonly preSharedCertificates?: string[];

  /**
   * Whether the balancer listens on port 80.
   *
   * @default true
   */
  readonly allowHttp?: boolean;

  /**
   * Further annotations of the Ingress, by their full keys. Those that the binding or another prop owns are refused.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
}

/** What one class of Ingress has, and the others do not. */
export interface GkeIngressClass {
  /** The class of this library, for messages. */
  readonly owner: string;
  /** The load balancer, in the words of the check. */
  readonly loadBalancer: string;
  readonly ingressClass: string;
  readonly scope: 'global' | 'regional';
  readonly isPublic: boolean;
  /** Whether Google's front ends serve it, which alone set headers as a BackendConfig asks. */
  readonly setsHeaders: boolean;
  /** Where it dials from, if that is known. */
  readonly peers?: string[];
  readonly managedCertificates?: string[];
  readonly redirectHttpToHttps?: boolean;
}

/**
 * How long a pod that stops still gets requests: until its endpoint is gone from the group, at worst until two
 * checks 15 s apart have failed. Google's own example waits 40 s.
 */
const DRAIN_SECONDS = 60;

const FRONTEND_CONFIG = 'networking.gke.io/v1beta1.FrontendConfig';

/**
 * Annotations of the Service that name another BackendConfig, a protocol that Kong's listener does not speak, or
 * another health check.
 */
const OF_SERVICE = [
  'beta.cloud.google.com/backend-config',
  'cloud.google.com/app-protocols',
  'service.alpha.kubernetes.io/app-protocols',
  'networking.gke.io/transparent-health-checker',
];

/** A name as Compute Engine has it. */
const NAME = /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** The binding of an Ingress, with the BackendConfig and the FrontendConfig that it needs. */
export function bindIngress(
  scope: Construct,
  props: GkeIngressProps,
  ingress: GkeIngressClass,
): HeaderForwardingBinding {
  checkOwnAddress(scope, props, ingress);
  const managedCertificates = list(scope, 'managedCertificates', ingress.managedCertificates);
  const preSharedCertificates = list(scope, 'preSharedCertificates', props.preSharedCertificates);
  const listensHttps = managedCertificates !== undefined || preSharedCertificates !== undefined;
  checkFrontEnds(scope, props, ingress, listensHttps);
  const backendConfig = new BackendConfig(scope, 'BackendConfig', {
    spec: {
      healthCheck: { type: BackendConfigSpecHealthCheckType.HTTP, port: STATUS_PORT, requestPath: '/status' },
      connectionDraining: { drainingTimeoutSec: DRAIN_SECONDS },
      ...(ingress.setsHeaders ? { customRequestHeaders: { headers: ['X-Forwarded-Port:{server_port}'] } } : {}),
    },
  });
  const frontendConfig = ingress.redirectHttpToHttps
    ? new FrontendConfig(scope, 'FrontendConfig', { spec: { redirectToHttps: { enabled: true } } })
    : undefined;
  const { reservedAnnotations, ...ofIngress } = annotations(scope, {
    owner: ingress.owner,
    own: {
      'kubernetes.io/ingress.class': ingress.ingressClass,
      [`kubernetes.io/ingress.${ingress.scope}-static-ip-name`]: props.staticIpName,
      'kubernetes.io/ingress.allow-http': props.allowHttp === undefined ? undefined : String(props.allowHttp),
      'networking.gke.io/managed-certificates': managedCertificates,
      'ingress.gcp.kubernetes.io/pre-shared-cert': preSharedCertificates,
      ...(frontendConfig ? { [FRONTEND_CONFIG]: frontendConfig.name } : {}),
    },
    reserved: ['kubernetes.io/ingress.global-static-ip-name', 'kubernetes.io/ingress.regional-static-ip-name'],
    extra: props.annotations,
  });
  return {
    loadBalancer: ingress.loadBalancer,
    header: ClientIpHeader.xForwardedFor(),
    forwardedHeaders: ['X-Forwarded-Proto', ...(ingress.setsHeaders ? ['X-Forwarded-Port'] : [])],
    ownAddress: props.ipAddress,
    peers: ingress.peers,
    routesToPods: true,
    drainSeconds: DRAIN_SECONDS,
    annotations: {
      'cloud.google.com/neg': '{"ingress":true}',
      'cloud.google.com/backend-config': JSON.stringify({ default: backendConfig.name }),
    },
    reservedAnnotations: [...reservedAnnotations, ...OF_SERVICE],
    // Without a certificate here, one of the Ingress's `tls` may still make it listen.
    ingress: { ...ofIngress, listensHttps: listensHttps || undefined },
  };
}

function checkOwnAddress(scope: Construct, props: GkeIngressProps, { scope: reach, isPublic }: GkeIngressClass): void {
  const missing = (['ipAddress', 'staticIpName'] as const).find((prop) => !props[prop]);
  if (missing) {
    throw errorAt(
      scope,
      `${missing} is missing: Google appends the balancer's address to X-Forwarded-For, so it must be known; reserve a ${reach} address and give ipAddress and staticIpName`,
    );
  }
  checkAddress(scope, 'ipAddress', props.ipAddress, { isPublic });
  if (!NAME.test(text(scope, 'staticIpName', props.staticIpName)!)) {
    throw errorAt(
      scope,
      `staticIpName ${quote(props.staticIpName)} is not the name of a reserved address; write the name that "gcloud compute addresses list" shows`,
    );
  }
}

function checkFrontEnds(
  scope: Construct,
  props: GkeIngressProps,
  ingress: GkeIngressClass,
  listensHttps: boolean,
): void {
  flag(scope, 'allowHttp', props.allowHttp);
  flag(scope, 'redirectHttpToHttps', ingress.redirectHttpToHttps);
  if (ingress.managedCertificates && props.preSharedCertificates) {
    throw errorAt(
      scope,
      'managedCertificates and preSharedCertificates cannot be combined: GKE writes the managed ones into the annotation of the others, each apply takes them out again, and https comes and goes; give one of them',
    );
  }
  if (props.allowHttp === false && !listensHttps) {
    throw errorAt(
      scope,
      'allowHttp false: without a certificate the balancer would listen on no port; give a certificate, or leave it out',
    );
  }
  if (ingress.redirectHttpToHttps && !listensHttps) {
    throw errorAt(
      scope,
      'redirectHttpToHttps true: without a certificate nothing listens on port 443; give a certificate, or leave it out',
    );
  }
  if (ingress.redirectHttpToHttps && props.allowHttp === false) {
    throw errorAt(
      scope,
      'redirectHttpToHttps true: allowHttp false closes port 80, which would redirect; leave one of them out',
    );
  }
}
