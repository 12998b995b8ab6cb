import { ApiObject, Chart, Yaml } from 'cdk8s';
import { AwsNetworkLoadBalancer, ProxyProtocol, TrustedProxies } from 'cdk8s-kong-client-ip';
import * as kplus from 'cdk8s-plus-27';

/** The values of Kong's chart `ingress`, whose gateway is told the client's address by PROXY protocol. */
function values(chart: Chart) {
  const clientIp = new ProxyProtocol(chart, 'ClientIp', {
    loadBalancer: new AwsNetworkLoadBalancer(),
    trustedProxies: TrustedProxies.of('10.0.0.0/16'),
  });
  return { gateway: clientIp.helmValues({ replicaCount: 2, manager: { enabled: false } }) };
}

/** For Flux: a HelmRelease names this ConfigMap in `spec.valuesFrom`. */
export function valuesForFlux(chart: Chart): void {
  new kplus.ConfigMap(chart, 'Values', {
    metadata: { name: 'kong-values' },
    data: { 'values.yaml': Yaml.stringify(values(chart)) },
  });
}

/** For Argo CD: it renders Kong's chart by itself. */
export function argoCdApplication(chart: Chart): void {
  new ApiObject(chart, 'Application', {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'kong', namespace: 'argocd' },
    spec: {
      project: 'default',
      source: {
        repoURL: 'https://charts.konghq.com',
        chart: 'ingress',
        targetRevision: '0.24.0',
        helm: { releaseName: 'kong', valuesObject: values(chart) },
      },
      destination: { server: 'https://kubernetes.default.svc', namespace: 'kong' },
    },
  });
}
