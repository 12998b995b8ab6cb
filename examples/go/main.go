// Three gateways, each behind a load balancer that tells Kong the client's address in another way, and the values of a Helm chart.
package main

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk8s-kong-client-ip/cdk8s-kong-client-ip-go/kongclientip"
	"github.com/cdk8s-team/cdk8s-core-go/cdk8s/v2"
	kplus "github.com/cdk8s-team/cdk8s-plus-go/cdk8splus27/v2"
)

const certificateId = "arn:aws:acm:eu-west-1:111122223333:certificate/00000000-0000-0000-0000-000000000000"

func main() {
	defer jsii.Close()

	app := cdk8s.NewApp(nil)
	configuration := kongclientip.KongConfiguration_Inline(&map[string]any{
		"_format_version": "3.0",
		"services": []any{map[string]any{
			"name": "app",
			"url":  "http://app.default.svc.cluster.local:80",
			"routes": []any{map[string]any{
				"name": "app", "paths": []any{"/"}, "strip_path": false,
			}},
		}},
	})

	// GKE: packets arrive unchanged.
	kongclientip.NewLocalTrafficKong(newChart(app, "gke-local-traffic"), jsii.String("Kong"), &kongclientip.LocalTrafficKongProps{
		LoadBalancer:  kongclientip.NewGkeNetworkLoadBalancer(nil),
		Configuration: configuration,
	})

	// EKS: the balancer writes the client's address into a PROXY protocol header.
	chart := newChart(app, "eks-nlb-proxy-protocol")
	kongclientip.NewProxyProtocolKong(chart, jsii.String("Kong"), &kongclientip.ProxyProtocolKongProps{
		LoadBalancer:   kongclientip.NewAwsNetworkLoadBalancer(nil),
		TrustedProxies: kongclientip.TrustedProxies_Of(jsii.String("10.0.0.0/16")),
		Configuration:  configuration,
		TlsSecret:      kplus.Secret_FromSecretName(chart, jsii.String("Certificate"), jsii.String("kong-tls")),
	})

	// EKS: the balancer writes the client's address into X-Forwarded-For.
	kongclientip.NewHeaderForwardedKong(newChart(app, "eks-alb-header-forwarded"), jsii.String("Kong"), &kongclientip.HeaderForwardedKongProps{
		LoadBalancer: kongclientip.NewAwsApplicationLoadBalancer(&kongclientip.AwsApplicationLoadBalancerProps{
			CertificateIds: jsii.Strings(certificateId),
		}),
		TrustedProxies: kongclientip.TrustedProxies_Of(jsii.String("10.0.101.0/24"), jsii.String("10.0.102.0/24")),
		Configuration:  configuration,
	})

	// Kong's chart "ingress" makes the pods: a HelmRelease of Flux names this ConfigMap in spec.valuesFrom.
	valuesChart := newChart(app, "helm-values")
	clientIp := kongclientip.NewProxyProtocol(valuesChart, jsii.String("ClientIp"), &kongclientip.ProxyProtocolProps{
		LoadBalancer:   kongclientip.NewAwsNetworkLoadBalancer(nil),
		TrustedProxies: kongclientip.TrustedProxies_Of(jsii.String("10.0.0.0/16")),
	})
	values := map[string]any{"gateway": clientIp.HelmValues(&map[string]any{
		"replicaCount": 2, "manager": map[string]any{"enabled": false},
	})}
	kplus.NewConfigMap(valuesChart, jsii.String("Values"), &kplus.ConfigMapProps{
		Metadata: &cdk8s.ApiObjectMetadata{Name: jsii.String("kong-values")},
		Data:     &map[string]*string{"values.yaml": cdk8s.Yaml_Stringify(values)},
	})

	app.Synth()
}

func newChart(app cdk8s.App, name string) cdk8s.Chart {
	return cdk8s.NewChart(app, jsii.String(name), nil)
}
