import { Configuration, Target, listIn } from './gateway-configuration';
import { Remark } from '../reading';

export function accessRefusals({ sourceRanges, securityGroups, securityGroupPrefixes }: Configuration): Remark[] {
  if (!Array.isArray(sourceRanges) || sourceRanges.length > 0) return [];
  if (listIn(securityGroups).length > 0 || listIn(securityGroupPrefixes).length > 0) return [];
  return [
    refusal(
      'sourceRanges is empty: the security group that the controller makes has no rule, and no client can connect.',
      'List the networks that may connect, or leave sourceRanges out.',
    ),
  ];
}

export function targetRefusals({ targets, backend: { service, name } }: Target): Remark[] {
  return targets === 'nodes' && service && (service.spec?.type ?? 'ClusterIP') === 'ClusterIP'
    ? [
        refusal(
          `Instance targets are node ports, and the Service ${name} is of type ClusterIP.`,
          'Write targetType: ip into a TargetGroupConfiguration for the Service, or use a Service of type NodePort.',
        ),
      ]
    : [];
}

function refusal(why: string, mend: string): Remark {
  return { rule: 'annotation-refused', field: 'spec.parentRefs', why, mend };
}

export function unseen(missing: string): Remark {
  return {
    rule: 'balancer-unknown',
    field: 'spec.parentRefs',
    why: `The ${missing}, which decides what the balancer does, is not in the input.`,
    mend: `Add the ${missing} to the input.`,
  };
}
