import { checkNumberRefusals, checkProtocolRefusals } from './health-check-refusals';
import { AWS, awsReader, refusedUnlessRead } from './service';
import { parseBool, parseInt32 } from '../../notation/go';
import { KubernetesObject } from '../balancer';
import { refused, refusedIf } from '../fields';
import { Remark } from '../reading';
import { servicePorts } from '../services';

const CLASSIC_NUMBERS = ['access-log-emit-interval', 'connection-draining-timeout', 'connection-idle-timeout'];
const CLASSIC_FLAGS = ['access-log-enabled', 'connection-draining-enabled', 'cross-zone-load-balancing-enabled'];
const ATTRIBUTES = ['preserve_client_ip.enabled', 'proxy_protocol_v2.enabled'];
const BACKENDS = ['http', 'https', 'ssl', 'tcp'];

/**
 * Why the cloud provider makes no Network Load Balancer.
 *
 * @see https://github.com/kubernetes/cloud-provider-aws/blob/master/pkg/providers/v1/aws.go EnsureLoadBalancer
 */
export function networkRefusals(service: KubernetesObject): Remark[] {
  return [
    ...commonRefusals(service),
    ...checkProtocolRefusals(service),
    ...checkPortRefusals(service),
    ...refusedIf(
      awsReader(service)('extra-security-groups') !== undefined,
      `${AWS}extra-security-groups`,
      'A Network Load Balancer of this controller has no further security groups.',
      'Take it out.',
    ),
    ...attributeRefusals(service),
  ];
}

/** Why the cloud provider makes no Classic Load Balancer. An empty annotation is as good as none. */
export function classicRefusals(service: KubernetesObject): Remark[] {
  const read = awsReader(service);
  const isEmptyOr = (isRead: (text: string) => boolean) => (text: string) => text === '' || isRead(text);
  return [
    ...commonRefusals(service),
    ...refusedUnlessRead(
      service,
      'proxy-protocol',
      isEmptyOr((text) => text === '*'),
      'Write "*".',
    ),
    ...(read('ssl-cert')
      ? refusedUnlessRead(
          service,
          'backend-protocol',
          isEmptyOr((text) => BACKENDS.includes(text)),
          `Write ${BACKENDS.join(', ')}, in small letters.`,
        )
      : []),
    ...checkPortRefusals(service),
    ...CLASSIC_NUMBERS.flatMap((suffix) =>
      refusedUnlessRead(
        service,
        suffix,
        isEmptyOr((text) => parseInt32(text) !== undefined),
        'Write a whole number.',
      ),
    ),
    ...CLASSIC_FLAGS.flatMap((suffix) =>
      refusedUnlessRead(
        service,
        suffix,
        isEmptyOr((text) => parseBool(text) !== undefined),
        'Write "true" or "false".',
      ),
    ),
    ...refusedIf(
      read('target-group-attributes') !== undefined,
      `${AWS}target-group-attributes`,
      'A Classic Load Balancer has no target groups, and the controller refuses the annotation.',
      'Take it out.',
    ),
  ];
}

function commonRefusals(service: KubernetesObject): Remark[] {
  const { sessionAffinity, loadBalancerIP, allocateLoadBalancerNodePorts } = service.spec ?? {};
  const protocols = new Set(servicePorts(service).map(({ protocol = 'TCP' }) => protocol));
  const hasNoNodePort =
    allocateLoadBalancerNodePorts === false && servicePorts(service).every(({ nodePort }) => nodePort === undefined);
  return [
    ...checkNumberRefusals(service),
    ...(sessionAffinity === 'ClientIP'
      ? [ofField('sessionAffinity', 'The controller refuses Services with session affinity.', 'Take it out.')]
      : []),
    ...(loadBalancerIP ? [ofField('loadBalancerIP', 'The controller refuses an address.', 'Take it out.')] : []),
    ...(protocols.size > 1
      ? [ofField('ports', 'The controller refuses TCP and UDP on one balancer.', 'Give each protocol its own Service.')]
      : []),
    ...(hasNoNodePort
      ? [
          ofField(
            'allocateLoadBalancerNodePorts',
            'The balancer sends to node ports, and the Service asks for none.',
            'Take allocateLoadBalancerNodePorts out.',
          ),
        ]
      : []),
  ];
}

function attributeRefusals(service: KubernetesObject): Remark[] {
  const wrong = Object.entries(attributesOf(service)).find(
    ([key, value]) => !ATTRIBUTES.includes(key) || !['true', 'false'].includes(value),
  );
  if (wrong === undefined) return [];
  return [
    refused(
      `${AWS}target-group-attributes`,
      `The controller refuses ${wrong[0]}=${wrong[1]}.`,
      `Write ${ATTRIBUTES.join(' and ')} only, as true or false.`,
    ),
  ];
}

function checkPortRefusals(service: KubernetesObject): Remark[] {
  return refusedUnlessRead(
    service,
    'healthcheck-port',
    (text) => text === 'traffic-port' || parseInt32(text) !== undefined,
    'Write "traffic-port" or a number: names are not read.',
  );
}

/** The controller's own notation of maps: no escapes, and the text after a second `=` is cut off. */
export function attributesOf(service: KubernetesObject): Readonly<Record<string, string>> {
  const text = awsReader(service)('target-group-attributes') ?? '';
  const pairs = text
    .split(',')
    .map((pair) => pair.trim().split('='))
    .filter(([key]) => key !== '');
  return Object.fromEntries(pairs.map(([key, value = '']) => [key, value]));
}

function ofField(field: string, why: string, mend: string): Remark {
  return { rule: 'annotation-refused', field: `spec.${field}`, why, mend };
}
