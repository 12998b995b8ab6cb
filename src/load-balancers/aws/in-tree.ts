import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { ACTIONS, AWS, AwsLoadBalancerScheme, AwsServiceLoadBalancerProps, schemeOf } from './aws';
import { ExternalTrafficPolicy, IpFamily, ServiceBinding } from '../../binding/load-balancer';
import { errorAt, quote } from '../../input/errors';
import { text } from '../../input/values';
import { annotations, keyValues, list, prefixed, SOURCE_RANGES } from '../annotations';
import { checkRangeFamilies } from '../ranges';

/** What both balancers of the cloud provider can be told. */
export interface InTreeProps extends AwsServiceLoadBalancerProps {
  readonly certificateArn?: string;
}

export interface InTreeBalancer {
  readonly owner: string;
  readonly id: string;
  readonly externalTrafficPolicy: ExternalTrafficPolicy;
  readonly drainSeconds?: number;
  /** What the way writes, by suffix; undefined where it owns the key only. */
  readonly way: { [suffix: string]: string | undefined };
  readonly reserved: string[];
}

/**
 * What the cloud provider's balancers have in common. Each may be taken over by another controller, which must then
 * fail or do the same.
 */
export function bindInTree(scope: Construct, props: InTreeProps, balancer: InTreeBalancer): ServiceBinding {
  const scheme = schemeOf(scope, props);
  const certificate = text(scope, 'certificateArn', props.certificateArn);
  if (text(scope, 'sslPolicy', props.sslPolicy) !== undefined && !certificate) {
    throw errorAt(
      scope,
      `sslPolicy ${quote(props.sslPolicy)} has no effect without certificateArn; give the certificate, or leave it out`,
    );
  }
  const cut = Object.entries(props.tags ?? {}).find(([, value]) => String(value).includes('='));
  if (cut) {
    throw errorAt(
      scope,
      `tags: ${quote(cut[0])}: ${quote(cut[1])} would be cut at its "=" by the cloud provider; write a value without "="`,
    );
  }
  checkRangeFamilies(scope, 'sourceRanges', props.sourceRanges, [IpFamily.IPV4]);
  return {
    loadBalancer: balancer.id,
    serviceType: kplus.ServiceType.LOAD_BALANCER,
    externalTrafficPolicy: balancer.externalTrafficPolicy,
    drainSeconds: balancer.drainSeconds,
    ...annotations(scope, {
      owner: balancer.owner,
      own: prefixed(`${AWS}-`, {
        // The cloud provider reads `internal`, the AWS Load Balancer Controller (if it takes the Service) `scheme`.
        scheme,
        internal: scheme === AwsLoadBalancerScheme.INTERNAL ? 'true' : undefined,
        // Only that controller reads it: its own flag may make ip targets the default, and every client then has the
        // balancer's address.
        'nlb-target-type': 'instance',
        'ssl-cert': certificate,
        'ssl-ports': certificate && '443',
        'ssl-negotiation-policy': props.sslPolicy,
        subnets: list(scope, 'subnets', props.subnets),
        'additional-resource-tags': keyValues(scope, 'tags', props.tags),
        ...balancer.way,
      }),
      reserved: [
        ...[
          'type',
          'proxy-protocol',
          'proxy-protocol-per-target-group',
          'target-group-attributes',
          'ip-address-type',
          'disable-nlb-sg',
          ...['protocol', 'port', 'path', 'success-codes'].map((field) => `healthcheck-${field}`),
          ...balancer.reserved,
        ].map((suffix) => `${AWS}-${suffix}`),
        ACTIONS,
        SOURCE_RANGES,
      ],
      extra: props.annotations,
    }),
    sourceRanges: props.sourceRanges,
    ipFamilies: [IpFamily.IPV4],
  };
}
