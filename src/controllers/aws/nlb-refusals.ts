import { checkNumberRefusals, checkProtocolRefusals } from './health-check-refusals';
import { lookUpPort } from './port-lookup';
import { AWS, PRESERVE, awsReader, refusedUnlessRead } from './service';
import { stringMap, stringSlice } from '../../notation/aws';
import { isTrue, parseBool } from '../../notation/go';
import { KubernetesObject } from '../balancer';
import { annotationsOf, refusedIf, refusedUnless } from '../fields';
import { Remark } from '../reading';
import { servicePorts } from '../services';
import { writtenRanges } from '../source-ranges';
import { Asked, portRefusals } from './nlb-port-refusals';

const LONGEST_NAME = 32;

const MAPS = [
  'additional-resource-tags',
  'attributes',
  'target-group-attributes',
  'target-node-labels',
  'minimum-load-balancer-capacity',
];

/** The values that an annotation may have, where it is read at all. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  scheme: ['internal', 'internet-facing'],
  'ip-address-type': ['ipv4', 'dualstack'],
  'inbound-sg-rules-on-private-link-traffic': ['on', 'off'],
};

const POLICIES = ['None', 'HTTP1Only', 'HTTP2Only', 'HTTP2Optional', 'HTTP2Preferred'];

/**
 * Why the controller makes nothing of a Service.
 *
 * @see https://github.com/kubernetes-sigs/aws-load-balancer-controller/tree/main/pkg/service
 */
export function networkRefusals(asked: Asked): Remark[] {
  return [
    ...wordRefusals(asked),
    ...mapRefusals(asked.service),
    ...checkRefusals(asked),
    ...portRefusals(asked),
    ...addressRefusals(asked),
    ...accessRefusals(asked),
  ];
}

function wordRefusals({ service, endsTls }: Asked): Remark[] {
  const read = awsReader(service);
  const flags = [
    'disable-nlb-sg',
    'access-log-enabled',
    'cross-zone-load-balancing-enabled',
    'multi-cluster-target-group',
    ...(read('scheme') === undefined ? ['internal'] : []),
    // Without security groups that are named, or none at all, it does not matter whether they are managed.
    ...(stringSlice(read('security-groups')).length > 0 || isTrue(read('disable-nlb-sg'))
      ? ['manage-backend-security-group-rules']
      : []),
  ];
  return [
    ...Object.entries(WORDS).flatMap(([suffix, words]) => refusedUnless(service, `${AWS}${suffix}`, words)),
    ...(servicePorts(service).some(endsTls) ? refusedUnless(service, `${AWS}alpn-policy`, POLICIES) : []),
    ...flags.flatMap((suffix) =>
      refusedUnlessRead(service, suffix, (text) => parseBool(text) !== undefined, 'Write "true" or "false".'),
    ),
    ...refusedUnlessRead(
      service,
      'name',
      (text) => text.length <= LONGEST_NAME,
      `Write a name of ${LONGEST_NAME} characters at most.`,
    ),
  ];
}

function mapRefusals(service: KubernetesObject): Remark[] {
  const suffixes = Object.keys(annotationsOf(service))
    .filter((key) => key.startsWith(AWS))
    .map((key) => key.slice(AWS.length))
    .filter((suffix) => MAPS.includes(suffix) || isMapOfPort(suffix, service));
  const attributes = suffixes.filter((suffix) => suffix.startsWith('target-group-attributes'));
  return [
    ...suffixes.flatMap((suffix) =>
      refusedUnlessRead(
        service,
        suffix,
        (text) => stringMap(text) !== undefined,
        'Write key=value,key=value, without a comma at the end.',
      ),
    ),
    ...attributes.flatMap((suffix) =>
      refusedUnlessRead(
        service,
        suffix,
        isBooleanOrAbsent,
        `Write ${PRESERVE}=true or ${PRESERVE}=false, without a comma at the end.`,
      ),
    ),
  ];
}

