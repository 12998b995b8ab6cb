import { wallOfNodes, wallRemarks } from './wall';
import { Balancer, KubernetesObject } from '../balancer';
import { annotationField } from '../fields';
import { ADMIT_BY_FIELD, NO_CHECK, passing } from '../making';
import { Remark } from '../reading';
import { dropsTraffic, Open, Read, serviceController } from '../service-table';
import { isLocal, LOCAL_POLICY } from '../services';

const SERVICE = 'service.cilium.io/';
const TYPE = `${SERVICE}type`;
const L2 = 'io.cilium/l2-announcer';
const MAKES = {
  'cilium-bgp': 'addresses that Cilium announces over BGP',
  'cilium-l2': 'addresses that Cilium announces on the local network',
};

/** Keys by which another proxy comes before the pods. */
const PROXIES: Readonly<Record<string, string>> = {
  [`${SERVICE}lb-l7`]: 'the proxy of Cilium ends connections before the pods',
  [`${SERVICE}proxy-delegation`]: 'traffic is delegated to a proxy of the node',
};

/** Keys of service.cilium.io count where Cilium replaces kube-proxy. L2 announcements do not look at where pods run. */
export const cilium = serviceController({
  id: 'cilium',
  cloud: 'cilium',
  makes: MAKES,
  prefix: 'lbipam.cilium.io/',
  signs: { prefixes: ['io.cilium/lb-ipam-'], classes: ['io.cilium/bgp-control-plane', L2], anywhere: true },
  // These say nothing of who announces an address: Services of any balancer may have them.
  prefixesOfOthers: [SERVICE, 'io.cilium/'],
  keys: [
    'ips',
    'sharing-cross-namespace',
    'sharing-key',
    ...[
      'affinity',
      'global',
      'global-sync-endpoint-slices',
      'forwarding-mode',
      'lb-algorithm',
      'lb-l7',
      'lb-l7-algorithm',
      'node',
      'node-selector',
      'proxy-delegation',
      'shared',
      'src-ranges-policy',
      'type',
    ].map((suffix) => `${SERVICE}${suffix}`),
    ...[
      'global-service',
      'lb-ipam-ips',
      'lb-ipam-sharing-cross-namespace',
      'lb-ipam-sharing-key',
      'shared-service',
      'service-affinity',
    ].map((suffix) => `io.cilium/${suffix}`),
  ],
  doubt,
  remarks,
  make,
});

function make(service: KubernetesObject, read: Read): Balancer {
  const id = isL2(service) ? 'cilium-l2' : 'cilium-bgp';
  return passing(service, id, MAKES[id], {
    healthCheck: NO_CHECK,
    drops: (isL2(service) && isLocal(service)) || !isExposed(read),
    settings: { keepSource: LOCAL_POLICY, admit: ADMIT_BY_FIELD },
    ...wallOfNodes(service),
  });
}

function isL2({ spec }: KubernetesObject): boolean {
  return spec?.loadBalancerClass === L2;
}

/** The key says which ways to the Service are made; without it all are. */
function isExposed(read: Read): boolean {
  const types = read(TYPE);
  return types === undefined || types.split(',').some((type) => type.trim().toLowerCase() === 'loadbalancer');
}

function doubt(_: KubernetesObject, read: Read): Open | undefined {
  const key = Object.keys(PROXIES).find((one) => !['', 'none', 'disabled'].includes(read(one)?.toLowerCase() ?? ''));
  return key === undefined
    ? undefined
    : {
        doubt: 'unknown-balancer',
        remark: {
          rule: 'balancer-unknown',
          field: annotationField(key),
          why: `With this key ${PROXIES[key]}; what Kong then sees is not known here.`,
          mend: 'Take it out, or look at the access log of Kong with one request.',
        },
      };
}

function remarks(service: KubernetesObject, read: Read): Remark[] {
  const found = wallRemarks(service);
  if (isL2(service) && isLocal(service)) {
    found.push({
      rule: 'cilium-l2-with-local',
      field: LOCAL_POLICY.field,
      why: 'The node that announces the address may have no pod of the gateway, and then drops the traffic.',
      mend: 'Announce over BGP (loadBalancerClass: io.cilium/bgp-control-plane), or use MetalLB.',
    });
  }
  if (!isExposed(read)) {
    found.push(
      dropsTraffic(
        annotationField(TYPE),
        'Cilium makes no way from outside to the Service.',
        'Write "LoadBalancer", or take it out.',
      ),
    );
  }
  return found;
}
