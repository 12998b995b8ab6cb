import { Place, errorAt, quote } from '../../input/errors';
import { attributes } from '../annotations';
import { Prop, annotationsProp, attributesProp, enumProp, flagProp, listProp } from '../props';
import {
  AwsControllerLoadBalancerProps,
  AwsIpAddressType,
  AwsLoadBalancerProps,
  AwsServiceLoadBalancerProps,
} from './props';

const LONGEST_NAME = 32;

/** The prefix of the Service annotations of AWS. */
export const AWS = 'service.beta.kubernetes.io/aws-load-balancer';

/**
 * Keys of a Service by which the AWS Load Balancer Controller makes a Network Load Balancer of it, also where its
 * type is another.
 */
export const SECOND_BALANCER = [`${AWS}-type`, `${AWS}-nlb-target-type`];

/** Followed by a port, such as `.TCP-443`: sends a part of the connections to another Service or target group. */
export const ACTIONS = 'service.beta.kubernetes.io/actions';

/**
 * Reserved, since the check on the traffic port carries the PROXY header; with local traffic the controller asks
 * kube-proxy which nodes have a pod.
 */
export const TRAFFIC_PORT_CHECK = ['protocol', 'port', 'path', 'success-codes'].map((field) => `healthcheck-${field}`);

/**
 * How long an NLB goes on sending new connections to a target that is being deregistered, in seconds. What is open
 * then stays open until Kong ends.
 */
export const NLB_DRAIN_SECONDS = 120;

/** The props of both balancers of the controller that have one key after the prefix, or write none by themselves. */
export const CONTROLLER_PROPS = {
  annotations: annotationsProp,
  eksAutoMode: flagProp(),
  internalOnly: flagProp(),
  subnets: listProp('subnets'),
  ipAddressType: enumProp(AwsIpAddressType, 'ip-address-type'),
  securityGroups: listProp('security-groups'),
  prefixLists: listProp('security-group-prefix-lists'),
  targetGroupAttributes: attributesProp(),
};

/** A name that AWS takes. */
export const nameProp = (key?: string): Prop<string> => ({
  kind: 'text',
  key,
  write: (place, prop, name) => {
    const fits =
      typeof name === 'string' &&
      name.length <= LONGEST_NAME &&
      /^(?!internal-)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$/.test(name);
    if (name !== undefined && !fits) {
      throw errorAt(
        place,
        `${prop} ${quote(name)}: a balancer's name has at most ${LONGEST_NAME} letters, digits and inner hyphens, ` +
          'and does not begin with "internal-"',
      );
    }
    return name;
  },
});

/** What the controllers read of who can reach the balancer. */
export function schemeOf({ internalOnly }: AwsLoadBalancerProps): string {
  return internalOnly ? 'internal' : 'internet-facing';
}

/** @throws when the controller would ignore networks that alone may connect */
export function checkWalls(owner: string, props: AwsControllerLoadBalancerProps & AwsServiceLoadBalancerProps): void {
  if (props.securityGroups && props.prefixLists) {
    throw errorAt(
      owner,
      'securityGroups and prefixLists: the controller ignores the second when it is given the first; give one of them',
    );
  }
  if (props.sourceRanges && props.securityGroups) {
    throw errorAt(
      owner,
      'sourceRanges and securityGroups: the controller ignores the first when it is given the second, ' +
        'so any source might connect; give one of them',
    );
  }
}

/**
 * Attributes of a target group: the user's and the binding's, which decide about the client's address.
 *
 * @throws when the user gives one of the binding's another value
 */
export function targetGroupAttributes(
  place: Place,
  users: { [key: string]: string } | undefined,
  bindings: { [key: string]: string },
): string | undefined {
  const written = attributes(place, 'targetGroupAttributes', { ...users, ...bindings });
  const wrong = Object.keys(bindings).find((key) => (users?.[key] ?? bindings[key]) !== bindings[key]);
  if (wrong !== undefined) {
    throw errorAt(
      place,
      `targetGroupAttributes: ${wrong} (${quote(users![wrong])}) decides whether Kong learns the client's address, ` +
        `and must be ${quote(bindings[wrong])} here; leave it out`,
    );
  }
  return written;
}

/** @throws when one of the user's annotations has a reason not to be there, by what follows the prefix of its key */
export function refuseAnnotations(
  place: Place,
  prefix: string,
  annotations: { [key: string]: string } | undefined,
  reasons: { [suffix: string]: string },
): void {
  for (const [key, value] of Object.entries(annotations ?? {})) {
    const found = Object.keys(reasons).find(
      (suffix) => key === `${prefix}${suffix}` || key.startsWith(`${prefix}${suffix}.`),
    );
    if (found !== undefined) {
      throw errorAt(place, `annotation ${key} (${quote(value)}) ${reasons[found]}`);
    }
  }
}
