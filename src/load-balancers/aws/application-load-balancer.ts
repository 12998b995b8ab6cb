import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import {
  AwsControllerLoadBalancerProps,
  AwsIpAddressType,
  checkWalls,
  CONTROLLER_PROPS,
  nameProp,
  refuseAnnotations,
  schemeOf,
  SECOND_BALANCER,
} from './aws';
import { ClientIpHeader } from '../../binding/client-ip-header';
import { HeaderForwardingBinding, IHeaderForwardingLoadBalancer, IpFamily } from '../../binding/load-balancer';
import { STATUS_PORT } from '../../binding/service-ports';
import { errorAt, quote } from '../../input/errors';
import { clientHeaderIn } from '../../notation/aws';
import { attributes, BindingAnnotations } from '../annotations';
import {
  attributesProp,
  enumProp,
  flagProp,
  keyValuesProp,
  listProp,
  propsOf,
  rangesProp,
  textProp,
  textsProp,
} from '../props';
import { admitsChosenOnly, checkRangeFamilies } from '../ranges';
import { annotationsOf, BalancerTable } from '../service-balancer';

const ALB = 'alb.ingress.kubernetes.io/';
const XFF_MODE = 'routing.http.xff_header_processing.mode';

/**
 * How long Kong takes connections of a balancer that stops sending within seconds, and how long requests then get to
 * end.
 */
const DRAIN_SECONDS = 30;
const DEREGISTRATION_SECONDS = 60;

/**
 * What an Application Load Balancer speaks to Kong.
 */
export enum AwsBackendProtocolVersion {
  /** HTTP/1.1. */
  HTTP1 = 'HTTP1',
  /** HTTP/2. Needs https. */
  HTTP2 = 'HTTP2',
  /** gRPC, and nothing else. Needs https. */
  GRPC = 'GRPC',
}

/**
 * Props of `AwsApplicationLoadBalancer`, by the names of the controller's annotations.
 *
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/
 */
export interface AwsApplicationLoadBalancerProps extends AwsControllerLoadBalancerProps {
  /**
   * `spec.ingressClassName`: an IngressClass of the controller `ingress.k8s.aws/alb`, with `eksAutoMode` of
   * `eks.amazonaws.com/alb`.
   *
   * The class's IngressClassParams win over the props: `loadBalancerAttributes` can let clients choose their address,
   * `inboundCIDRs` and `scheme` can admit all sources. The library cannot see them, so look at them.
   *
   * @default "alb"
   */
  readonly ingressClassName?: string;

  /**
   * The host names for which the balancer sends requests to Kong. Without `certificateIds`, the controller looks for
   * certificates of these names.
   *
   * @default - every host name
   */
  readonly hosts?: string[];

  /**
   * Whether the balancer listens for https on port 443, and redirects port 80 there. True without `certificateIds`
   * if the controller finds the certificates by `hosts`, or the IngressClassParams of `ingressClassName` name them.
   *
   * @default - true if `certificateIds` are given
   */
  readonly listensHttps?: boolean;

  /**
   * What the balancer speaks to Kong. With gRPC its health check goes through Kong's routes, since the status port
   * does not speak gRPC, and it takes any gRPC status.
   *
   * @default AwsBackendProtocolVersion.HTTP1
   */
  readonly backendProtocolVersion?: AwsBackendProtocolVersion;

  /**
   * The group of Ingresses that share the balancer. Other members can replace its security group, and with it
   * `sourceRanges` and `prefixLists`, without an error: only `securityGroups` then count as a restriction. The
   * IngressClassParams of the member that comes first win over the binding's own attributes: whoever may create
   * Ingresses in the group can thereby let clients choose their address. Without `hosts`, Kong takes every request
   * that no member before it takes; the order is the annotation `group.order`.
   *
   * @default - its own balancer
   */
  readonly groupName?: string;

  /**
   * The networks that may connect, in CIDR notation. Every family of the balancer's addresses needs one, and no other
   * family.
   *
   * With a CDN in front, give the CDN's networks: a client that bypasses the CDN can write the CDN's headers.
   *
   * @default - all sources may connect, if no `prefixLists` are given
   */
  readonly sourceRanges?: string[];
}

const BALANCER: BalancerTable<AwsApplicationLoadBalancerProps> = {
  id: 'aws-alb',
  owner: 'AwsApplicationLoadBalancer',
  prefix: ALB,
  props: {
    ...CONTROLLER_PROPS,
    name: nameProp('load-balancer-name'),
    sourceRanges: rangesProp('inbound-cidrs'),
    tags: keyValuesProp('tags'),
    certificateIds: listProp('certificate-arn'),
    sslPolicy: textProp('ssl-policy'),
    groupName: textProp('group.name'),
    backendProtocolVersion: enumProp(AwsBackendProtocolVersion, 'backend-protocol-version'),
    attributes: attributesProp(),
    ingressClassName: textProp(),
    hosts: textsProp(),
    listensHttps: flagProp(),
  },
};

