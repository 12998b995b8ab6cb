/** Public pages that rules rest on. */
export const KONG = {
  configuration: 'https://developer.konghq.com/gateway/configuration/',
  trustedIps: 'https://developer.konghq.com/gateway/configuration/#trusted-ips',
  realIpHeader: 'https://developer.konghq.com/gateway/configuration/#real-ip-header',
  realIpRecursive: 'https://developer.konghq.com/gateway/configuration/#real-ip-recursive',
  proxyListen: 'https://developer.konghq.com/gateway/configuration/#proxy-listen',
  adminApi: 'https://developer.konghq.com/gateway/secure-the-admin-api/',
  ports: 'https://developer.konghq.com/gateway/network/',
  proxying: 'https://developer.konghq.com/gateway/traffic-control/proxying/',
  preserve: 'https://developer.konghq.com/kubernetes-ingress-controller/preserve-client-ip/',
  probes: 'https://developer.konghq.com/gateway/traffic-control/health-check-probes/',
  issue: (number: number) => `https://github.com/Kong/kong/issues/${number}`,
  ingressIssue: (number: number) => `https://github.com/Kong/kubernetes-ingress-controller/issues/${number}`,
};

export const NGINX = {
  realIp: 'https://nginx.org/en/docs/http/ngx_http_realip_module.html',
  proxyProtocol: 'https://docs.nginx.com/nginx/admin-guide/load-balancer/using-proxy-protocol/',
};

export const KUBERNETES = {
  sourceIp: 'https://kubernetes.io/docs/tutorials/services/source-ip/',
  trafficPolicy: 'https://kubernetes.io/docs/reference/networking/virtual-ips/#external-traffic-policy',
  manifests: 'https://yaml.org/spec/1.2.2/#3213-node-comparison',
  service: 'https://kubernetes.io/docs/concepts/services-networking/service/',
  loadBalancerClass: 'https://kubernetes.io/docs/concepts/services-networking/service/#load-balancer-class',
  annotations: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/',
  environment: 'https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/',
  ipMode: 'https://kubernetes.io/docs/concepts/services-networking/service/#load-balancer-ip-mode',
  networkPolicies: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
  issue: (number: number) => `https://github.com/kubernetes/kubernetes/issues/${number}`,
};

export const AWS = {
  nlb: 'https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/nlb/',
  service: 'https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/annotations/',
  ingress: 'https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/',
  forwarded: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/x-forwarded-headers.html',
  targets: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html',
  classic: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/enable-proxy-protocol.html',
  accelerator: 'https://docs.aws.amazon.com/global-accelerator/latest/dg/preserve-client-ip-address.html',
  provider: 'https://cloud-provider-aws.sigs.k8s.io/service_controller/',
};

export const GOOGLE = {
  forwarded: 'https://cloud.google.com/load-balancing/docs/https#x-forwarded-for_header',
  service: 'https://cloud.google.com/kubernetes-engine/docs/concepts/service-load-balancer',
  ingress: 'https://cloud.google.com/kubernetes-engine/docs/concepts/ingress',
};

export const AZURE = 'https://cloud-provider-azure.sigs.k8s.io/topics/loadbalancer/';

export const CLOUDFLARE = 'https://developers.cloudflare.com/fundamentals/reference/http-headers/';
export const CLOUDFRONT =
  'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/adding-cloudfront-headers.html';
export const DIGITALOCEAN =
  'https://github.com/digitalocean/digitalocean-cloud-controller-manager/blob/master/docs/controllers/services/annotations.md';
export const CILIUM = 'https://docs.cilium.io/en/stable/network/l2-announcements/';
