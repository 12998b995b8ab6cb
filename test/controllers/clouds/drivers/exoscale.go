package driver

import (
	"errors"

	corev1 "k8s.io/api/core/v1"
)

func build(service *corev1.Service) (answer, error) {
	if (&loadBalancer{}).isExternal(service) && getAnnotation(service, annotationLoadBalancerID, "") == "" &&
		getAnnotation(service, annotationLoadBalancerName, "") == "" {
		return answer{}, errors.New("external without a name")
	}
	if getAnnotation(service, annotationLoadBalancerSKSClusterName, "") == "" &&
		getAnnotation(service, annotationLoadBalancerServiceSKSNodePoolName, "") != "" {
		return answer{}, errors.New("node pool without a cluster")
	}
	balancer, err := buildLoadBalancerFromAnnotations(service)
	if err != nil {
		return answer{}, err
	}
	made := answer{}
	for _, one := range balancer.Services {
		made.Ports = append(made.Ports, portOf(int(one.Port), string(one.Protocol), string(one.Protocol), ""))
		if made.Check != "" {
			continue
		}
		check := one.Healthcheck
		path := check.URI
		if path == "" {
			path = "/"
		}
		if check.Mode == "tcp" {
			made.Check = tcpCheck(int(check.Port), "")
		} else {
			made.Check = httpCheck(string(check.Mode), path, int(check.Port), "")
		}
	}
	return made, nil
}
