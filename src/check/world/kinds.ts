/**
 * Every kind that the check reads, by the name that `kubectl get` takes. A name with a group belongs to a custom
 * resource, which a cluster may not have.
 */
const RESOURCES: Readonly<Record<string, string>> = {
  // what runs Kong
  Deployment: 'deployments.apps',
  StatefulSet: 'statefulsets.apps',
  DaemonSet: 'daemonsets.apps',
  ReplicaSet: 'replicasets.apps',
  ReplicationController: 'replicationcontrollers',
  Pod: 'pods',
  DeploymentConfig: 'deploymentconfigs.apps.openshift.io',
  Rollout: 'rollouts.argoproj.io',
  DataPlane: 'dataplanes.gateway-operator.konghq.com',
  GatewayConfiguration: 'gatewayconfigurations.gateway-operator.konghq.com',
  // where its settings are
  ConfigMap: 'configmaps',
  Secret: 'secrets',
  // what leads to it
  Service: 'services',
  Ingress: 'ingresses.networking.k8s.io',
  EndpointSlice: 'endpointslices.discovery.k8s.io',
  Endpoints: 'endpoints',
  Gateway: 'gateways.gateway.networking.k8s.io',
  GatewayClass: 'gatewayclasses.gateway.networking.k8s.io',
  HTTPRoute: 'httproutes.gateway.networking.k8s.io',
  GRPCRoute: 'grpcroutes.gateway.networking.k8s.io',
  TLSRoute: 'tlsroutes.gateway.networking.k8s.io',
  TCPRoute: 'tcproutes.gateway.networking.k8s.io',
  UDPRoute: 'udproutes.gateway.networking.k8s.io',
  IngressRoute: 'ingressroutes.traefik.io',
  IngressRouteTCP: 'ingressroutetcps.traefik.io',
  TraefikService: 'traefikservices.traefik.io',
  HTTPProxy: 'httpproxies.projectcontour.io',
  VirtualService: 'virtualservices.networking.istio.io',
  VirtualServer: 'virtualservers.k8s.nginx.org',
  VirtualServerRoute: 'virtualserverroutes.k8s.nginx.org',
  TransportServer: 'transportservers.k8s.nginx.org',
  Mapping: 'mappings.getambassador.io',
  TCPMapping: 'tcpmappings.getambassador.io',
  ApisixRoute: 'apisixroutes.apisix.apache.org',
  RouteGroup: 'routegroups.zalando.org',
  Route: 'routes.route.openshift.io',
  TargetGroupBinding: 'targetgroupbindings.elbv2.k8s.aws',
  GlobalAccelerator: 'globalaccelerators.aga.k8s.aws',
  ServiceAttachment: 'serviceattachments.networking.gke.io',
  // what decides about balancers
  IngressClass: 'ingressclasses.networking.k8s.io',
  IngressClassParams: 'ingressclassparams.elbv2.k8s.aws',
  BackendConfig: 'backendconfigs.cloud.google.com',
  FrontendConfig: 'frontendconfigs.networking.gke.io',
  HealthCheckPolicy: 'healthcheckpolicies',
  LoadBalancerConfiguration: 'loadbalancerconfigurations.gateway.k8s.aws',
  TargetGroupConfiguration: 'targetgroupconfigurations.gateway.k8s.aws',
  AzureApplicationGatewayRewrite: 'azureapplicationgatewayrewrites.appgw.ingress.azure.io',
  // what is between
  Namespace: 'namespaces',
  NetworkPolicy: 'networkpolicies.networking.k8s.io',
  CiliumNetworkPolicy: 'ciliumnetworkpolicies.cilium.io',
  CiliumClusterwideNetworkPolicy: 'ciliumclusterwidenetworkpolicies.cilium.io',
};

export const ALL_KINDS: ReadonlySet<string> = new Set(Object.keys(RESOURCES));

/** The resources to ask a cluster for, so that nothing that decides is missing. */
export function resourcesToRead(): string[] {
  return Object.values(RESOURCES);
}
