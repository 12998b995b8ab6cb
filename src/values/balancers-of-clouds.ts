import { row } from './row';
import { AksApplicationGateway } from '../load-balancers/aks/application-gateway';
import { AksApplicationGatewayForContainers } from '../load-balancers/aks/application-gateway-for-containers';
import { AksLoadBalancer } from '../load-balancers/aks/load-balancer';
import { AksPrivateLinkService } from '../load-balancers/aks/private-link-service';
import { AwsApplicationLoadBalancer } from '../load-balancers/aws/application-load-balancer';
import { AwsApplicationTargetGroupBinding } from '../load-balancers/aws/application-target-group-binding';
import { AwsClassicLoadBalancer } from '../load-balancers/aws/classic-load-balancer';
import { AwsGatewayApplicationLoadBalancer } from '../load-balancers/aws/gateway-application-load-balancer';
import { AwsGatewayNetworkLoadBalancer } from '../load-balancers/aws/gateway-network-load-balancer';
import { AwsInTreeNetworkLoadBalancer } from '../load-balancers/aws/in-tree-network-load-balancer';
import { AwsNetworkLoadBalancer } from '../load-balancers/aws/network-load-balancer';
import { AwsNetworkTargetGroupBinding } from '../load-balancers/aws/network-target-group-binding';
import { GkeApplicationLoadBalancer } from '../load-balancers/gke/application-load-balancer';
import { GkeInternalApplicationLoadBalancer } from '../load-balancers/gke/internal-application-load-balancer';
import { GkeNetworkLoadBalancer } from '../load-balancers/gke/network-load-balancer';
import { GkePrivateServiceConnect } from '../load-balancers/gke/private-service-connect';
import { GkeRegionalApplicationLoadBalancer } from '../load-balancers/gke/regional-application-load-balancer';

const NOBODY = 'Packets keep their source, so Kong trusts no proxy.';

const OF_AWS = { internalOnly: 'flag', subnets: 'list', sslPolicy: 'text', tags: 'map', annotations: 'map' } as const;
const OF_ITS_CONTROLLER = {
  ...OF_AWS,
  name: 'text',
  ipAddressType: 'text',
  certificateIds: 'list',
  securityGroups: 'list',
  prefixLists: 'list',
  attributes: 'map',
  targetGroupAttributes: 'map',
  eksAutoMode: 'flag',
} as const;
const NETWORK = {
  ...OF_ITS_CONTROLLER,
  targetType: 'text',
  loadBalancerClass: 'text',
  eipAllocations: 'list',
  sourceRanges: 'list',
} as const;
const APPLICATION = {
  ...OF_ITS_CONTROLLER,
  ingressClassName: 'text',
  hosts: 'list',
  listensHttps: 'flag',
  backendProtocolVersion: 'text',
  groupName: 'text',
  sourceRanges: 'list',
} as const;
const GATEWAY = {
  gatewayClassName: 'text',
  internalOnly: 'flag',
  name: 'text',
  subnets: 'list',
  securityGroups: 'list',
  sourceRanges: 'list',
  attributes: 'map',
  targetGroupAttributes: 'map',
  tags: 'map',
  serviceName: 'text',
} as const;
const TARGET_GROUP = {
  targetGroupArn: 'text',
  securityGroups: 'list',
  serviceName: 'text',
  eksAutoMode: 'flag',
} as const;
const IN_TREE = { ...OF_AWS, certificateId: 'text', sourceRanges: 'list' } as const;

const NODES = 'the network of the nodes';
const SUBNETS_OR_NODES = `Trust the balancer's subnets with targetType=ip, and ${NODES} with instance.`;
const SUBNETS = "Trust the balancer's subnets.";

