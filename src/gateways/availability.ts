import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { KongProps } from './kong-props';

export const DEFAULT_REPLICAS = 2;

/** Keeps one pod after the other while nodes are drained, and follows the load if asked to. */
export function createAvailability(
  scope: Construct,
  deployment: kplus.Deployment,
  props: KongProps,
  labels: { [key: string]: string },
): void {
  const metadata = { labels, namespace: props.namespace };
  new kplus.k8s.KubePodDisruptionBudget(scope, 'DisruptionBudget', {
    metadata,
    spec: {
      maxUnavailable: kplus.k8s.IntOrString.fromNumber(1),
      selector: { matchLabels: deployment.matchLabels },
      // Pods that serve no one must not block the drain of a node, or a broken configuration blocks all of them.
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    },
  });
  if (props.autoscaling) {
    new kplus.HorizontalPodAutoscaler(scope, 'Autoscaler', {
      metadata,
      target: deployment,
      minReplicas: props.autoscaling.minReplicas ?? DEFAULT_REPLICAS,
      maxReplicas: props.autoscaling.maxReplicas,
      metrics: [
        kplus.Metric.resourceCpu(kplus.MetricTarget.averageUtilization(props.autoscaling.cpuUtilization ?? 80)),
      ],
    });
  }
}
