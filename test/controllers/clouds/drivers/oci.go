package driver

import (
	"strconv"
	"strings"

	"go.uber.org/zap"
	corev1 "k8s.io/api/core/v1"

	"github.com/oracle/oci-cloud-controller-manager/pkg/oci/client"
)

func build(service *corev1.Service) (answer, error) {
	if service.Spec.SessionAffinity == "" {
		service.Spec.SessionAffinity = corev1.ServiceAffinityNone
	}
	if service.Spec.ExternalTrafficPolicy == "" {
		service.Spec.ExternalTrafficPolicy = corev1.ServiceExternalTrafficPolicyTypeCluster
	}
	var tls *SSLConfig
	if requiresCertificate(service) {
		ports, err := getSSLEnabledPorts(service)
		if err != nil {
			return answer{}, err
		}
		annotations := service.Annotations
		tls = NewSSLConfig(annotations[ServiceAnnotationLoadBalancerTLSSecret], annotations[ServiceAnnotationLoadBalancerTLSBackendSetSecret], service, ports, nil)
	}
	version := client.GenericIPv4
	versions := &IpVersions{IpFamilies: []string{IPv4}, LbEndpointIpVersion: &version, ListenerBackendIpVersion: []client.GenericIpVersion{version}}
	factory := func(string) securityListManager { return &securityListManagerNOOP{} }
	spec, err := NewLBSpec(zap.NewNop().Sugar(), service, nil, []string{"subnet"}, tls, factory, versions, nil, nil, "")
	if err != nil {
		return answer{}, err
	}
	if _, err := isSkipPrivateIP(service); err != nil {
		return answer{}, err
	}
	made := answer{Peer: peerOf(service, spec)}
	for _, listener := range spec.Listeners {
		set := spec.BackendSets[*listener.DefaultBackendSetName]
		protocol := strings.ToLower(*listener.Protocol)
		made.Ports = append(made.Ports, portOf(*listener.Port, speaks(protocol, listener.SslConfiguration != nil), dials(protocol, set.SslConfiguration != nil), proxyOf(listener)))
		made.Check = httpCheck("http", *set.HealthChecker.UrlPath, *set.HealthChecker.Port, "")
	}
	return made, nil
}

func peerOf(service *corev1.Service, spec *LBSpec) string {
	switch {
	case service.Spec.ExternalTrafficPolicy != corev1.ServiceExternalTrafficPolicyTypeLocal:
		return "node"
	case spec.Type == NLB && *spec.IsPreserveSource:
		return "client"
	default:
		return "balancer"
	}
}

func speaks(protocol string, secure bool) string {
	switch {
	case protocol == "grpc", protocol == "http" && secure:
		return "https"
	case secure:
		return "tls"
	default:
		return protocol
	}
}

func dials(protocol string, secure bool) string {
	switch {
	case protocol == "http" && secure:
		return "https"
	case protocol == "tcp" && secure:
		return "tls"
	default:
		return protocol
	}
}

func proxyOf(listener client.GenericListener) string {
	if listener.IsPpv2Enabled != nil && *listener.IsPpv2Enabled {
		return "+2"
	}
	if listener.ConnectionConfiguration == nil || listener.ConnectionConfiguration.BackendTcpProxyProtocolVersion == nil {
		return ""
	}
	return "+" + strconv.Itoa(*listener.ConnectionConfiguration.BackendTcpProxyProtocolVersion)
}
