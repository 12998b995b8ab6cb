"""Makes the mistake that is named on the command line."""

import sys

from cdk8s import App, Chart
from cdk8s_kong_client_ip import (
    GkeNetworkLoadBalancer,
    KongConfiguration,
    LocalTrafficKong,
    ProxyProtocolKong,
    TrustedProxies,
)

chart = Chart(App(), "chart")
configuration = KongConfiguration.inline({"_format_version": "3.0", "services": [{"url": "http://app"}]})


def impossible_pair() -> None:
    ProxyProtocolKong(
        chart,
        "Kong",
        load_balancer=GkeNetworkLoadBalancer(),
        trusted_proxies=TrustedProxies.of("10.0.0.0/16"),
        configuration=configuration,
    )


def bad_cidr() -> None:
    TrustedProxies.of("10.0.0.5/16")


def managed_variable() -> None:
    kong = LocalTrafficKong(chart, "Kong", load_balancer=GkeNetworkLoadBalancer(), configuration=configuration)
    kong.add_env("KONG_TRUSTED_IPS", "0.0.0.0/0")


{"impossible-pair": impossible_pair, "bad-cidr": bad_cidr, "managed-variable": managed_variable}[sys.argv[1]]()
