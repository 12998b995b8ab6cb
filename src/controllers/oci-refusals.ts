import { KubernetesObject } from './balancer';
import { refused } from './fields';
import {
  Accepted,
  BOOL,
  goInt,
  integerBetween,
  INTEGER,
  NUMBERS,
  OBJECT,
  oneOf,
  oneOfInAnyCase,
  orEmpty,
} from './readers';
import { Remark } from './reading';
import { Read, refusedValues } from './service-table';
import { isLocal, servicePorts } from './services';
import { list } from './values';

export const OCI = 'oci.oraclecloud.com/';
export const TYPE = `${OCI}load-balancer-type`;
export const LB = 'service.beta.kubernetes.io/oci-load-balancer-';
export const NLB = 'oci-network-load-balancer.oraclecloud.com/';

/** `SL-All`, `SL-Frontend` and `NSG` in any case, but `None` exactly. */
const RULE_MODE: Accepted = {
  what: 'SL-All, SL-Frontend, NSG or None',
  reads: (text) =>
    text === 'None' || ['sl-all', 'sl-frontend', 'nsg'].includes(text.toLowerCase()) ? true : undefined,
};
const BANDWIDTH: Accepted = {
  what: 'a number of Mbps',
  reads: (text) => goInt(text.replace(/[^a-zA-Z0-9]/g, '').replace(/[Mm]bps$/, '')),
};

const FLEXIBLE: Readonly<Record<string, Accepted>> = {
  [`${LB}internal`]: BOOL,
  [`${LB}health-check-retries`]: INTEGER,
  [`${LB}health-check-interval`]: integerBetween(1000, 1800000),
  [`${LB}health-check-timeout`]: INTEGER,
  [`${LB}connection-idle-timeout`]: orEmpty(INTEGER),
  [`${LB}connection-proxy-protocol-version`]: orEmpty(INTEGER),
  [`${LB}backend-protocol`]: orEmpty(oneOfInAnyCase('tcp', 'http', 'grpc')),
  [`${LB}ssl-ports`]: orEmpty({ ...NUMBERS, reads: (text) => NUMBERS.reads(text.replace(/ /g, '')) }),
  [`${OCI}loadbalancer-policy`]: oneOf('ROUND_ROBIN', 'LEAST_CONNECTIONS', 'IP_HASH'),
  [`${OCI}oci-load-balancer-rule-sets`]: orEmpty(OBJECT),
  [`${OCI}initial-freeform-tags-override`]: orEmpty(OBJECT),
  [`${OCI}initial-defined-tags-override`]: orEmpty(OBJECT),
};

const NETWORK: Readonly<Record<string, Accepted>> = {
  [`${NLB}internal`]: BOOL,
  [`${NLB}external-ip-only`]: BOOL,
  [`${NLB}health-check-retries`]: INTEGER,
  [`${NLB}health-check-interval`]: integerBetween(10000, 1800000),
  [`${NLB}health-check-timeout`]: INTEGER,
  [`${NLB}backend-policy`]: oneOf('TWO_TUPLE', 'THREE_TUPLE', 'FIVE_TUPLE'),
  [`${NLB}security-list-management-mode`]: oneOf('All', 'Frontend', 'None'),
  [`${NLB}initial-freeform-tags-override`]: orEmpty(OBJECT),
  [`${NLB}initial-defined-tags-override`]: orEmpty(OBJECT),
  [`${NLB}freeform-tags`]: orEmpty(OBJECT),
  [`${NLB}defined-tags`]: orEmpty(OBJECT),
};

const BOTH: Readonly<Record<string, Accepted>> = {
  [`${OCI}security-rule-management-mode`]: RULE_MODE,
  [`${OCI}ingress-ip-mode`]: oneOfInAnyCase('proxy', 'vip'),
};

/** What Oracle's controller refuses of a Service. */
export function ociRefusals(service: KubernetesObject, read: Read, isNetwork: boolean): Remark[] {
  return [
    ...refusedFields(service, read, isNetwork),
    ...refusedValues({ prefix: OCI }, { ...BOTH, ...(isNetwork ? NETWORK : FLEXIBLE) }, read),
    ...refusedGroups(read, isNetwork),
    ...(isNetwork ? networkRefusals(service, read) : flexibleRefusals(service, read)),
  ];
}

