export { ClientIpHeader } from './ways/client-ip-header';
export { HeaderForwardedKong, HeaderForwardedKongProps } from './gateways/header-forwarded-kong';
export { Kong } from './gateways/kong';
export { ConfigurationKeyOptions, KongConfiguration } from './gateways/kong-configuration';
export { KongAutoscaling, KongProps } from './gateways/kong-props';
export {
  ExternalTrafficPolicy,
  HeaderForwardingBinding,
  IHeaderForwardingLoadBalancer,
  ILocalTrafficLoadBalancer,
  IngressBinding,
  IpFamily,
  IProxyProtocolLoadBalancer,
  ServiceBinding,
} from './load-balancers/load-balancer';
export { LocalTrafficKong, LocalTrafficKongProps } from './gateways/local-traffic-kong';
export { ProxyProtocolKong, ProxyProtocolKongProps } from './gateways/proxy-protocol-kong';
export { TrustAnyoneOptions, TrustedProxies } from './ways/trusted-proxies';
export { AksApplicationGateway, AksApplicationGatewayProps } from './load-balancers/aks/application-gateway';
export { AksApplicationGatewayForContainers, AksApplicationGatewayForContainersProps } from './load-balancers/aks/application-gateway-for-containers';
export { AksLoadBalancer, AksLoadBalancerProps } from './load-balancers/aks/load-balancer';
export { AksPrivateLinkService, AksPrivateLinkServiceProps } from './load-balancers/aks/private-link-service';
export { AwsIpAddressType, AwsLoadBalancerScheme, AwsServiceLoadBalancerProps, AwsTargetType } from './load-balancers/aws/aws';
export { AwsApplicationLoadBalancer, AwsApplicationLoadBalancerProps } from './load-balancers/aws/application-load-balancer';
export { AwsClassicLoadBalancer, AwsClassicLoadBalancerProps } from './load-balancers/aws/classic-load-balancer';
export { AwsInTreeNetworkLoadBalancer, AwsInTreeNetworkLoadBalancerProps } from './load-balancers/aws/in-tree-network-load-balancer';
export { AwsNetworkLoadBalancer, AwsNetworkLoadBalancerProps } from './load-balancers/aws/network-load-balancer';
export { GkeApplicationLoadBalancer, GkeApplicationLoadBalancerProps } from './load-balancers/gke/application-load-balancer';
export { GkeIngressProps } from './load-balancers/gke/ingress';
export { GkeInternalApplicationLoadBalancer } from './load-balancers/gke/internal-application-load-balancer';
export { GkeNetworkLoadBalancer, GkeNetworkLoadBalancerProps } from './load-balancers/gke/network-load-balancer';
export { GkeRegionalApplicationLoadBalancer, GkeRegionalApplicationLoadBalancerProps } from './load-balancers/gke/regional-application-load-balancer';
export { ClientIp, ClientIpProps } from './ways/client-ip';
export { ForwardedHeaderPolicy } from './ways/forwarded-headers';
export { HeaderForwarded, HeaderForwardedProps } from './ways/header-forwarded';
export { LocalTraffic, LocalTrafficProps } from './ways/local-traffic';
export { KongPort, PortProtocol } from './ways/ports';
export { ProxyProtocol, ProxyProtocolProps } from './ways/proxy-protocol';
