import { Construct } from 'constructs';
import { KongConfiguration } from './kong-configuration';
import { KongProps } from './kong-props';
import { DEFAULT_REPLICAS } from './pod';
import { errorAt } from '../input/errors';

/** @throws when a prop that every gateway has is missing or wrong */
export function checkProps(scope: Construct, { configuration, replicas, autoscaling }: KongProps): void {
  if (!(configuration instanceof KongConfiguration)) {
    throw errorAt(scope, 'configuration is missing: a gateway without routes never becomes ready; write KongConfiguration.inline({ … }) or .fromFile(path)');
  }
  if (replicas !== undefined && autoscaling) {
    throw errorAt(scope, `replicas (${replicas}) and autoscaling both choose the number of pods; leave one out`);
  }
  const { minReplicas = DEFAULT_REPLICAS, maxReplicas, cpuUtilization } = autoscaling ?? {};
  const counts = {
    'replicas': replicas,
    'autoscaling.minReplicas': minReplicas,
    'autoscaling.maxReplicas': maxReplicas,
    'autoscaling.cpuUtilization': cpuUtilization,
  };
  for (const [prop, count] of Object.entries(counts)) {
    if (count !== undefined && !(Number.isInteger(count) && count >= 1)) {
      throw errorAt(scope, `${prop} must be a whole number of at least 1, got ${count}`);
    }
  }
  if (maxReplicas !== undefined && minReplicas > maxReplicas) {
    throw errorAt(scope, `autoscaling.minReplicas (${minReplicas}) is more than autoscaling.maxReplicas (${maxReplicas}); write the smaller number as the minimum`);
  }
}
