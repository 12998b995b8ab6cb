package com.example.gateways;

import io.github.cdk8s_kong_client_ip.AwsApplicationLoadBalancer;
import io.github.cdk8s_kong_client_ip.AwsNetworkLoadBalancer;
import io.github.cdk8s_kong_client_ip.GkeNetworkLoadBalancer;
import io.github.cdk8s_kong_client_ip.HeaderForwardedKong;
import io.github.cdk8s_kong_client_ip.KongConfiguration;
import io.github.cdk8s_kong_client_ip.LocalTrafficKong;
import io.github.cdk8s_kong_client_ip.ProxyProtocol;
import io.github.cdk8s_kong_client_ip.ProxyProtocolKong;
import io.github.cdk8s_kong_client_ip.TrustedProxies;
import java.util.List;
import java.util.Map;
import org.cdk8s.ApiObjectMetadata;
import org.cdk8s.App;
import org.cdk8s.Chart;
import org.cdk8s.Yaml;
import org.cdk8s.plus27.ConfigMap;
import org.cdk8s.plus27.Secret;

/** Three gateways, each behind a load balancer that tells Kong the client's address in another way, and the values of a Helm chart. */
public final class Gateways {
    private static final String CERTIFICATE_ARN =
            "arn:aws:acm:eu-west-1:111122223333:certificate/00000000-0000-0000-0000-000000000000";

    private Gateways() {}

    public static void main(final String[] args) {
        final App app = new App();
        final KongConfiguration configuration = KongConfiguration.inline(Map.of(
                "_format_version", "3.0",
                "services", List.of(Map.of(
                        "name", "app",
                        "url", "http://app.default.svc.cluster.local:80",
                        "routes", List.of(Map.of("name", "app", "paths", List.of("/"), "strip_path", false))))));

        // GKE: packets arrive unchanged.
        LocalTrafficKong.Builder.create(new Chart(app, "gke-local-traffic"), "Kong")
                .loadBalancer(new GkeNetworkLoadBalancer())
                .configuration(configuration)
                .build();

        // EKS: the balancer writes the client's address into a PROXY protocol header.
        final Chart chart = new Chart(app, "eks-nlb-proxy-protocol");
        ProxyProtocolKong.Builder.create(chart, "Kong")
                .loadBalancer(new AwsNetworkLoadBalancer())
                .trustedProxies(TrustedProxies.of("10.0.0.0/16"))
                .configuration(configuration)
                .tlsSecret(Secret.fromSecretName(chart, "Certificate", "kong-tls"))
                .build();

        // EKS: the balancer writes the client's address into X-Forwarded-For.
        HeaderForwardedKong.Builder.create(new Chart(app, "eks-alb-header-forwarded"), "Kong")
                .loadBalancer(AwsApplicationLoadBalancer.Builder.create()
                        .certificateIds(List.of(CERTIFICATE_ARN))
                        .build())
                .trustedProxies(TrustedProxies.of("10.0.101.0/24", "10.0.102.0/24"))
                .configuration(configuration)
                .build();

        // Kong's chart "ingress" makes the pods: a HelmRelease of Flux names this ConfigMap in spec.valuesFrom.
        final Chart valuesChart = new Chart(app, "helm-values");
        final ProxyProtocol clientIp = ProxyProtocol.Builder.create(valuesChart, "ClientIp")
                .loadBalancer(new AwsNetworkLoadBalancer())
                .trustedProxies(TrustedProxies.of("10.0.0.0/16"))
                .build();
        final Map<String, Object> values = Map.of("gateway",
                clientIp.helmValues(Map.of("replicaCount", 2, "manager", Map.of("enabled", false))));
        ConfigMap.Builder.create(valuesChart, "Values")
                .metadata(ApiObjectMetadata.builder().name("kong-values").build())
                .data(Map.of("values.yaml", Yaml.stringify(values)))
                .build();

        app.synth();
    }
}
