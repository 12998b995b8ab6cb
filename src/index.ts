export { ClientIpCheck } from './check/client-ip-check';
export { ClientIpCheckOptions } from './check/options';
export { ClientIpManifest } from './forms/text';
export {
  ClientIpFinding,
  ClientIpGatewayReport,
  ClientIpHop,
  ClientIpLevel,
  ClientIpQuestion,
  ClientIpReport,
  ClientIpNotJudged,
  ClientIpRead,
  ClientIpUnreadable,
  ClientIpVerdict,
} from './check/report';
export { ClientIpHeader } from './binding/client-ip-header';
export { HeaderForwardedKong, HeaderForwardedKongProps } from './gateways/header-forwarded-kong';
export { Kong } from './gateways/kong';
export { ControlPlaneOptions, IngressControllerOptions, KonnectOptions } from './gateways/configuration-options';
export { ConfigurationKeyOptions, KongConfiguration } from './gateways/kong-configuration';
export { KongAutoscaling, KongProps } from './gateways/kong-props';
export {
  IHeaderForwardingLoadBalancer,
  ILocalTrafficLoadBalancer,
  IProxyProtocolLoadBalancer,
} from './binding/load-balancer';
export { ExternalTrafficPolicy, IpFamily, ServiceBinding } from './binding/service-binding';
export { HeaderForwardingBinding, IngressBinding } from './binding/header-forwarding-binding';
export { LocalTrafficKong, LocalTrafficKongProps } from './gateways/local-traffic-kong';
export { ProxyProtocolKong, ProxyProtocolKongProps } from './gateways/proxy-protocol-kong';
export { TrustAnyoneOptions, TrustedProxies } from './binding/trusted-proxies';
export { AksApplicationGateway, AksApplicationGatewayProps } from './load-balancers/aks/application-gateway';
export {
  AksApplicationGatewayForContainers,
  AksApplicationGatewayForContainersProps,
} from './load-balancers/aks/application-gateway-for-containers';
export { AksLoadBalancer, AksLoadBalancerProps } from './load-balancers/aks/load-balancer';
export { AksPrivateLinkService, AksPrivateLinkServiceProps } from './load-balancers/aks/private-link-service';
export {
  AlibabaClassicLoadBalancer,
  AlibabaClassicLoadBalancerProps,
} from './load-balancers/alibaba/classic-load-balancer';
export {
  AlibabaNetworkLoadBalancer,
  AlibabaNetworkLoadBalancerProps,
} from './load-balancers/alibaba/network-load-balancer';
export {
  AwsControllerLoadBalancerProps,
  AwsIpAddressType,
  AwsLoadBalancerProps,
  AwsServiceLoadBalancerProps,
  AwsTargetType,
} from './load-balancers/aws/props';
export { AwsApplicationLoadBalancer } from './load-balancers/aws/application-load-balancer';
export { AwsApplicationLoadBalancerProps, AwsBackendProtocolVersion } from './load-balancers/aws/alb-props';
export { AwsClassicLoadBalancer, AwsClassicLoadBalancerProps } from './load-balancers/aws/classic-load-balancer';
export {
  AwsGatewayApplicationLoadBalancer,
  AwsGatewayApplicationLoadBalancerProps,
} from './load-balancers/aws/gateway-application-load-balancer';
export { AwsGatewayLoadBalancerProps } from './load-balancers/aws/gateway-props';
export {
  AwsGatewayNetworkLoadBalancer,
  AwsGatewayNetworkLoadBalancerProps,
} from './load-balancers/aws/gateway-network-load-balancer';
export {
  AwsInTreeNetworkLoadBalancer,
  AwsInTreeNetworkLoadBalancerProps,
} from './load-balancers/aws/in-tree-network-load-balancer';
export { AwsNetworkLoadBalancer, AwsNetworkLoadBalancerProps } from './load-balancers/aws/network-load-balancer';
export {
  AwsApplicationTargetGroupBinding,
  AwsApplicationTargetGroupBindingProps,
} from './load-balancers/aws/application-target-group-binding';
export {
  AwsNetworkTargetGroupBinding,
  AwsNetworkTargetGroupBindingProps,
} from './load-balancers/aws/network-target-group-binding';
export { AwsTargetGroupBindingProps } from './load-balancers/aws/target-groups';
export {
  GkeApplicationLoadBalancer,
  GkeApplicationLoadBalancerProps,
} from './load-balancers/gke/application-load-balancer';
export { GkeIngressProps } from './load-balancers/gke/ingress';
export { GkeInternalApplicationLoadBalancer } from './load-balancers/gke/internal-application-load-balancer';
export { GkeNetworkLoadBalancer, GkeNetworkLoadBalancerProps } from './load-balancers/gke/network-load-balancer';
export { GkePrivateServiceConnect, GkePrivateServiceConnectProps } from './load-balancers/gke/private-service-connect';
export {
  GkeRegionalApplicationLoadBalancer,
  GkeRegionalApplicationLoadBalancerProps,
} from './load-balancers/gke/regional-application-load-balancer';
export { ClientIp } from './ways/client-ip';
export { ClientIpProps } from './plan/client-ip-props';
export { ForwardedHeaderPolicy } from './plan/forwarded-headers';
export { HeaderForwarded, HeaderForwardedProps } from './ways/header-forwarded';
export { LocalTraffic, LocalTrafficProps } from './ways/local-traffic';
export { KongPort, PortProtocol } from './plan/ports';
export { ProxyProtocol, ProxyProtocolProps } from './ways/proxy-protocol';
export { CiliumBgp, CiliumBgpProps } from './load-balancers/bare-metal/cilium-bgp';
export { KubeVip, KubeVipProps } from './load-balancers/bare-metal/kube-vip';
export { MetalLb, MetalLbProps } from './load-balancers/bare-metal/metal-lb';
export { NodePortProps } from './load-balancers/bare-metal/node-port-props';
export { NodePorts } from './load-balancers/bare-metal/node-ports';
export {
  SelfManagedLoadBalancer,
  SelfManagedLoadBalancerProps,
} from './load-balancers/bare-metal/self-managed-load-balancer';
export { Cdn, CdnOptions, FastlyOptions } from './load-balancers/cdn/cdn';
export { ProxyProtocolEdge } from './load-balancers/cdn/proxy-protocol-edge';
export { CivoLoadBalancer, CivoLoadBalancerProps } from './load-balancers/civo/load-balancer';
export { CloudscaleLoadBalancer, CloudscaleLoadBalancerProps } from './load-balancers/cloudscale/load-balancer';
export { CloudflareTunnel } from './load-balancers/cloudflare/tunnel';
export { DigitalOceanLoadBalancerProps } from './load-balancers/digitalocean/digitalocean';
export { DigitalOceanNetworkLoadBalancer } from './load-balancers/digitalocean/network-load-balancer';
export {
  DigitalOceanRegionalLoadBalancer,
  DigitalOceanRegionalLoadBalancerProps,
} from './load-balancers/digitalocean/regional-load-balancer';
export {
  ExoscaleNetworkLoadBalancer,
  ExoscaleNetworkLoadBalancerProps,
  ExoscaleStrategy,
} from './load-balancers/exoscale/network-load-balancer';
export { FrontProxy, FrontProxyProps } from './load-balancers/front-proxy/front-proxy';
export { FrontProxySoftware } from './load-balancers/front-proxy/software';
export { HetznerLoadBalancer, HetznerLoadBalancerProps } from './load-balancers/hetzner/load-balancer';
export { HuaweiLoadBalancer, HuaweiLoadBalancerProps } from './load-balancers/huawei/load-balancer';
export { IbmVpcLoadBalancer, IbmVpcLoadBalancerProps } from './load-balancers/ibm/vpc-load-balancer';
export { LinodeNodeBalancer, LinodeNodeBalancerProps } from './load-balancers/linode/node-balancer';
export { OciFlexibleLoadBalancer, OciFlexibleLoadBalancerProps } from './load-balancers/oci/flexible-load-balancer';
export { OciNetworkLoadBalancer, OciNetworkLoadBalancerProps } from './load-balancers/oci/network-load-balancer';
export { OctaviaLoadBalancer, OctaviaLoadBalancerProps } from './load-balancers/openstack/octavia-load-balancer';
export { ScalewayLoadBalancer, ScalewayLoadBalancerProps } from './load-balancers/scaleway/load-balancer';
export {
  ProxyProtocolVersion,
  RestrictableLoadBalancerProps,
  ServiceLoadBalancerProps,
} from './load-balancers/service-balancer';
export { StackitLoadBalancer, StackitLoadBalancerProps } from './load-balancers/stackit/load-balancer';
export { TencentLoadBalancer, TencentLoadBalancerProps } from './load-balancers/tencent/load-balancer';
export { UpCloudLoadBalancer, UpCloudLoadBalancerProps } from './load-balancers/upcloud/load-balancer';
export { VultrLoadBalancer, VultrLoadBalancerProps } from './load-balancers/vultr/load-balancer';
