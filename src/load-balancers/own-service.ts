import { ApiObject, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { STATEMENT } from '../binding/statements';
import { errorAt } from '../input/errors';

/**
 * The name of the Service that an object of the balancer refers to: the one that is given, else that of the gateway,
 * which is made after the binding, next to it.
 *
 * @param loadBalancerKind what the gateway's Service states
 * @param object the kind that refers to it, for messages
 */
export function serviceNameFor(
  scope: Construct,
  loadBalancerKind: string,
  object: string,
  serviceName: string | undefined,
): string {
  return serviceName ?? Lazy.any({ produce: () => ownServiceName(scope, loadBalancerKind, object) });
}

function ownServiceName(scope: Construct, loadBalancerKind: string, object: string): string {
  const sibling = scope.node.scope?.node.tryFindChild('Service');
  const service = sibling && ApiObject.of(sibling).toJson();
  if (service?.metadata.annotations?.[STATEMENT] !== loadBalancerKind) {
    throw errorAt(
      scope,
      `serviceName is missing: the ${object} names the Service, and no gateway here makes one; ` +
        'give the name of the Service in front of Kong',
    );
  }
  return service.metadata.name;
}
