package com.example.gateways;

import io.github.cdk8s_kong_client_ip.GkeNetworkLoadBalancer;
import io.github.cdk8s_kong_client_ip.ProxyProtocolKong;
import org.cdk8s.Chart;

/** Does not compile. */
final class ImpossiblePair {
    private ImpossiblePair() {}

    static void add(final Chart chart) {
        ProxyProtocolKong.Builder.create(chart, "Kong").loadBalancer(new GkeNetworkLoadBalancer());
    }
}
