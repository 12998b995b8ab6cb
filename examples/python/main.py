"""Three gateways, each behind a load balancer that tells Kong the client's address in another way, and the values of a Helm chart."""

from cdk8s import ApiObjectMetadata, App, Chart, Yaml
from cdk8s_kong_client_ip import (
    AwsApplicationLoadBalancer,
    AwsNetworkLoadBalancer,
    GkeNetworkLoadBalancer,
    HeaderForwardedKong,
    KongConfiguration,
    LocalTrafficKong,
    ProxyProtocol,
    ProxyProtocolKong,
    TrustedProxies,
)
from cdk8s_plus_27 import ConfigMap, Secret

CERTIFICATE_ARN = "arn:aws:acm:eu-west-1:111122223333:certificate/00000000-0000-0000-0000-000000000000"


def build_app() -> App:
    app = App()
    configuration = KongConfiguration.inline(
        {
            "_format_version": "3.0",
            "services": [
                {
                    "name": "app",
                    "url": "http://app.default.svc.cluster.local:80",
                    "routes": [{"name": "app", "paths": ["/"], "strip_path": False}],
                }
            ],
        }
    )

    # GKE: packets arrive unchanged.
    LocalTrafficKong(
        Chart(app, "gke-local-traffic"),
        "Kong",
        load_balancer=GkeNetworkLoadBalancer(),
        configuration=configuration,
    )

    # EKS: the balancer writes the client's address into a PROXY protocol header.
    chart = Chart(app, "eks-nlb-proxy-protocol")
    ProxyProtocolKong(
        chart,
        "Kong",
        load_balancer=AwsNetworkLoadBalancer(),
        trusted_proxies=TrustedProxies.of("10.0.0.0/16"),
        configuration=configuration,
        tls_secret=Secret.from_secret_name(chart, "Certificate", "kong-tls"),
    )

    # EKS: the balancer writes the client's address into X-Forwarded-For.
    HeaderForwardedKong(
        Chart(app, "eks-alb-header-forwarded"),
        "Kong",
        load_balancer=AwsApplicationLoadBalancer(certificate_ids=[CERTIFICATE_ARN]),
        trusted_proxies=TrustedProxies.of("10.0.101.0/24", "10.0.102.0/24"),
        configuration=configuration,
    )

    # Kong's chart "ingress" makes the pods: a HelmRelease of Flux names this ConfigMap in spec.valuesFrom.
    values_chart = Chart(app, "helm-values")
    client_ip = ProxyProtocol(
        values_chart,
        "ClientIp",
        load_balancer=AwsNetworkLoadBalancer(),
        trusted_proxies=TrustedProxies.of("10.0.0.0/16"),
    )
    values = {"gateway": client_ip.helm_values({"replicaCount": 2, "manager": {"enabled": False}})}
    ConfigMap(
        values_chart,
        "Values",
        metadata=ApiObjectMetadata(name="kong-values"),
        data={"values.yaml": Yaml.stringify(values)},
    )
    return app


if __name__ == "__main__":
    build_app().synth()