function isMapOfPort(suffix: string, service: KubernetesObject): boolean {
  return servicePorts(service).some(
    ({ port, protocol = 'TCP' }) =>
      suffix === `target-group-attributes.${port}` ||
      suffix === `listener-attributes.${protocol}-${port}` ||
      suffix === `listener-attributes.TLS-${port}`,
  );
}

function isBooleanOrAbsent(text: string): boolean {
  const value = stringMap(text)?.[PRESERVE];
  return value === undefined || parseBool(value) !== undefined;
}

function checkRefusals({ service, targets }: Asked): Remark[] {
  return [
    ...checkProtocolRefusals(service),
    ...refusedUnlessRead(
      service,
      'healthcheck-port',
      (text) => lookUpPort(service, text, targets) !== undefined,
      'Write "traffic-port", a number without blanks, or the name of a port whose targetPort is a number.',
    ),
    ...checkNumberRefusals(service),
  ];
}

/** Addresses that the balancer cannot have. */
function addressRefusals({ service, internal }: Asked): Remark[] {
  const read = awsReader(service);
  const has = (suffix: string) => read(suffix) !== undefined;
  const [subnets, elastic] = [stringSlice(read('subnets')), stringSlice(read('eip-allocations'))];
  const families: unknown = service.spec?.ipFamilies;
  const lacksIpv6 = !isDualStack(service);
  return [
    ...refusedIf(
      has('eip-allocations') && internal,
      `${AWS}eip-allocations`,
      'An internal balancer has no Elastic IPs.',
      `Take it out, or write ${AWS}scheme: internet-facing.`,
    ),
    ...refusedIf(
      has('eip-allocations') && has('subnets') && subnets.length !== elastic.length,
      `${AWS}eip-allocations`,
      `There are ${elastic.length} Elastic IPs for ${subnets.length} subnets.`,
      'Name one for each subnet.',
    ),
    ...refusedIf(
      has('private-ipv4-addresses') && !internal,
      `${AWS}private-ipv4-addresses`,
      'Only an internal balancer takes private addresses.',
      'Take it out.',
    ),
    ...refusedIf(
      lacksIpv6 && has('ipv6-addresses'),
      `${AWS}ipv6-addresses`,
      'The balancer has no IPv6.',
      `Write ${AWS}ip-address-type: dualstack.`,
    ),
    ...refusedIf(
      lacksIpv6 && Array.isArray(families) && families.includes('IPv6'),
      `${AWS}ip-address-type`,
      'The Service has IPv6, and the balancer has not.',
      'Write "dualstack".',
      'dualstack',
    ),
  ];
}

/** Networks that cannot be let in, or none at all. Security groups of one's own replace them all. */
function accessRefusals({ service }: Asked): Remark[] {
  const read = awsReader(service);
  if (isTrue(read('disable-nlb-sg')) || stringSlice(read('security-groups')).length > 0) return [];
  const ranges = writtenRanges(service);
  const ipv6 = ranges.find((range) => range.includes(':'));
  const lists = read('security-group-prefix-lists');
  return [
    ...(ipv6 !== undefined && !isDualStack(service)
      ? [
          {
            rule: 'annotation-refused',
            field: 'spec.loadBalancerSourceRanges',
            why: `The controller refuses the IPv6 network ${ipv6}, since the balancer has no IPv6.`,
            mend: `Take it out, or write ${AWS}ip-address-type: dualstack.`,
          },
        ]
      : []),
    ...refusedIf(
      lists !== undefined && stringSlice(lists).length === 0 && ranges.length === 0,
      `${AWS}security-group-prefix-lists`,
      'The security group that the controller makes has no rule: no client can connect.',
      'Name a prefix list, or take the annotation out.',
    ),
  ];
}

function isDualStack(service: KubernetesObject): boolean {
  return awsReader(service)('ip-address-type') === 'dualstack';
}
