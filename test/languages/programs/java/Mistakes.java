package com.example.gateways;

import io.github.cdk8s_kong_client_ip.GkeNetworkLoadBalancer;
import io.github.cdk8s_kong_client_ip.KongConfiguration;
import io.github.cdk8s_kong_client_ip.LocalTrafficKong;
import io.github.cdk8s_kong_client_ip.TrustedProxies;
import java.util.List;
import java.util.Map;
import org.cdk8s.App;
import org.cdk8s.Chart;

/** Makes the mistake that is named on the command line. */
public final class Mistakes {
    private Mistakes() {}

    public static void main(final String[] args) {
        switch (args[0]) {
            case "bad-cidr":
                TrustedProxies.of("10.0.0.5/16");
                break;
            case "managed-variable":
                LocalTrafficKong.Builder.create(new Chart(new App(), "chart"), "Kong")
                        .loadBalancer(new GkeNetworkLoadBalancer())
                        .configuration(KongConfiguration.inline(
                                Map.of("_format_version", "3.0", "services", List.of(Map.of("url", "http://app")))))
                        .build()
                        .addEnv("KONG_TRUSTED_IPS", "0.0.0.0/0");
                break;
            default:
                throw new IllegalArgumentException(args[0]);
        }
    }
}
