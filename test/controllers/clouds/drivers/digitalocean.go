package driver

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/digitalocean/godo"
	corev1 "k8s.io/api/core/v1"
)

// certificates answers with one certificate, whatever its name.
var certificates = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	fmt.Fprint(w, `{"certificates":[{"id":"11111111-2222-3333-4444-555555555555","name":"x"}]}`)
}))

func build(service *corev1.Service) (answer, error) {
	disowned, err := getDisownLB(service)
	if err != nil || disowned {
		return answer{Skipped: disowned}, err
	}
	client, err := godo.New(http.DefaultClient, godo.SetBaseURL(certificates.URL+"/"))
	if err != nil {
		return answer{}, err
	}
	request, err := buildLoadBalancerRequest(context.Background(), service, client, godo.LoadBalancerTypeRegionalNetwork)
	if err != nil {
		return answer{}, err
	}
	regional := request.Type == godo.LoadBalancerTypeRegional
	proxy := ""
	if regional && request.EnableProxyProtocol {
		proxy = "+1"
	}
	made := answer{Check: checkOf(request, proxy)}
	for _, rule := range request.ForwardingRules {
		if rule.EntryProtocol == "http3" && rule.TargetProtocol == "http" {
			continue // beside the same port over HTTPS
		}
		speaks, backend := rule.EntryProtocol, rule.TargetProtocol
		switch {
		case rule.TlsPassthrough:
			speaks, backend = "tcp", "tls"
		case speaks == "http2":
			speaks = "https"
		case speaks == "http3":
			speaks, backend = "http", "http"
		}
		sent := proxy
		if speaks == "udp" {
			sent = ""
		}
		made.Ports = append(made.Ports, portOf(rule.EntryPort, speaks, backend, sent))
	}
	return made, nil
}

func checkOf(request *godo.LoadBalancerRequest, proxy string) string {
	check := request.HealthCheck
	if check.ProxyProtocol != nil {
		proxy = ""
	}
	if check.Protocol == "tcp" {
		return tcpCheck(check.Port, proxy)
	}
	path := check.Path
	if path == "" {
		path = "/"
	}
	return httpCheck(check.Protocol, path, check.Port, proxy)
}
