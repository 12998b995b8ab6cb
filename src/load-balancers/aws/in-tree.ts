import { Construct } from 'constructs';
import { ACTIONS, AWS, schemeOf, TRAFFIC_PORT_CHECK } from './aws';
import { AwsServiceLoadBalancerProps } from './props';
import { IpFamily, ServiceBinding } from '../../binding/service-binding';
import { errorAt, quote } from '../../input/errors';
import { flagProp, keyValuesProp, listProp, propsOf, textProp } from '../props';
import { checkRangeFamilies } from '../ranges';
import { bindService, RESTRICTABLE_PROPS, ServiceBalancer, Way } from '../service-balancer';

/** What both balancers of the cloud provider can be told. */
export interface InTreeProps extends AwsServiceLoadBalancerProps {
  readonly certificateId?: string;
}

const PROPS = {
  ...RESTRICTABLE_PROPS,
  internalOnly: flagProp(),
  subnets: listProp('subnets'),
  tags: keyValuesProp('additional-resource-tags'),
  certificateId: textProp('ssl-cert'),
  sslPolicy: textProp('ssl-negotiation-policy'),
};

/** A balancer of the cloud provider. */
export function inTreeBalancer(id: string, owner: string, drainSeconds?: number): ServiceBalancer<InTreeProps> {
  return { id, owner, prefix: `${AWS}-`, props: PROPS, drainSeconds };
}

/** @throws when a prop is wrong, or props contradict each other */
export function inTreeProps({ owner, props: table }: ServiceBalancer<InTreeProps>, given?: InTreeProps): InTreeProps {
  const props = propsOf(owner, table, given);
  if (props.sslPolicy !== undefined && !props.certificateId) {
    throw errorAt(
      owner,
      `sslPolicy ${quote(props.sslPolicy)} has no effect without certificateId; give the certificate, or leave it out`,
    );
  }
  const cut = Object.entries(props.tags ?? {}).find(([, value]) => value.includes('='));
  if (cut) {
    throw errorAt(
      owner,
      `tags: ${quote(cut[0])}: ${quote(cut[1])} would be cut at its "=" by the cloud provider; ` +
        'write a value without "="',
    );
  }
  checkRangeFamilies(owner, 'sourceRanges', props.sourceRanges, [IpFamily.IPV4]);
  return props;
}

/**
 * What the cloud provider's balancers have in common. Each may be taken over by another controller, which must then
 * fail or do the same.
 */
export function bindInTree(
  scope: Construct,
  balancer: ServiceBalancer<InTreeProps>,
  props: InTreeProps,
  { writes, reserved = [] }: Way,
): ServiceBinding {
  return {
    ...bindService(scope, balancer, props, {
      writes: {
        // The cloud provider reads `internal`, the AWS Load Balancer Controller (if it takes the Service) `scheme`.
        scheme: schemeOf(props),
        internal: props.internalOnly ? 'true' : undefined,
        // Only that controller reads it: its own flag may make ip targets the default, and every client then has the
        // balancer's address.
        'nlb-target-type': 'instance',
        'ssl-ports': props.certificateId && '443',
        ...writes,
      },
      reserved: [
        'type',
        'proxy-protocol',
        'proxy-protocol-per-target-group',
        'target-group-attributes',
        'ip-address-type',
        'disable-nlb-sg',
        ...TRAFFIC_PORT_CHECK,
        ...reserved,
        ACTIONS,
      ],
    }),
    ipFamilies: [IpFamily.IPV4],
  };
}