function refusedFields({ spec }: KubernetesObject, read: Read, isNetwork: boolean): Remark[] {
  const field = (name: string, why: string, mend: string): Remark => ({
    rule: 'annotation-refused',
    field: `spec.${name}`,
    why,
    mend,
  });
  const remarks: Remark[] = [];
  if (spec?.sessionAffinity !== undefined && spec.sessionAffinity !== 'None') {
    remarks.push(field('sessionAffinity', 'The controller refuses any affinity but None.', 'Take it out.'));
  }
  if (spec?.loadBalancerIP && BOOL.reads(read(`${isNetwork ? NLB : LB}internal`) ?? '') === true) {
    remarks.push(
      field('loadBalancerIP', 'The controller refuses a reserved address of an internal balancer.', 'Take it out.'),
    );
  }
  return remarks;
}

/** Up to five groups of a balancer, and no empty one. */
function refusedGroups(read: Read, isNetwork: boolean): Remark[] {
  const key = isNetwork ? `${NLB}oci-network-security-groups` : `${OCI}oci-network-security-groups`;
  return [[key, 5], [`${OCI}oci-backend-network-security-group`, Infinity] as const].flatMap(([name, most]) => {
    const groups = new Set(read(String(name))?.replace(/ /g, '').split(',') ?? []);
    if (!read(String(name)) || (!groups.has('') && groups.size <= Number(most))) return [];
    return [
      refused(String(name), 'The controller refuses the list.', 'Write up to five ids, and no comma at the end.'),
    ];
  });
}

function flexibleRefusals(service: KubernetesObject, read: Read): Remark[] {
  const remarks: Remark[] = [];
  if (hasUdp(service)) {
    remarks.push({
      rule: 'annotation-refused',
      field: 'spec.ports',
      why: 'The controller refuses UDP on this balancer.',
      mend: `Write ${TYPE}: "nlb", or take the port out.`,
    });
  }
  if (read(`${LB}shape`)?.toLowerCase() === 'flexible') {
    for (const key of [`${LB}shape-flex-min`, `${LB}shape-flex-max`]) {
      if (BANDWIDTH.reads(read(key) ?? '') === undefined) {
        remarks.push(refused(key, 'The controller refuses the flexible shape without it.', `Write ${BANDWIDTH.what}.`));
      }
    }
  }
  if (read(`${LB}backend-protocol`)?.toUpperCase() === 'GRPC' && !endsEveryPort(service, read)) {
    remarks.push(
      refused(
        `${LB}backend-protocol`,
        'The controller refuses GRPC on a port without TLS.',
        `Name the ports in ${LB}ssl-ports, and a Secret in ${LB}tls-secret.`,
      ),
    );
  }
  for (const key of [`${NLB}assigned-private-ipv4`, `${NLB}assigned-ipv6`]) {
    if (read(key) !== undefined) {
      remarks.push(
        refused(key, 'The controller refuses it on this balancer.', `Write ${TYPE}: "nlb", or take it out.`),
      );
    }
  }
  return remarks;
}

function endsEveryPort(service: KubernetesObject, read: Read): boolean {
  const secure = list(read(`${LB}ssl-ports`)).map(goInt);
  return Boolean(read(`${LB}tls-secret`)) && servicePorts(service).every(({ port }) => secure.includes(port));
}

function networkRefusals(service: KubernetesObject, read: Read): Remark[] {
  const remarks: Remark[] = [];
  if (read(`${OCI}oci-load-balancer-rule-sets`) !== undefined) {
    remarks.push(
      refused(
        `${OCI}oci-load-balancer-rule-sets`,
        'The controller refuses rule sets on this balancer.',
        'Take it out.',
      ),
    );
  }
  const mode = read(`${NLB}security-list-management-mode`) ?? 'None';
  if (hasUdp(service) && mode !== 'None') {
    remarks.push(
      refused(`${NLB}security-list-management-mode`, 'The controller refuses it beside UDP.', 'Write None.'),
    );
  }
  const preserve = `${NLB}is-preserve-source`;
  // The controller looks at this key where the type is written in small letters only.
  if (read(TYPE) !== 'nlb' || read(preserve) === undefined) return remarks;
  if (!isLocal(service)) {
    return [
      ...remarks,
      refused(
        preserve,
        'The controller refuses the key with externalTrafficPolicy: Cluster, whatever its value.',
        'Set externalTrafficPolicy: Local, or take the annotation out.',
      ),
    ];
  }
  return [...remarks, ...refusedValues({ prefix: OCI }, { [preserve]: BOOL }, read)];
}

function hasUdp(service: KubernetesObject): boolean {
  return servicePorts(service).some(({ protocol }) => protocol === 'UDP');
}
