import { parseInt32 } from '../../notation/go';
import { KubernetesObject } from '../balancer';
import { servicePorts } from '../services';

/**
 * The port that a health check dials: the one for traffic, a number, or a port of the Service by its name. Undefined
 * where the controller finds none; a blank makes a number a name.
 *
 * @see https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/main/pkg/ingress/model_build_target_group.go
 * buildTargetGroupHealthCheckPort
 */
export function lookUpPort(
  service: KubernetesObject | undefined,
  text: string | undefined,
  targets: 'pods' | 'nodes',
): number | 'traffic-port' | undefined {
  if (text === undefined || text === 'traffic-port') return 'traffic-port';
  const number = parseInt32(text);
  if (number !== undefined) return number;
  if (!service) return 'traffic-port';
  const named = servicePorts(service).find(({ name }) => name === text);
  if (!named) return undefined;
  if (targets === 'nodes') return named.nodePort ?? 'traffic-port';
  return typeof named.targetPort === 'string' ? undefined : (named.targetPort ?? named.port);
}
