import { annotationSetting, isLocal, list } from './manifest';
import { ending, passing, serviceController, TCP } from './service-table';

const IBM = 'service.kubernetes.io/ibm-load-balancer-cloud-provider-';
const NAME = 'Application Load Balancer of IBM VPC';

export const ibm = serviceController({
  id: 'cloud-provider-ibm',
  cloud: 'ibm',
  makes: { 'ibm-vpc': NAME },
  prefix: IBM,
  signs: { traces: /\.lb\.appdomain\.cloud$/ },
  keys: [
    'enable-features', 'ip-type', 'ipvs-scheduler', 'vlan', 'vpc-allowed-ips', 'vpc-dns-name', 'vpc-health-check-delay', 'vpc-health-check-path',
    'vpc-health-check-port', 'vpc-health-check-protocol', 'vpc-health-check-retries', 'vpc-health-check-timeout', 'vpc-health-check-udp',
    'vpc-idle-connection-timeout', 'vpc-lb-name', 'vpc-node-selector', 'vpc-port-range', 'vpc-reserved-ips', 'vpc-security-group',
    'vpc-subnets', 'zone',
  ],
  make: (service, read) => {
    const features = list(read('enable-features'));
    const internal = read('ip-type') === 'private';
    // The balancer of classic infrastructure, and the one that VPC calls network load balancer, pass packets on.
    if (features.includes('ipvs') || features.includes('nlb')) return passing(service, 'ibm-vpc', 'Network Load Balancer of IBM', { internal });
    return ending(service, {
      id: 'ibm-vpc',
      name: NAME,
      mode: () => ({ ...TCP, proxyProtocol: features.includes('proxy-protocol') ? 1 : undefined }),
      healthCheck: isLocal(service) ? { kind: 'node', sendsProxyProtocol: false } : { kind: 'tcp', port: 'traffic-port', sendsProxyProtocol: false },
      settings: { proxyProtocol: annotationSetting(`${IBM}enable-features`, 'proxy-protocol') },
      internal,
    });
  },
});