/**
 * The Application Load Balancer that the AWS Load Balancer Controller makes for an Ingress, or EKS Auto Mode with
 * `eksAutoMode`. It dials the pods themselves, so the cluster must give them addresses of the VPC. Trust the
 * balancer's subnets.
 *
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/spec/
 */
export class AwsApplicationLoadBalancer implements IHeaderForwardingLoadBalancer {
  private readonly props: AwsApplicationLoadBalancerProps;

  /**
   * Throws when a prop is wrong.
   *
   * @param props options of the load balancer
   */
  constructor(props: AwsApplicationLoadBalancerProps = {}) {
    this.props = propsOf(BALANCER.owner, BALANCER.props, props);
    check(BALANCER.owner, this.props);
  }

  /**
   * Appends the client to `X-Forwarded-For` and overwrites `X-Forwarded-Proto` and `X-Forwarded-Port`. Throws when an
   * annotation belongs to the binding.
   *
   * @param scope the gateway
   */
  public bindHeaderForwarding(scope: Construct): HeaderForwardingBinding {
    const { props } = this;
    const { reservedAnnotations, ...ofIngress } = this.annotations(scope);
    return {
      loadBalancer: props.eksAutoMode ? 'eks-auto-alb' : BALANCER.id,
      serviceType: kplus.ServiceType.CLUSTER_IP,
      drainSeconds: DRAIN_SECONDS,
      header: ClientIpHeader.xForwardedFor(),
      forwardedHeaders: ['X-Forwarded-Proto', 'X-Forwarded-Port'],
      restrictsSources: restrictsSources(scope, props),
      admits: props.prefixLists ? undefined : props.sourceRanges,
      speaksHttp2: speaksHttp2(props),
      routesToPods: true,
      ipFamilies: familiesOf(props),
      // The controller reads these keys on the Service, too, where they win.
      reservedAnnotations,
      ingress: {
        ...ofIngress,
        ingressClassName: props.ingressClassName ?? 'alb',
        hosts: props.hosts,
        listensHttps: listensHttps(props),
        sharedBy: props.groupName === undefined ? undefined : [`${ALB}group.name`],
      },
    };
  }

  private annotations(scope: Construct): BindingAnnotations {
    const { props } = this;
    const https = listensHttps(props);
    // The status port does not speak gRPC.
    const grpc = props.backendProtocolVersion === AwsBackendProtocolVersion.GRPC;
    return annotationsOf(scope, BALANCER, props, {
      writes: {
        scheme: schemeOf(props),
        'target-type': 'ip',
        'listen-ports': https ? '[{"HTTP":80},{"HTTPS":443}]' : '[{"HTTP":80}]',
        'ssl-redirect': https ? '443' : undefined,
        'backend-protocol': 'HTTP',
        'healthcheck-protocol': 'HTTP',
        'healthcheck-port': grpc ? 'traffic-port' : String(STATUS_PORT),
        'healthcheck-path': grpc ? '/AWS.ALB/healthcheck' : '/status',
        'success-codes': grpc ? '0-99' : undefined,
        // Of the three modes only this one lets Kong tell the client's address from what the client wrote.
        'load-balancer-attributes': attributes(scope, 'attributes', { ...props.attributes, [XFF_MODE]: 'append' }),
        'target-group-attributes': attributes(scope, 'targetGroupAttributes', {
          'deregistration_delay.timeout_seconds': String(DEREGISTRATION_SECONDS),
          ...props.targetGroupAttributes,
        }),
      },
      // By the others the controller makes a second balancer of the Service, whatever its type.
      reserved: ['kubernetes.io/ingress.class', ...SECOND_BALANCER],
    });
  }
}

function listensHttps({ listensHttps: given, certificateIds }: AwsApplicationLoadBalancerProps): boolean {
  return given ?? certificateIds !== undefined;
}

function speaksHttp2({ backendProtocolVersion: version }: AwsApplicationLoadBalancerProps): boolean {
  return version !== undefined && version !== AwsBackendProtocolVersion.HTTP1;
}

function familiesOf({ ipAddressType: type }: AwsApplicationLoadBalancerProps): IpFamily[] {
  return type === undefined || type === AwsIpAddressType.IPV4 ? [IpFamily.IPV4] : [IpFamily.IPV4, IpFamily.IPV6];
}

/**
 * Networks and prefix lists live in a security group of the controller's, which another Ingress of the group can
 * replace.
 */
