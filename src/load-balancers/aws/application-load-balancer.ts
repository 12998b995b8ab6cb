import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import {
  AwsControllerLoadBalancerProps,
  AwsIpAddressType,
  AwsLoadBalancerScheme,
  controllerSuffixes,
  refuseAnnotations,
  SECOND_BALANCER,
  targetGroupAttributes,
} from './aws';
import { ClientIpHeader } from '../../binding/client-ip-header';
import { HeaderForwardingBinding, IHeaderForwardingLoadBalancer, IpFamily } from '../../binding/load-balancer';
import { STATUS_PORT } from '../../binding/service-ports';
import { errorAt, quote } from '../../input/errors';
import { copyOf, flag, oneOf, text, texts } from '../../input/values';
import { clientHeaderIn } from '../../notation/aws';
import { annotations, attributes, list, prefixed } from '../annotations';
import { admitsChosenOnly, checkRangeFamilies } from '../ranges';

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
   * The host names for which the balancer sends requests to Kong. Without `certificateArns`, the controller looks for
   * certificates of these names.
   *
   * @default - every host name
   */
  readonly hosts?: string[];

  /**
   * Whether the balancer listens for https on port 443, and redirects port 80 there. True without `certificateArns`
   * if the controller finds the certificates by `hosts`, or the IngressClassParams of `ingressClassName` name them.
   *
   * @default - true if `certificateArns` are given
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

const PROPS = {
  ingressClassName: true,
  hosts: true,
  listensHttps: true,
  backendProtocolVersion: true,
  groupName: true,
  sourceRanges: true,
  eksAutoMode: true,
  name: true,
  ipAddressType: true,
  certificateArns: true,
  securityGroups: true,
  prefixLists: true,
  attributes: true,
  targetGroupAttributes: true,
  scheme: true,
  subnets: true,
  sslPolicy: true,
  tags: true,
  annotations: true,
} satisfies Record<keyof AwsApplicationLoadBalancerProps, true>;

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
   * Throws when the props are not an object.
   *
   * @param props options of the load balancer
   */
  constructor(props: AwsApplicationLoadBalancerProps = {}) {
    this.props = copyOf('AwsApplicationLoadBalancer', props, PROPS);
  }

  /**
   * Appends the client to `X-Forwarded-For` and overwrites `X-Forwarded-Proto` and `X-Forwarded-Port`. Throws when a
   * prop is wrong, or an annotation belongs to the binding.
   *
   * @param scope the gateway
   */
  public bindHeaderForwarding(scope: Construct): HeaderForwardingBinding {
    const { props } = this;
    const { scheme, ...common } = controllerSuffixes(scope, props);
    const https = flag(scope, 'listensHttps', props.listensHttps) ?? props.certificateArns !== undefined;
    const families = this.families(scope, scheme);
    checkRangeFamilies(scope, 'sourceRanges', props.sourceRanges, families);
    this.check(scope, https);
    const { annotations: ofIngress, reservedAnnotations } = annotations(scope, {
      owner: 'AwsApplicationLoadBalancer',
      own: prefixed(ALB, {
        scheme,
        'target-type': 'ip',
        'listen-ports': https ? '[{"HTTP":80},{"HTTPS":443}]' : '[{"HTTP":80}]',
        'certificate-arn': common.certificates,
        'ssl-redirect': https ? '443' : undefined,
        'ssl-policy': common.sslPolicy,
        'backend-protocol': 'HTTP',
        ...this.backend(scope, https),
        'load-balancer-name': common.name,
        'group.name': text(scope, 'groupName', props.groupName),
        subnets: common.subnets,
        'ip-address-type': props.ipAddressType,
        'inbound-cidrs': list(scope, 'sourceRanges', props.sourceRanges),
        'security-groups': common.securityGroups,
        'security-group-prefix-lists': common.prefixLists,
        // Of the three modes only this one lets Kong tell the client's address from what the client wrote.
        'load-balancer-attributes': attributes(scope, 'attributes', { ...props.attributes, [XFF_MODE]: 'append' }),
        'target-group-attributes': targetGroupAttributes(
          scope,
          { 'deregistration_delay.timeout_seconds': String(DEREGISTRATION_SECONDS), ...props.targetGroupAttributes },
          {},
        ),
        tags: common.tags,
      }),
      // By the others the controller makes a second balancer of the Service, whatever its type.
      reserved: ['kubernetes.io/ingress.class', ...SECOND_BALANCER],
      extra: props.annotations,
    });
    return {
      loadBalancer: props.eksAutoMode ? 'eks-auto-alb' : 'aws-alb',
      serviceType: kplus.ServiceType.CLUSTER_IP,
      drainSeconds: DRAIN_SECONDS,
      header: ClientIpHeader.xForwardedFor(),
      forwardedHeaders: ['X-Forwarded-Proto', 'X-Forwarded-Port'],
      restrictsSources: this.restrictsSources(scope),
      admits: props.prefixLists ? undefined : props.sourceRanges,
      speaksHttp2:
        (props.backendProtocolVersion ?? AwsBackendProtocolVersion.HTTP1) !== AwsBackendProtocolVersion.HTTP1,
      routesToPods: true,
      ipFamilies: families,
      // The controller reads these keys on the Service, too, where they win.
      reservedAnnotations,
      ingress: {
        className: text(scope, 'ingressClassName', props.ingressClassName) ?? 'alb',
        hosts: texts(scope, 'hosts', props.hosts),
        listensHttps: https,
        annotations: ofIngress,
        sharedBy: props.groupName === undefined ? undefined : [`${ALB}group.name`],
      },
    };
  }

  /** What the balancer speaks to Kong, and the health check that fits. */
  private backend(scope: Construct, https: boolean): { [suffix: string]: string | undefined } {
    const version = oneOf(
      scope,
      'backendProtocolVersion',
      this.props.backendProtocolVersion,
      AwsBackendProtocolVersion,
    );
    if (version !== undefined && version !== AwsBackendProtocolVersion.HTTP1 && !https) {
      throw errorAt(
        scope,
        `backendProtocolVersion ${quote(version)}: the balancer takes HTTP/2 and gRPC over https only; give certificateArns or listensHttps, or leave it out`,
      );
    }
    const grpc = version === AwsBackendProtocolVersion.GRPC;
    return {
      'backend-protocol-version': version,
      'healthcheck-protocol': 'HTTP',
      'healthcheck-port': grpc ? 'traffic-port' : String(STATUS_PORT),
      'healthcheck-path': grpc ? '/AWS.ALB/healthcheck' : '/status',
      'success-codes': grpc ? '0-99' : undefined,
    };
  }

  private families(scope: Construct, scheme: AwsLoadBalancerScheme): IpFamily[] {
    const type = oneOf(scope, 'ipAddressType', this.props.ipAddressType, AwsIpAddressType);
    if (type === AwsIpAddressType.DUALSTACK_WITHOUT_PUBLIC_IPV4 && scheme === AwsLoadBalancerScheme.INTERNAL) {
      throw errorAt(
        scope,
        `ipAddressType ${quote(type)}: an internal balancer has no public addresses anyway; write AwsIpAddressType.DUALSTACK, or make it internet-facing`,
      );
    }
    return type === undefined || type === AwsIpAddressType.IPV4 ? [IpFamily.IPV4] : [IpFamily.IPV4, IpFamily.IPV6];
  }

  /**
   * Networks and prefix lists live in a security group of the controller's, which another Ingress of the group can
   * replace.
   */
  private restrictsSources(scope: Construct): boolean {
    const { securityGroups, groupName, sourceRanges, prefixLists } = this.props;
    const chosen = sourceRanges ? admitsChosenOnly(scope, 'sourceRanges', sourceRanges) : prefixLists !== undefined;
    return securityGroups !== undefined || (groupName === undefined && chosen);
  }

  private check(scope: Construct, https: boolean): void {
    const { props } = this;
    if (props.certificateArns && !https) {
      throw errorAt(
        scope,
        'certificateArns and listensHttps false: nothing would use the certificates; leave one of them out',
      );
    }
    if (https && !props.certificateArns && !props.hosts && props.ingressClassName === undefined) {
      throw errorAt(
        scope,
        'listensHttps without a certificate: the controller finds one by a host only; give hosts or certificateArns, ' +
          'or the ingressClassName of a class whose IngressClassParams name certificates',
      );
    }
    if (props.sslPolicy !== undefined && !https) {
      throw errorAt(
        scope,
        `sslPolicy ${quote(props.sslPolicy)} has no effect without https; give certificateArns or listensHttps, or leave it out`,
      );
    }
    if (props.subnets?.length === 1) {
      throw errorAt(
        scope,
        `subnets ${quote(props.subnets)}: an Application Load Balancer needs subnets of at least two availability zones; add one, or leave them out`,
      );
    }
    if (props.sourceRanges && props.securityGroups) {
      throw errorAt(
        scope,
        'sourceRanges and securityGroups: the controller ignores the first when it is given the second, so any source might connect; give one of them',
      );
    }
    if (props.attributes && XFF_MODE in props.attributes) {
      throw errorAt(
        scope,
        `attributes: ${XFF_MODE} belongs to AwsApplicationLoadBalancer: with any other mode than append, clients choose their own address or none is known; leave it out`,
      );
    }
    if (props.eksAutoMode && props.groupName !== undefined) {
      throw errorAt(
        scope,
        `groupName ${quote(props.groupName)}: EKS Auto Mode takes groups from the IngressClassParams only; leave it out`,
      );
    }
    this.checkAnnotations(scope, https);
  }

  private checkAnnotations(scope: Construct, https: boolean): void {
    const { eksAutoMode, annotations: extra } = this.props;
    const tls =
      'has no effect without https, so clients would not be asked who they are; give certificateArns or listensHttps, or leave it out';
    const auto = 'is not read by EKS Auto Mode; leave it out';
    refuseAnnotations(scope, ALB, extra, {
      ...(https
        ? {}
        : Object.fromEntries(
            [
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
            ].map((suffix) => [suffix, tls]),
          )),
      ...(eksAutoMode
        ? Object.fromEntries(
            ['waf-acl-id', 'web-acl-id', 'shield-advanced-protection', 'auth-idp-oidc', 'listener-attributes'].map(
              (suffix) => [suffix, auto],
            ),
          )
        : {}),
    });
    // A listener can be told to write what it knows of the client's certificate into a header of any name.
    const written = Object.entries(extra ?? {}).find(
      ([key, value]) => key.startsWith(`${ALB}listener-attributes.`) && clientHeaderIn(value) !== undefined,
    );
    if (written) {
      throw errorAt(
        scope,
        `annotation ${written[0]} (${quote(written[1])}) writes into a header in which Kong or an upstream reads the client's address; give it another name`,
      );
    }
  }
}
