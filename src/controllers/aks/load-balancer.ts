import { accessRefusals, admits } from './access';
import { probe, probeRefusals, unprobed } from './probe';
import { AZURE, azureReader, isPrivateLink, sendsProxyProtocol } from './settings';
import { networkMeant } from '../../net/cidr';
import { isExactlyTrue, isTrueInAnyCase } from '../../notation/azure';
import { parseInt32, trimSpace } from '../../notation/go';
import { Balancer, KubernetesObject } from '../balancer';
import { Controller } from '../controller';
import { annotation, annotationField, annotationSetting, refused, refusedIf } from '../fields';
import { ADMIT_BY_FIELD } from '../making';
import { made, refusedBy, Remark } from '../reading';
import { isLocal, LOCAL_POLICY, passedThrough, servicePorts, shortCut } from '../services';
import { misspelt } from '../spelling';

const ID = 'cloud-provider-azure';
const MAKES = {
  'aks-load-balancer': 'Standard Load Balancer of Azure',
  'aks-private-link-service': 'Private Link Service of Azure',
};
const IDLE_MINUTES = { least: 4, most: 100 };
const MOST_NAT_ADDRESSES = 8;

const KEYS = [
  'additional-public-ips',
  'allowed-ip-ranges',
  'allowed-service-tags',
  'deny-all-except-load-balancer-source-ranges',
  'disable-load-balancer-floating-ip',
  'disable-load-balancer-nsg-rule',
  'dns-label-name',
  'load-balancer-configurations',
  'load-balancer-disable-tcp-reset',
  'load-balancer-enable-high-availability-ports',
  'load-balancer-health-probe-interval',
  'load-balancer-health-probe-num-of-probe',
  'load-balancer-health-probe-protocol',
  'load-balancer-health-probe-request-path',
  'load-balancer-internal',
  'load-balancer-internal-subnet',
  'load-balancer-ipv4',
  'load-balancer-ipv6',
  'load-balancer-mode',
  'load-balancer-resource-group',
  'load-balancer-tcp-idle-timeout',
  'pip-ip-tags',
  'pip-name',
  'pip-name-ipv6',
  'pip-prefix-id',
  'pip-prefix-id-ipv6',
  'pip-tags',
  'pls-auto-approval',
  'pls-create',
  'pls-fqdns',
  'pls-ip-configuration-ip-address',
  'pls-ip-configuration-ip-address-count',
  'pls-ip-configuration-subnet',
  'pls-name',
  'pls-proxy-protocol',
  'pls-resource-group',
  'pls-visibility',
  'shared-securityrule',
].map((suffix) => `${AZURE}${suffix}`);

/**
 * The cloud provider Azure: a Standard Load Balancer, which passes packets on, and before it a Private Link Service
 * if asked.
 */
export const cloudProviderAzure: Controller = {
  id: ID,
  cloud: 'aks',
  makes: MAKES,
  signs: { prefixes: [AZURE] },
  read(service) {
    if (service.kind !== 'Service' || service.spec?.loadBalancerClass) return undefined;
    const remarks = [...misspelt(service, [AZURE], KEYS), ...publicByMistake(service), ...unprobed(service)];
    const refusals = refusalsOf(service);
    return refusals.length > 0 ? refusedBy(ID, refusals, remarks) : made(ID, loadBalancer(service), remarks);
  },
};

function loadBalancer(service: KubernetesObject): Balancer {
  const link = isPrivateLink(service);
  const id = link ? 'aks-private-link-service' : 'aks-load-balancer';
  const sends = sendsProxyProtocol(service);
  return {
    id,
    name: MAKES[id],
    frontends: passedThrough(service)
      .filter(({ port }) => !isTrueInAnyCase(annotation(service, `service.beta.kubernetes.io/port_${port}_no_lb_rule`)))
      .map((frontend) => ({
        ...frontend,
        ...(sends ? { proxyProtocol: 2 } : {}),
        differs: { healthCheck: probe(service, frontend.port) },
      })),
    targets: 'nodes',
    peer: { role: peerOf(service, link), ...(link && { ownSubnet: true }) },
    healthCheck: probe(service, servicePorts(service)[0]?.port),
    whenAllFail: 'sends-none',
    drops: unprobed(service).length > 0,
    settings: {
      keepSource: link ? undefined : LOCAL_POLICY,
      proxyProtocol: link ? annotationSetting(`${AZURE}pls-proxy-protocol`, 'true') : undefined,
      healthCheck: annotationSetting(`${AZURE}load-balancer-health-probe-protocol`, 'tcp'),
      admit: ADMIT_BY_FIELD,
    },
    internal: isInternal(service),
    admits: admits(service, isInternal(service)) ?? (link ? consumersOf(service) : undefined),
    shortCut: shortCut(service),
  };
}

function peerOf(service: KubernetesObject, link: boolean): Balancer['peer']['role'] {
  if (!isLocal(service)) return 'node';
  return link ? 'balancer' : 'client';
}

