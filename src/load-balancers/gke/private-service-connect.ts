import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { IProxyProtocolLoadBalancer } from '../../binding/load-balancer';
import { IpFamily, ServiceBinding } from '../../binding/service-binding';
import { errorAt, quote } from '../../input/errors';
import { serviceNameFor } from '../own-service';
import { countProp, flagProp, propsOf, rangesProp, required, textProp, textsProp } from '../props';
import { bindService, SERVICE_PROPS, ServiceBalancer, ServiceLoadBalancerProps } from '../service-balancer';

const CONNECTION_LIMIT = 10;

/**
 * Props of `GkePrivateServiceConnect`, by the names of the ServiceAttachment's fields.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/internal-load-balancing#psc
 */
export interface GkePrivateServiceConnectProps extends ServiceLoadBalancerProps {
  /**
   * The names of the subnets from which the attachment dials, of the purpose `PRIVATE_SERVICE_CONNECT`. Kong sees
   * their addresses as its peers: trust these subnets and nothing else.
   */
  readonly natSubnets: string[];

  /**
   * The ranges of those subnets, in CIDR notation. A gateway that trusts another private network is then refused, and
   * Google's firewall admits these ranges alone to the balancer.
   *
   * @default - every host of the VPC network may dial the balancer. Kong closes connections without a PROXY header,
   * and does not believe the header of a peer that it does not trust
   */
  readonly natSubnetRanges?: string[];

  /**
   * The ids or numbers of the projects whose endpoints are accepted.
   *
   * @default - none but by `acceptAutomatically`
   */
  readonly consumerAllowList?: string[];

  /**
   * How many endpoints each project of `consumerAllowList` may have.
   *
   * @default 10
   */
  readonly connectionLimit?: number;

  /**
   * Whether every project that knows the attachment may connect. Consumers number their networks as they like, so
   * each of them can come with any client address: see docs/private-links.md.
   *
   * @default false
   */
  readonly acceptAutomatically?: boolean;

  /**
   * The subnet from which the internal balancer behind the attachment takes its address.
   *
   * @default - the cluster's subnet
   */
  readonly subnet?: string;

  /**
   * The name of the Service in front of Kong, for the attachment: where a Helm chart or an operator makes it.
   *
   * @default - the gateway's own
   */
  readonly serviceName?: string;
}

const BALANCER: ServiceBalancer<GkePrivateServiceConnectProps> = {
  id: 'gke-private-service-connect',
  owner: 'GkePrivateServiceConnect',
  prefix: 'networking.gke.io/',
  drainSeconds: 30,
  props: {
    ...SERVICE_PROPS,
    natSubnets: required(
      textsProp(),
      'the attachment dials Kong from subnets that it alone uses; write natSubnets: ' +
        '["kong-psc"] with the names of subnets of the purpose PRIVATE_SERVICE_CONNECT',
    ),
    natSubnetRanges: rangesProp(),
    consumerAllowList: textsProp(),
    connectionLimit: countProp(),
    acceptAutomatically: flagProp(),
    subnet: textProp('load-balancer-subnet'),
    serviceName: textProp(),
  },
};

/**
 * An internal passthrough Network Load Balancer of Google behind a ServiceAttachment, by which consumers in other VPC
 * networks reach Kong through Private Service Connect. The attachment hides the client's address and tells it in a
 * PROXY protocol header of version 2. It is the only way to PROXY protocol on GKE.
 *
 * Trust the subnets of `natSubnets` and nothing else. With `externalTrafficPolicy: Local` their addresses reach Kong
 * as they are, so neither nodes nor pods need be trusted, and a host of the VPC network that dials the balancer with
 * its own PROXY header is not believed.
 *
 * The client's address is one of the consumer's own network, as the consumer numbers it: it is unique only together
 * with the id of the connection, so do not let addresses in by list where consumers are strangers.
 *
 * @see https://cloud.google.com/vpc/docs/about-vpc-hosted-services#proxy-protocol
 */
export class GkePrivateServiceConnect implements IProxyProtocolLoadBalancer {
  /** @internal */
  public static readonly _balancer = BALANCER;

  private readonly props: GkePrivateServiceConnectProps;

  /**
   * Throws when a prop is wrong, or no client could connect.
   *
   * @param props options of the load balancer and its attachment
   */
  constructor(props: GkePrivateServiceConnectProps) {
    this.props = propsOf(BALANCER.owner, BALANCER.props, props);
    check(BALANCER.owner, this.props);
  }

  /**
   * Takes the PROXY protocol header of the attachment, which dials from `natSubnets`.
   *
   * Throws when an annotation belongs to the binding.
   *
   * @param scope the gateway, which gets the ServiceAttachment for its Service
   */
  public bindProxyProtocol(scope: Construct): ServiceBinding {
    const { natSubnetRanges: ranges, subnet } = this.props;
    new ApiObject(scope, 'ServiceAttachment', {
      apiVersion: 'networking.gke.io/v1',
      kind: 'ServiceAttachment',
      spec: this.attachment(scope),
    });
    return {
      // Google asks kube-proxy which nodes have a pod of Kong, and packets keep the attachment's address.
      ...bindService(scope, BALANCER, this.props, {
        writes: {
          'load-balancer-type': 'Internal',
          // Without subsetting, another controller makes internal balancers, and it knows the older key alone.
          'internal-load-balancer-subnet': subnet,
        },
        reserved: ['cloud.google.com/load-balancer-type'],
      }),
      ...(ranges ? { peers: ranges, peersOnly: true, sourceRanges: ranges } : {}),
      ipFamilies: [IpFamily.IPV4],
    };
  }

  private attachment(scope: Construct): object {
    const { natSubnets, consumerAllowList, acceptAutomatically, serviceName } = this.props;
    const { connectionLimit = CONNECTION_LIMIT } = this.props;
    return {
      connectionPreference: acceptAutomatically ? 'ACCEPT_AUTOMATIC' : 'ACCEPT_MANUAL',
      natSubnets,
      proxyProtocol: true,
      consumerAllowList: consumerAllowList?.map((project) => ({ project, connectionLimit })),
      resourceRef: { kind: 'Service', name: serviceNameFor(scope, BALANCER.id, 'ServiceAttachment', serviceName) },
    };
  }
}

/** @throws when props contradict each other */
function check(owner: string, props: GkePrivateServiceConnectProps): void {
  const { consumerAllowList: projects, acceptAutomatically, connectionLimit } = props;
  if (!projects && !acceptAutomatically) {
    throw errorAt(
      owner,
      'consumerAllowList is missing: no consumer could connect; write consumerAllowList: ' +
        '["my-project"] with the projects of the consumers, or acceptAutomatically: true to accept every project',
    );
  }
  if (projects && acceptAutomatically) {
    throw errorAt(
      owner,
      `consumerAllowList ${quote(projects)}: with acceptAutomatically every project is accepted; ` +
        'leave one of the two out',
    );
  }
  if (connectionLimit !== undefined && !projects) {
    throw errorAt(
      owner,
      `connectionLimit ${connectionLimit} is for the projects of consumerAllowList, and none is given; leave it out`,
    );
  }
}