export const AWS = [
  row('aws-nlb', AwsNetworkLoadBalancer, NETWORK, SUBNETS_OR_NODES),
  row('eks-auto-nlb', AwsNetworkLoadBalancer, NETWORK, SUBNETS_OR_NODES, { eksAutoMode: true }),
  row('aws-in-tree-nlb', AwsInTreeNetworkLoadBalancer, IN_TREE, NOBODY),
  row(
    'aws-classic',
    AwsClassicLoadBalancer,
    IN_TREE,
    `Trust the balancer's subnets, and ${NODES}: connections pass a node port.`,
  ),
  row('aws-alb', AwsApplicationLoadBalancer, APPLICATION, SUBNETS),
  row('eks-auto-alb', AwsApplicationLoadBalancer, APPLICATION, SUBNETS, { eksAutoMode: true }),
  row('aws-gateway-nlb', AwsGatewayNetworkLoadBalancer, GATEWAY, SUBNETS),
  row(
    'aws-gateway-alb',
    AwsGatewayApplicationLoadBalancer,
    { ...GATEWAY, certificateIds: 'list', sslPolicy: 'text', hosts: 'list' },
    SUBNETS,
  ),
  row(
    'aws-target-group',
    AwsNetworkTargetGroupBinding,
    {
      ...TARGET_GROUP,
      tlsTargetGroupArn: 'text',
      targetType: 'text',
      preserveClientIp: 'flag',
      proxyProtocolV2: 'flag',
    },
    SUBNETS_OR_NODES,
  ),
  row(
    'aws-target-group',
    AwsApplicationTargetGroupBinding,
    { ...TARGET_GROUP, appendsXForwardedFor: 'flag', restrictsSources: 'flag', speaksHttp2: 'flag' },
    SUBNETS,
  ),
];

const GKE_INGRESS = {
  ipAddress: 'text',
  staticIpName: 'text',
  certificateIds: 'list',
  allowHttp: 'flag',
  annotations: 'map',
} as const;
const PROXY_ONLY = "Trust the proxy-only subnet, and the balancer's own address, such as 10.129.0.0/23,10.0.0.7/32.";

export const GOOGLE = [
  row(
    'gke-network',
    GkeNetworkLoadBalancer,
    {
      internalOnly: 'flag',
      globalAccess: 'flag',
      subnet: 'text',
      staticIpNames: 'list',
      weightedByPods: 'flag',
      useLoadBalancerClass: 'flag',
      sourceRanges: 'list',
      annotations: 'map',
    },
    NOBODY,
  ),
  row(
    'gke-private-service-connect',
    GkePrivateServiceConnect,
    {
      natSubnets: 'list',
      natSubnetRanges: 'list',
      consumerAllowList: 'list',
      connectionLimit: 'count',
      acceptAutomatically: 'flag',
      subnet: 'text',
      serviceName: 'text',
      annotations: 'map',
    },
    'Trust the subnets of the attachment (natSubnets), and nothing else.',
  ),
  row(
    'gke-application',
    GkeApplicationLoadBalancer,
    { ...GKE_INGRESS, managedCertificates: 'list', redirectHttpToHttps: 'flag' },
    "Trust Google's front ends, and the balancer's own address: 35.191.0.0/16,130.211.0.0/22,203.0.113.10/32.",
  ),
  row('gke-internal-application', GkeInternalApplicationLoadBalancer, GKE_INGRESS, PROXY_ONLY),
  row(
    'gke-regional-application',
    GkeRegionalApplicationLoadBalancer,
    { ...GKE_INGRESS, redirectHttpToHttps: 'flag' },
    PROXY_ONLY,
  ),
];

export const AZURE = [
  row(
    'aks-load-balancer',
    AksLoadBalancer,
    {
      internalOnly: 'flag',
      subnet: 'text',
      ipv4: 'text',
      ipv6: 'text',
      pipName: 'text',
      pipNameIpv6: 'text',
      resourceGroup: 'text',
      dnsLabelName: 'text',
      sourceRanges: 'list',
      annotations: 'map',
    },
    NOBODY,
  ),
  row(
    'aks-private-link-service',
    AksPrivateLinkService,
    {
      ipConfigurationSubnet: 'text',
      name: 'text',
      ipConfigurationIpAddressCount: 'count',
      ipConfigurationIpAddresses: 'list',
      visibility: 'list',
      autoApproval: 'list',
      fqdns: 'list',
      subnet: 'text',
      annotations: 'map',
    },
    'Trust the range of ipConfigurationSubnet, and nothing else.',
  ),
  row(
    'aks-application-gateway',
    AksApplicationGateway,
    {
      certificateId: 'text',
      redirectHttpToHttps: 'flag',
      hosts: 'list',
      internalOnly: 'flag',
      wafPolicy: 'text',
      ingressClassName: 'text',
      annotations: 'map',
    },
    'Trust the subnet of the gateway.',
  ),
  row(
    'aks-application-gateway-for-containers',
    AksApplicationGatewayForContainers,
    {
      albId: 'text',
      albFrontend: 'text',
      albName: 'text',
      albNamespace: 'text',
      hosts: 'list',
      serviceName: 'text',
      annotations: 'map',
    },
    'Trust the subnet that is delegated to it.',
  ),
];
