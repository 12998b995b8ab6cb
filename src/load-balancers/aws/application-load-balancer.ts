import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { checkAnnotations, checkHttps, listensHttps, speaksHttp2 } from './alb-https';
import { ALB, AwsApplicationLoadBalancerProps, AwsBackendProtocolVersion, XFF_MODE } from './alb-props';
import { CONTROLLER_PROPS, SECOND_BALANCER, checkWalls, nameProp, schemeOf } from './aws';
import { AwsIpAddressType } from './props';
import { ClientIpHeader } from '../../binding/client-ip-header';
import { HeaderForwardingBinding } from '../../binding/header-forwarding-binding';
import { IHeaderForwardingLoadBalancer } from '../../binding/load-balancer';
import { IpFamily } from '../../binding/service-binding';
import { STATUS_PATH, STATUS_PORT } from '../../binding/service-ports';
import { errorAt, quote } from '../../input/errors';
import { BindingAnnotations, attributes } from '../annotations';
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
import { BalancerTable, annotationsOf } from '../service-balancer';

/**
 * How long Kong takes connections of a balancer that stops sending within seconds, and how long requests then get to
 * end.
 */
const DRAIN_SECONDS = 30;

const DEREGISTRATION_SECONDS = 60;

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
  /** @internal */
  public static readonly _balancer = BALANCER;

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
      loadBalancerKind: props.eksAutoMode ? 'eks-auto-alb' : BALANCER.id,
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
        'healthcheck-path': grpc ? '/AWS.ALB/healthcheck' : STATUS_PATH,
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
      `ipAddressType ${quote(ipAddressType)}: an internal balancer has no public addresses anyway; ` +
        'write AwsIpAddressType.DUALSTACK, or leave out internalOnly',
    );
  }
  if (subnets?.length === 1) {
    throw errorAt(
      owner,
      `subnets ${quote(subnets)}: an Application Load Balancer needs subnets of at least two availability zones; ` +
        'add one, or leave them out',
    );
  }
  if (ofBalancer && XFF_MODE in ofBalancer) {
    throw errorAt(
      owner,
      `attributes: ${XFF_MODE} belongs to AwsApplicationLoadBalancer: ` +
        'with any other mode than append, clients choose their own address or none is known; leave it out',
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
