import { KubernetesObject } from './balancer';
import { annotationSetting } from './fields';
import { ending, NODE_CHECK, passing, TCP, TCP_CHECK } from './making';
import { Remark } from './reading';
import { Read, serviceController } from './service-table';
import { isLocal, servicePorts } from './services';

const IBM = 'service.kubernetes.io/ibm-load-balancer-cloud-provider-';
const NAME = 'Application Load Balancer of IBM VPC';

/** No line of it reads spec.loadBalancerSourceRanges. */
export const ibm = serviceController({
  id: 'cloud-provider-ibm',
  cloud: 'ibm',
  makes: { 'ibm-vpc': NAME },
  prefix: IBM,
  signs: { traces: /\.lb\.appdomain\.cloud$/ },
  keys: [
    'enable-features',
    'ip-type',
    'ipvs-scheduler',
    'vlan',
    'vpc-allowed-ips',
    'vpc-dns-name',
    'vpc-health-check-delay',
    'vpc-health-check-path',
    'vpc-health-check-port',
    'vpc-health-check-protocol',
    'vpc-health-check-retries',
    'vpc-health-check-timeout',
    'vpc-health-check-udp',
    'vpc-idle-connection-timeout',
    'vpc-lb-name',
    'vpc-node-selector',
    'vpc-port-range',
    'vpc-reserved-ips',
    'vpc-security-group',
    'vpc-subnets',
    'zone',
  ],
  refusals: (service, read): Remark[] =>
    passes(read) || servicePorts(service).every(({ protocol }) => (protocol ?? 'TCP') === 'TCP')
      ? []
      : [
          {
            rule: 'annotation-refused',
            field: 'spec.ports',
            why: 'The controller refuses a Service with a port that is not TCP.',
            mend: 'Give that port its own Service.',
          },
        ],
  make: (service, read) => {
    const internal = isInternal(read);
    if (passes(read)) return passing(service, 'ibm-vpc', 'Network Load Balancer of IBM', { internal });
    return ending(service, {
      id: 'ibm-vpc',
      name: NAME,
      mode: () => ({ ...TCP, proxyProtocol: features(read).includes('proxy-protocol') ? 1 : undefined }),
      healthCheck: checkOf(service),
      settings: { proxyProtocol: annotationSetting(`${IBM}enable-features`, 'proxy-protocol') },
      internal,
      admits: read('vpc-allowed-ips') || read('vpc-security-group') ? [] : undefined,
    });
  },
});

/** A list in any case; blanks anywhere in it are taken out. */
function features(read: Read): string[] {
  return (read('enable-features') ?? '').replace(/ /g, '').toLowerCase().split(',');
}

/** The balancer of classic infrastructure, and the one that VPC calls network load balancer, pass packets on. */
function passes(read: Read): boolean {
  return features(read).some((feature) => feature === 'ipvs' || feature === 'nlb');
}

/** Anything but `public` is private. */
function isInternal(read: Read): boolean {
  return !['', 'public'].includes(read('ip-type') ?? '');
}

function checkOf(service: KubernetesObject) {
  return isLocal(service) ? NODE_CHECK : TCP_CHECK;
}