/** Whoever uses the link was approved by its owner, unless that is done for everybody. */
function consumersOf(service: KubernetesObject): readonly string[] | undefined {
  const approved = azureReader(service)('pls-auto-approval')?.split(/\s+/) ?? [];
  return approved.includes('*') ? undefined : [];
}

function isInternal(service: KubernetesObject): boolean {
  return isExactlyTrue(azureReader(service)('load-balancer-internal'));
}

/** A word for true that the controller does not take for it: what was meant to be internal has a public address. */
function publicByMistake(service: KubernetesObject): Remark[] {
  const text = azureReader(service)('load-balancer-internal');
  if (
    text === undefined ||
    isExactlyTrue(text) ||
    ['', 'false', '0', 'no', 'off'].includes(text.trim().toLowerCase())
  ) {
    return [];
  }
  return [
    {
      rule: 'public-by-spelling',
      field: annotationField(`${AZURE}load-balancer-internal`),
      why: `The controller takes "true" alone for true. By ${JSON.stringify(text)} the balancer is public.`,
      mend: 'Write "true", in small letters and without blanks.',
    },
  ];
}

function refusalsOf(service: KubernetesObject): Remark[] {
  return [
    ...linkRefusals(service),
    ...probeRefusals(service),
    ...accessRefusals(service),
    ...timeoutRefusals(service),
    ...addressRefusals(service),
    ...transportRefusals(service),
  ];
}

function addressRefusals(service: KubernetesObject): Remark[] {
  const text = azureReader(service)('additional-public-ips');
  const isRead = (address: string) => networkMeant(`${address}/32`) !== undefined;
  if (text === undefined || trimSpace(text).split(',').every(isRead)) return [];
  return [
    refused(
      `${AZURE}additional-public-ips`,
      `The controller cannot read ${JSON.stringify(text)}.`,
      'Write addresses with commas between them, without blanks.',
    ),
  ];
}

function transportRefusals(service: KubernetesObject): Remark[] {
  const internal = isTrueInAnyCase(azureReader(service)('load-balancer-internal'));
  if (internal || servicePorts(service).every(({ protocol }) => protocol !== 'SCTP')) return [];
  return [
    {
      rule: 'annotation-refused',
      field: 'spec.ports',
      why: 'The controller refuses SCTP on a public balancer.',
      mend: 'Give that port its own Service.',
    },
  ];
}

/** @see https://github.com/kubernetes-sigs/cloud-provider-azure/blob/master/pkg/provider/azure_privatelinkservice.go */
function linkRefusals(service: KubernetesObject): Remark[] {
  if (!isPrivateLink(service)) return [];
  const read = azureReader(service);
  const families: unknown = service.spec?.ipFamilies;
  const text = read('pls-ip-configuration-ip-address-count');
  const count = text === undefined ? 1 : parseInt32(trimSpace(text));
  const addresses =
    read('pls-ip-configuration-ip-address')
      ?.split(/\s+/)
      .filter((address) => address !== '') ?? [];
  return [
    ...refusedIf(
      !isInternal(service) && !isTrueInAnyCase(read('disable-load-balancer-floating-ip')),
      `${AZURE}pls-create`,
      'A Private Link Service needs an internal balancer, or one without floating IP.',
      `Write ${AZURE}load-balancer-internal: "true", too, in small letters.`,
    ),
    ...refusedIf(
      Array.isArray(families) && families[0] === 'IPv6' && families.length === 1,
      `${AZURE}pls-create`,
      'A Private Link Service has no IPv6.',
      'Give the Service IPv4.',
    ),
    ...refusedIf(
      count === undefined || count < 1 || count > MOST_NAT_ADDRESSES,
      `${AZURE}pls-ip-configuration-ip-address-count`,
      `The controller refuses ${JSON.stringify(text)}.`,
      `Write a number from 1 to ${MOST_NAT_ADDRESSES}.`,
    ),
    ...refusedIf(
      addresses.length > (count ?? addresses.length),
      `${AZURE}pls-ip-configuration-ip-address`,
      `${addresses.length} addresses are named, and ${count} asked for.`,
      `Write ${AZURE}pls-ip-configuration-ip-address-count: "${addresses.length}".`,
    ),
  ];
}

function timeoutRefusals(service: KubernetesObject): Remark[] {
  const text = azureReader(service)('load-balancer-tcp-idle-timeout');
  const minutes = text === undefined ? IDLE_MINUTES.least : parseInt32(trimSpace(text));
  return minutes !== undefined && minutes >= IDLE_MINUTES.least && minutes <= IDLE_MINUTES.most
    ? []
    : [
        refused(
          `${AZURE}load-balancer-tcp-idle-timeout`,
          `The controller refuses ${JSON.stringify(text)}.`,
          `Write minutes from ${IDLE_MINUTES.least} to ${IDLE_MINUTES.most}.`,
        ),
      ];
}