function restrictsSources(scope: Construct, props: AwsApplicationLoadBalancerProps): boolean {
  const { securityGroups, groupName, sourceRanges, prefixLists } = props;
  const chosen = sourceRanges ? admitsChosenOnly(scope, 'sourceRanges', sourceRanges) : prefixLists !== undefined;
  return securityGroups !== undefined || (groupName === undefined && chosen);
}

/** @throws when props contradict each other */
function check(owner: string, props: AwsApplicationLoadBalancerProps): void {
  checkHttps(owner, props);
  const { ipAddressType, internalOnly, subnets, attributes: ofBalancer, groupName } = props;
  if (ipAddressType === AwsIpAddressType.DUALSTACK_WITHOUT_PUBLIC_IPV4 && internalOnly) {
    throw errorAt(
      owner,
      `ipAddressType ${quote(ipAddressType)}: an internal balancer has no public addresses anyway; write AwsIpAddressType.DUALSTACK, or leave out internalOnly`,
    );
  }
  if (subnets?.length === 1) {
    throw errorAt(
      owner,
      `subnets ${quote(subnets)}: an Application Load Balancer needs subnets of at least two availability zones; add one, or leave them out`,
    );
  }
  if (ofBalancer && XFF_MODE in ofBalancer) {
    throw errorAt(
      owner,
      `attributes: ${XFF_MODE} belongs to AwsApplicationLoadBalancer: with any other mode than append, clients choose their own address or none is known; leave it out`,
    );
  }
  if (props.eksAutoMode && groupName !== undefined) {
    throw errorAt(
      owner,
      `groupName ${quote(groupName)}: EKS Auto Mode takes groups from the IngressClassParams only; leave it out`,
    );
  }
  checkWalls(owner, props);
  checkRangeFamilies(owner, 'sourceRanges', props.sourceRanges, familiesOf(props));
  checkAnnotations(owner, props);
}

function checkHttps(owner: string, props: AwsApplicationLoadBalancerProps): void {
  const https = listensHttps(props);
  if (props.certificateIds && !https) {
    throw errorAt(
      owner,
      'certificateIds and listensHttps false: nothing would use the certificates; leave one of them out',
    );
  }
  if (https && !props.certificateIds && !props.hosts && props.ingressClassName === undefined) {
    throw errorAt(
      owner,
      'listensHttps without a certificate: the controller finds one by a host only; give hosts or certificateIds, ' +
        'or the ingressClassName of a class whose IngressClassParams name certificates',
    );
  }
  if (props.sslPolicy !== undefined && !https) {
    throw errorAt(
      owner,
      `sslPolicy ${quote(props.sslPolicy)} has no effect without https; give certificateIds or listensHttps, or leave it out`,
    );
  }
  if (speaksHttp2(props) && !https) {
    throw errorAt(
      owner,
      `backendProtocolVersion ${quote(props.backendProtocolVersion)}: the balancer takes HTTP/2 and gRPC over https only; give certificateIds or listensHttps, or leave it out`,
    );
  }
}

/** Annotations that do nothing without https. */
const OF_HTTPS = [
  'auth-type',
  'auth-idp-cognito',
  'auth-idp-oidc',
  'auth-on-unauthenticated-request',
  'auth-scope',
  'auth-session-cookie',
  'auth-session-timeout',
  'jwt-validation',
  'mutual-authentication',
  'listener-attributes.HTTPS-443',
];
const NOT_OF_AUTO_MODE = [
  'waf-acl-id',
  'web-acl-id',
  'shield-advanced-protection',
  'auth-idp-oidc',
  'listener-attributes',
];

function checkAnnotations(owner: string, props: AwsApplicationLoadBalancerProps): void {
  const tls =
    'has no effect without https, so clients would not be asked who they are; give certificateIds or listensHttps, or leave it out';
  const auto = 'is not read by EKS Auto Mode; leave it out';
  refuseAnnotations(owner, ALB, props.annotations, {
    ...(listensHttps(props) ? {} : Object.fromEntries(OF_HTTPS.map((suffix) => [suffix, tls]))),
    ...(props.eksAutoMode ? Object.fromEntries(NOT_OF_AUTO_MODE.map((suffix) => [suffix, auto])) : {}),
  });
  // A listener can be told to write what it knows of the client's certificate into a header of any name.
  const written = Object.entries(props.annotations ?? {}).find(
    ([key, value]) => key.startsWith(`${ALB}listener-attributes.`) && clientHeaderIn(value) !== undefined,
  );
  if (written) {
    throw errorAt(
      owner,
      `annotation ${written[0]} (${quote(written[1])}) writes into a header in which Kong or an upstream reads the client's address; give it another name`,
    );
  }
}
