package driver

import (
	"errors"
	"sort"

	corev1 "k8s.io/api/core/v1"

	scwlb "github.com/scaleway/scaleway-sdk-go/api/lb/v1"
)

func build(service *corev1.Service) (answer, error) {
	if err := checked(service); err != nil {
		return answer{}, err
	}
	frontends, backends, err := serviceToLB(service, &scwlb.LB{ID: "x"}, []string{"10.0.0.1"})
	if err != nil {
		return answer{}, err
	}
	made := answer{}
	ports := make([]int, 0, len(frontends))
	for port := range frontends {
		ports = append(ports, int(port))
	}
	sort.Ints(ports)
	for _, port := range ports {
		frontend := frontends[int32(port)]
		backend := backends[frontend.Backend.ForwardPort]
		made.Ports = append(made.Ports, portOf(port, speaks(frontend, backend), dials(backend), proxyOf(backend)))
	}
	// The first port of the Service is the one of which the model tells.
	made.Check = checkOf(backends[service.Spec.Ports[0].NodePort].HealthCheck)
	return made, nil
}

// checked asks what is asked before the ports are read.
func checked(service *corev1.Service) error {
	managed, err := svcExternallyManaged(service)
	if err != nil {
		return err
	}
	if _, hasID := service.Annotations[serviceAnnotationLoadBalancerID]; managed && !hasID {
		return errors.New("cannot create an externally managed load balancer")
	}
	private, err := svcPrivate(service)
	if err != nil {
		return err
	}
	if private && hasLoadBalancerStaticIPs(service) {
		return errors.New("static IPs are for public load balancers")
	}
	if !private && len(getIPIDs(service)) == 0 {
		if _, _, err := getFlexibleIPTypes(service); err != nil {
			return err
		}
	}
	return nil
}

func speaks(frontend *scwlb.Frontend, backend *scwlb.Backend) string {
	secure := len(frontend.CertificateIDs) > 0
	switch {
	case backend.ForwardProtocol == scwlb.ProtocolHTTP && secure:
		return "https"
	case backend.ForwardProtocol == scwlb.ProtocolHTTP:
		return "http"
	case secure:
		return "tls"
	default:
		return "tcp"
	}
}

func dials(backend *scwlb.Backend) string {
	secure := backend.SslBridging != nil && *backend.SslBridging
	switch {
	case backend.ForwardProtocol == scwlb.ProtocolHTTP && secure:
		return "https"
	case backend.ForwardProtocol == scwlb.ProtocolHTTP:
		return "http"
	case secure:
		return "tls"
	default:
		return "tcp"
	}
}

func proxyOf(backend *scwlb.Backend) string {
	switch backend.ProxyProtocol {
	case scwlb.ProxyProtocolProxyProtocolV1:
		return "+1"
	case scwlb.ProxyProtocolProxyProtocolV2:
		return "+2"
	default:
		return ""
	}
}

func checkOf(check *scwlb.HealthCheck) string {
	proxy := ""
	if check.CheckSendProxy {
		proxy = "+proxy"
	}
	switch {
	case check.HTTPConfig != nil:
		return httpCheck("http", check.HTTPConfig.URI, int(check.Port), proxy)
	case check.HTTPSConfig != nil:
		return httpCheck("https", check.HTTPSConfig.URI, int(check.Port), proxy)
	default:
		return tcpCheck(int(check.Port), proxy)
	}
}
