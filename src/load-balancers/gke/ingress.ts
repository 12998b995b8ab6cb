import { Construct } from 'constructs';
import { BackendConfig, BackendConfigSpecHealthCheckType } from '../../../imports/cloud.google.com';
import { FrontendConfig } from '../../../imports/networking.gke.io';
import { ClientIpHeader } from '../../binding/client-ip-header';
import { HeaderForwardingBinding } from '../../binding/header-forwarding-binding';
import { STATUS_PATH, STATUS_PORT } from '../../binding/service-ports';
import { errorAt } from '../../input/errors';
import { annotationsProp, flagProp, listProp, matching, propsOf, PropTable, required, textProp } from '../props';
import { checkAddress } from '../ranges';
import { annotationsOf, BalancerTable, checkRedirect } from '../service-balancer';

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
  readonly certificateIds?: string[];

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

/** An Ingress of GKE, and what one class of it has and the others do not. */
export interface GkeIngress<Props> extends BalancerTable<Props> {
  readonly ingressClass: string;
  readonly isPublic: boolean;
  /** Whether Google's front ends serve it, which alone set headers as a BackendConfig asks. */
  readonly setsHeaders: boolean;
  /** Where it dials from, if that is known. */
  readonly peers?: string[];
}

/** The props of all classes. */
export interface AnyGkeIngressProps extends GkeIngressProps {
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

/** The table of the common props; the address is a global or a regional one. */
export function ingressProps(reach: 'global' | 'regional'): PropTable<GkeIngressProps> {
  const why =
    "Google appends the balancer's address to X-Forwarded-For, so it must be known; " +
    `reserve a ${reach} address and give ipAddress and staticIpName`;
  return {
    annotations: annotationsProp,
    ipAddress: required(textProp(), why),
    staticIpName: required(
      matching(textProp(`kubernetes.io/ingress.${reach}-static-ip-name`), isName, NOT_RESERVED),
      why,
    ),
    certificateIds: listProp('ingress.gcp.kubernetes.io/pre-shared-cert'),
    allowHttp: flagProp('kubernetes.io/ingress.allow-http'),
  };
}

/** A name as Compute Engine has it. */
function isName(name: string): boolean {
  return /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name);
}

const NOT_RESERVED = 'is not the name of a reserved address; write the name that "gcloud compute addresses list" shows';

/** @throws when a prop is wrong, or props contradict each other */
export function gkeIngressProps<Props extends AnyGkeIngressProps>(
  { owner, props: table, isPublic }: GkeIngress<Props>,
  given: Props,
): Readonly<Props> {
  const props = propsOf(owner, table, given);
  checkAddress(owner, 'ipAddress', props.ipAddress, { isPublic });
  checkFrontEnds(owner, props);
  return props;
}

/** The binding of an Ingress, with the BackendConfig and the FrontendConfig that it needs. */
export function bindIngress<Props extends AnyGkeIngressProps>(
  scope: Construct,
  ingress: GkeIngress<Props>,
  props: Props,
): HeaderForwardingBinding {
  const backendConfig = new BackendConfig(scope, 'BackendConfig', {
    spec: {
      healthCheck: { type: BackendConfigSpecHealthCheckType.HTTP, port: STATUS_PORT, requestPath: STATUS_PATH },
      connectionDraining: { drainingTimeoutSec: DRAIN_SECONDS },
      ...(ingress.setsHeaders ? { customRequestHeaders: { headers: ['X-Forwarded-Port:{server_port}'] } } : {}),
    },
  });
  const frontendConfig = props.redirectHttpToHttps
    ? new FrontendConfig(scope, 'FrontendConfig', { spec: { redirectToHttps: { enabled: true } } })
    : undefined;
  const { reservedAnnotations, ...ofIngress } = annotationsOf(scope, ingress, props, {
    writes: {
      'kubernetes.io/ingress.class': ingress.ingressClass,
      ...(frontendConfig ? { [FRONTEND_CONFIG]: frontendConfig.name } : {}),
    },
    reserved: [
      'kubernetes.io/ingress.global-static-ip-name',
      'kubernetes.io/ingress.regional-static-ip-name',
      'networking.gke.io/managed-certificates',
    ],
  });
  return {
    loadBalancerKind: ingress.id,
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
    ingress: { ...ofIngress, listensHttps: hasCertificate(props) || undefined },
  };
}

function hasCertificate({ managedCertificates, certificateIds }: AnyGkeIngressProps): boolean {
  return managedCertificates !== undefined || certificateIds !== undefined;
}

function checkFrontEnds(owner: string, props: AnyGkeIngressProps): void {
  if (props.managedCertificates && props.certificateIds) {
    throw errorAt(
      owner,
      'managedCertificates and certificateIds cannot be combined: ' +
        'GKE writes the managed ones into the annotation of the others, each apply takes them out again, ' +
        'and https comes and goes; give one of them',
    );
  }
  if (props.allowHttp === false && !hasCertificate(props)) {
    throw errorAt(
      owner,
      'allowHttp false: without a certificate the balancer would listen on no port; ' +
        'give a certificate, or leave it out',
    );
  }
  checkRedirect(owner, props.redirectHttpToHttps, hasCertificate(props), 'certificateIds');
  if (props.redirectHttpToHttps && props.allowHttp === false) {
    throw errorAt(
      owner,
      'redirectHttpToHttps true: allowHttp false closes port 80, which would redirect; leave one of them out',
    );
  }
}
