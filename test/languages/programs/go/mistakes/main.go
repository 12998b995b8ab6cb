// Makes the mistake that is named on the command line.
package main

import (
	"os"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdk8s-kong-client-ip/cdk8s-kong-client-ip-go/kongclientip"
	"github.com/cdk8s-team/cdk8s-core-go/cdk8s/v2"
)

func main() {
	defer jsii.Close()

	switch os.Args[1] {
	case "bad-cidr":
		kongclientip.TrustedProxies_Of(jsii.String("10.0.0.5/16"))
	case "managed-variable":
		chart := cdk8s.NewChart(cdk8s.NewApp(nil), jsii.String("chart"), nil)
		kong := kongclientip.NewLocalTrafficKong(chart, jsii.String("Kong"), &kongclientip.LocalTrafficKongProps{
			LoadBalancer: kongclientip.NewGkeNetworkLoadBalancer(nil),
			Configuration: kongclientip.KongConfiguration_Inline(&map[string]any{
				"_format_version": "3.0", "services": []any{map[string]any{"url": "http://app"}},
			}),
		})
		kong.AddEnv(jsii.String("KONG_TRUSTED_IPS"), jsii.String("0.0.0.0/0"))
	}
}
