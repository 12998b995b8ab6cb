package driver

import (
	stackitconfig "github.com/stackitcloud/cloud-provider-stackit/pkg/stackit/config"
	loadbalancer "github.com/stackitcloud/stackit-sdk-go/services/loadbalancer/v2api"
	corev1 "k8s.io/api/core/v1"
)

func build(service *corev1.Service) (answer, error) {
	balancer, _, err := lbSpecFromService(service, nil, stackitconfig.LoadBalancerOpts{NetworkID: "network"}, nil)
	if err != nil {
		return answer{}, err
	}
	made := answer{Check: "none"}
	for _, listener := range balancer.Listeners {
		speaks, proxy := "tcp", ""
		switch *listener.Protocol {
		case loadbalancer.LISTENERPROTOCOL_PROTOCOL_TCP_PROXY:
			proxy = "+1"
		case loadbalancer.LISTENERPROTOCOL_PROTOCOL_UDP:
			speaks = "udp"
		}
		made.Ports = append(made.Ports, portOf(int(*listener.Port), speaks, speaks, proxy))
	}
	for _, pool := range balancer.TargetPools {
		if pool.ActiveHealthCheck != nil {
			made.Check = "active"
		}
	}
	return made, nil
}
