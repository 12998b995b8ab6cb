export { ClientIpHeader } from './client-ip-header';
export { HeaderForwardedKong, HeaderForwardedKongProps } from './header-forwarded-kong';
export { Kong } from './kong';
export { ConfigurationKeyOptions, KongConfiguration } from './kong-configuration';
export { ForwardedHeaderPolicy, KongAutoscaling, KongProps } from './kong-props';
export {
  HeaderForwardingBinding,
  IHeaderForwardingLoadBalancer,
  ILocalTrafficLoadBalancer,
  IngressBinding,
  IpFamily,
  IProxyProtocolLoadBalancer,
  ServiceBinding,
} from './load-balancer';
export { LocalTrafficKong, LocalTrafficKongProps } from './local-traffic-kong';
export { ProxyProtocolKong, ProxyProtocolKongProps } from './proxy-protocol-kong';
export { TrustAnyoneOptions, TrustedProxies } from './trusted-proxies';
export { AksApplicationGateway, AksApplicationGatewayProps } from './load-balancers/aks-application-gateway';
export { AksLoadBalancer, AksLoadBalancerProps } from './load-balancers/aks-load-balancer';
export { AksPrivateLinkService, AksPrivateLinkServiceProps } from './load-balancers/aks-private-link-service';
export { AwsIpAddressType, AwsLoadBalancerScheme, AwsServiceLoadBalancerProps, AwsTargetType } from './load-balancers/aws';
export { AwsApplicationLoadBalancer, AwsApplicationLoadBalancerProps } from './load-balancers/aws-application-load-balancer';
export { AwsClassicLoadBalancer, AwsClassicLoadBalancerProps } from './load-balancers/aws-classic-load-balancer';
export { AwsInTreeNetworkLoadBalancer, AwsInTreeNetworkLoadBalancerProps } from './load-balancers/aws-in-tree-network-load-balancer';
export { AwsNetworkLoadBalancer, AwsNetworkLoadBalancerProps } from './load-balancers/aws-network-load-balancer';
export { GkeApplicationLoadBalancer, GkeApplicationLoadBalancerProps } from './load-balancers/gke-application-load-balancer';
export { GkeNetworkLoadBalancer, GkeNetworkLoadBalancerProps } from './load-balancers/gke-network-load-balancer';
