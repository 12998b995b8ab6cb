import { isIPv4 } from 'net';
import { Balancer, Frontend, KubernetesObject } from './balancer';
import { annotationField, annotationSetting, refused } from './fields';
import { ADMIT_BY_FIELD, ending, NO_CHECK, TCP } from './making';
import { BOOL, DURATION, goInt, oneOf } from './readers';
import { Remark } from './reading';
import { dropsTraffic, Open, Read, serviceController, takenAway } from './service-table';
import { isLocal, LOCAL_POLICY, ServicePort } from './services';
import { chosenSources, sourceRangesOfField } from './source-ranges';
import { list } from './values';
import { isTrue } from '../notation/go';

const STACKIT = 'lb.stackit.cloud/';
const YAWOL = 'yawol.stackit.cloud/';
const NAME = 'Load Balancer of STACKIT';
/** Keys of today, and those of before that say the same; the controller refuses pairs that differ. */
const FLAGS = [
  ['internal-lb', 'internalLB'],
  ['tcp-proxy-protocol', 'tcpProxyProtocol'],
] as const;
const TEXTS = [['external-address', 'existingFloatingIP']] as const;
const CLASS = `${YAWOL}className`;
const OWN_CLASS = 'stackit';
const FLAVOR = /^([\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}|osAyv1W3z2TU5D6h)$/;

/** It ends TCP, and dials the nodes without checking them. */
export const stackit = serviceController({
  id: 'stackit-cloud-controller-manager',
  cloud: 'stackit',
  makes: { stackit: NAME },
  prefix: STACKIT,
  signs: { prefixes: [YAWOL] },
  keys: [
    'external-address',
    'internal-lb',
    'ip-mode-proxy',
    'listener-network',
    'service-plan-id',
    'session-persistence-with-source-ip',
    'tcp-idle-timeout',
    'tcp-proxy-protocol',
    'tcp-proxy-protocol-ports-filter',
    'udp-idle-timeout',
    ...[
      'additionalNetworks',
      'availabilityZone',
      'className',
      'debug',
      'debugsshkey',
      'defaultNetworkID',
      'existingFloatingIP',
      'flavorId',
      'floatingNetworkID',
      'imageId',
      'internalLB',
      'loadBalancerSourceRanges',
      'logForward',
      'logForwardLokiURL',
      'replicas',
      'serverGroupPolicy',
      'skipCloudControllerDefaultNetworkID',
      'tcpIdleTimeout',
      'tcpProxyProtocol',
      'tcpProxyProtocolPortsFilter',
      'udpIdleTimeout',
    ].map((suffix) => `${YAWOL}${suffix}`),
  ],
  transports: ['TCP', 'UDP'],
  accepts: {
    'internal-lb': BOOL,
    'tcp-proxy-protocol': BOOL,
    'session-persistence-with-source-ip': BOOL,
    'tcp-idle-timeout': DURATION,
    'udp-idle-timeout': DURATION,
    'service-plan-id': oneOf('p10', 'p50', 'p250', 'p750'),
  },
  refusals,
  doubt,
  remarks: (service, read) =>
    isLocal(service) && doubt(service, read) === undefined
      ? [
          dropsTraffic(
            LOCAL_POLICY.field,
            'The balancer sends to every node, and checks none: nodes without a ' +
              'pod of the gateway get traffic, and drop it.',
            'Write Cluster; with PROXY protocol the client is told all the same.',
          ),
        ]
      : [],
  make,
});

function make(service: KubernetesObject, read: Read): Balancer {
  return ending(service, {
    id: 'stackit',
    name: NAME,
    mode: (port) => ({ ...TCP, proxyProtocol: version(read, port) }),
    healthCheck: NO_CHECK,
    drops: isLocal(service),
    settings: { proxyProtocol: annotationSetting(`${STACKIT}tcp-proxy-protocol`, 'true'), admit: ADMIT_BY_FIELD },
    internal: isInternal(read),
    admits: sourceRangesOfField(service) ?? chosenSources(list(read(`${YAWOL}loadBalancerSourceRanges`))),
  });
}

