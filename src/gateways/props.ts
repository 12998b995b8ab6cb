import { ImagePullPolicy } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { DEFAULT_REPLICAS } from './availability';
import { KongConfiguration } from './kong-configuration';
import { KongProps } from './kong-props';
import { checkResources, requestsCpu } from './resources';
import { errorAt, quote } from '../input/errors';
import { image, labels, object, objectName, whyNoKey } from '../input/kubernetes';
import { count, flag, map, oneOf } from '../input/values';

/** @throws when a prop that every gateway has is missing or wrong */
export function checkProps(scope: Construct, props: KongProps): void {
  if (!(props.configuration instanceof KongConfiguration)) {
    throw errorAt(
      scope,
      'configuration is missing: a gateway without routes never becomes ready; ' +
        'write KongConfiguration.inline({ … }) or .fromFile(path)',
    );
  }
  image(scope, 'image', props.image);
  oneOf(scope, 'imagePullPolicy', props.imagePullPolicy, ImagePullPolicy);
  labels(scope, 'labels', props.labels);
  map(scope, 'env', props.env);
  count(scope, 'minReadySeconds', props.minReadySeconds, 0);
  objectName(scope, 'priorityClassName', props.priorityClassName);
  flag(scope, 'leaveUserToCluster', props.leaveUserToCluster);
  checkResources(scope, props.resources);
  checkNumberOfPods(scope, props);
  checkObjects(scope, props);
}

function checkNumberOfPods(scope: Construct, { replicas, autoscaling, resources }: KongProps): void {
  count(scope, 'replicas', replicas);
  if (autoscaling === undefined) {
    return;
  }
  if (replicas !== undefined) {
    throw errorAt(scope, `replicas (${replicas}) and autoscaling both choose the number of pods; leave one out`);
  }
  if (typeof autoscaling !== 'object' || autoscaling === null || autoscaling.maxReplicas === undefined) {
    throw errorAt(
      scope,
      `autoscaling must name the largest number of pods, got ${quote(autoscaling)}; ` +
        'write { maxReplicas: 5 }, or leave it out',
    );
  }
  const { minReplicas = DEFAULT_REPLICAS, maxReplicas, cpuUtilization } = autoscaling;
  count(scope, 'autoscaling.minReplicas', minReplicas);
  count(scope, 'autoscaling.maxReplicas', maxReplicas);
  count(scope, 'autoscaling.cpuUtilization', cpuUtilization, 1, 1000);
  if (minReplicas > maxReplicas) {
    throw errorAt(
      scope,
      `autoscaling.minReplicas (${minReplicas}) is more than autoscaling.maxReplicas (${maxReplicas}); ` +
        'write the smaller number as the minimum',
    );
  }
  if (!requestsCpu(resources)) {
    throw errorAt(
      scope,
      'autoscaling follows the use of the requested CPU, and resources requests none, so it would never scale; ' +
        'add cpu: { request: kplus.Cpu.millis(250) }',
    );
  }
}

function checkObjects(scope: Construct, { serviceAccount, tlsSecret, imagePullSecrets, license }: KongProps): void {
  if (serviceAccount !== undefined) {
    object(scope, 'serviceAccount', 'ServiceAccount', serviceAccount);
  }
  if (tlsSecret !== undefined) {
    object(scope, 'tlsSecret', 'Secret', tlsSecret);
  }
  if (imagePullSecrets !== undefined && !(Array.isArray(imagePullSecrets) && imagePullSecrets.length > 0)) {
    throw errorAt(
      scope,
      `imagePullSecrets must be a list of Secrets, got ${quote(imagePullSecrets)}; write at least one, or leave it out`,
    );
  }
  imagePullSecrets?.forEach((secret, index) => {
    object(scope, `imagePullSecrets[${index}]`, 'Secret', secret);
    if (imagePullSecrets.findIndex(({ name }) => name === secret.name) !== index) {
      throw errorAt(
        scope,
        `imagePullSecrets[${index}] is ${quote(secret.name)} again, which the API server refuses; ` +
          'write each Secret once',
      );
    }
  });
  if (license !== undefined) {
    object(scope, 'license.secret', 'Secret', license?.secret);
    const problem = whyNoKey(license.key);
    if (problem) {
      throw errorAt(scope, `license.key: ${problem}`);
    }
  }
}
