// Does not compile.
package main

import "github.com/cdk8s-kong-client-ip/cdk8s-kong-client-ip-go/kongclientip"

func main() {
	_ = &kongclientip.ProxyProtocolKongProps{
		LoadBalancer: kongclientip.NewGkeNetworkLoadBalancer(nil),
	}
}
