import { LOAD_BALANCERS } from '../../src/values/balancers';
import { Way } from '../../src/values/row';
import { Wanted } from '../../src/values/way';

/** What a balancer cannot do without, by its id, or by its id and a way. */
const SETTINGS: Readonly<Record<string, readonly string[]>> = {
  'aws-classic header-forwarded': [
    'certificateId=arn:aws:acm:eu-west-1:111122223333:certificate/00000000-0000-0000-0000-000000000000',
  ],
  'aws-alb': ['certificateIds=arn:aws:acm:eu-west-1:111122223333:certificate/00000000-0000-0000-0000-000000000000'],
  'aws-gateway-nlb': ['gatewayClassName=aws-nlb', 'serviceName=kong-kong-proxy'],
  'aws-gateway-alb': ['gatewayClassName=aws-alb', 'serviceName=kong-kong-proxy'],
  'eks-auto-nlb': ['targetType=ip'],
  'aws-target-group local-traffic': [
    targetGroup('kong-http'),
    'targetType=ip',
    'preserveClientIp=true',
    'serviceName=kong-kong-proxy',
  ],
  'aws-target-group proxy-protocol': [
    targetGroup('kong-http'),
    'targetType=ip',
    'preserveClientIp=false',
    'proxyProtocolV2=true',
    'serviceName=kong-kong-proxy',
  ],
  'aws-target-group header-forwarded': [
    targetGroup('kong'),
    'appendsXForwardedFor=true',
    'serviceName=kong-kong-proxy',
  ],
  'gke-application': ['ipAddress=203.0.113.10', 'staticIpName=kong'],
  'gke-regional-application': ['ipAddress=203.0.113.10', 'staticIpName=kong'],
  'gke-internal-application': ['ipAddress=10.0.5.7', 'staticIpName=kong'],
  'gke-private-service-connect': ['natSubnets=kong-psc', 'consumerAllowList=consumer', 'serviceName=kong-kong-proxy'],
  'aks-private-link-service': ['ipConfigurationSubnet=private-link'],
  'aks-application-gateway-for-containers': [
    'albId=/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/kong/providers/Microsoft.ServiceNetworking/trafficControllers/kong',
    'albFrontend=kong',
    'serviceName=kong-kong-proxy',
  ],
  'alibaba-nlb': ['zoneMaps=cn-hangzhou-k:vsw-1,cn-hangzhou-j:vsw-2'],
  vultr: ['usePrivateNetwork=true'],
  'huawei-elb': ['loadBalancerId=3b9c5f0a-1d2e-4f60-8a7b-9c0d1e2f3a4b'],
  hetzner: ['location=fsn1', 'usePrivateNetwork=true'],
  'self-managed': ['addresses=10.0.0.5/32', 'httpNodePort=30080', 'httpsNodePort=30443'],
  'front-proxy': ['product=traefik', 'podNetworks=10.244.0.0/16'],
  'node-dns': ['httpNodePort=30080', 'httpsNodePort=30443'],
};

/** Networks of an example, by the balancer's id. */
const TRUST: Readonly<Record<string, readonly string[]>> = {
  'gke-application': ['35.191.0.0/16', '130.211.0.0/22', '203.0.113.10/32'],
  'gke-regional-application': ['10.129.0.0/23', '203.0.113.10/32'],
  'gke-internal-application': ['10.129.0.0/23', '10.0.5.7/32'],
  'gke-private-service-connect': ['10.100.0.0/24'],
  'aks-private-link-service': ['10.0.9.0/28'],
  linode: ['192.168.255.0/24'],
  'alibaba-clb': ['100.64.0.0/10'],
  'self-managed': ['10.0.0.5/32'],
  'front-proxy': ['10.244.0.0/16'],
};

function targetGroup(name: string): string {
  return `targetGroupArn=arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/${name}/0123456789abcdef`;
}

/** Every balancer in every way that it can go. */
export const EXAMPLES: readonly Wanted[] = LOAD_BALANCERS.flatMap(({ id, ways }) =>
  ways.map((way) => example(id, way)),
);

function example(balancer: string, way: Way): Wanted {
  const settings = SETTINGS[`${balancer} ${way}`] ?? SETTINGS[balancer] ?? [];
  return { balancer, way, settings, trust: way === 'local-traffic' ? [] : (TRUST[balancer] ?? ['10.0.0.0/16']) };
}