/** Yawol, or a controller of the user's own, takes Services by a class. */
function doubt(_: KubernetesObject, read: Read): Open | undefined {
  const name = read(CLASS);
  return name === undefined || name === OWN_CLASS
    ? undefined
    : takenAway(CLASS, `The class ${JSON.stringify(name)} is not the one of the cloud controller of STACKIT.`);
}

function isInternal(read: Read): boolean {
  return isTrue(read('internal-lb') ?? read(`${YAWOL}internalLB`));
}

/**
 * Its predecessor sends version 2. Which one it sends itself is not in the controller: Kong reads both.
 *
 * @see https://github.com/stackitcloud/yawol/blob/main/internal/helper/yawollet.go
 */
function version(read: Read, { port }: ServicePort): Frontend['proxyProtocol'] {
  if (!sends(read)) return undefined;
  const ports = filter(read);
  return ports === undefined || ports.includes(port) ? 2 : undefined;
}

function sends(read: Read): boolean {
  return isTrue(read('tcp-proxy-protocol') ?? read(`${YAWOL}tcpProxyProtocol`));
}

/** The ports that send it; all of them where the key is missing, none where it is empty. */
function filter(read: Read): readonly (number | undefined)[] | undefined {
  const text = read('tcp-proxy-protocol-ports-filter') ?? read(`${YAWOL}tcpProxyProtocolPortsFilter`);
  if (text === undefined) return undefined;
  return text.trim() === '' ? [] : text.split(',').map((item) => goInt(item.trim()));
}

function refusals(_: KubernetesObject, read: Read): Remark[] {
  const remarks = [...contradictions(read), ...addressRefusals(read), ...flavorRefusals(read)];
  if (sends(read) && filter(read)?.some((port) => port === undefined || port < 0 || port > 65535)) {
    remarks.push({
      rule: 'annotation-refused',
      field: annotationField(`${STACKIT}tcp-proxy-protocol-ports-filter`),
      why: 'The controller refuses a list with anything but port numbers.',
      mend: 'Write 80,443, or take it out.',
    });
  }
  return remarks;
}

function contradictions(read: Read): Remark[] {
  const pairs = [
    ...FLAGS.map((pair) => [pair, isTrue] as const),
    ...TEXTS.map((pair) => [pair, (text: string) => text] as const),
  ];
  return pairs
    .filter(([[key, old], meaning]) => {
      const [now, before] = [read(key), read(`${YAWOL}${old}`)];
      return now !== undefined && before !== undefined && meaning(now) !== meaning(before);
    })
    .map(([[key, old]]) =>
      refused(`${YAWOL}${old}`, `The controller refuses it beside another value of ${STACKIT}${key}.`, 'Take it out.'),
    );
}

function addressRefusals(read: Read): Remark[] {
  const [key, address] = oneOfBoth(read, 'external-address', `${YAWOL}existingFloatingIP`);
  if (address === undefined || isInternal(read) || isIPv4(address)) return [];
  return [
    refused(
      key,
      'The controller refuses what is not an address of IPv4.',
      'Write one that you reserved, or take it out.',
    ),
  ];
}

/** The plan wins. Which flavors there are is the controller's list, and all but one of them are UUIDs. */
function flavorRefusals(read: Read): Remark[] {
  const flavor = read(`${YAWOL}flavorId`);
  if (flavor === undefined || read('service-plan-id') !== undefined || FLAVOR.test(flavor)) return [];
  return [
    refused(
      `${YAWOL}flavorId`,
      'The controller refuses what is not the id of a flavor.',
      `Write ${STACKIT}service-plan-id with one of p10, p50, p250 and p750 instead.`,
    ),
  ];
}

function oneOfBoth(read: Read, key: string, old: string): [key: string, value: string | undefined] {
  const now = read(key);
  return now === undefined ? [old, read(old)] : [`${STACKIT}${key}`, now];
}
