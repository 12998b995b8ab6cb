package driver

import (
	"context"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/kubernetes/fake"
	ktesting "k8s.io/client-go/testing"
)

var nodes = []*corev1.Node{{Spec: corev1.NodeSpec{ProviderID: "vultr://11111111-2222-3333-4444-555555555555"}}}

// cluster has every Secret, and every list of rules.
func cluster() *fake.Clientset {
	client := fake.NewClientset()
	client.PrependReactor("get", "secrets", func(action ktesting.Action) (bool, runtime.Object, error) {
		name := action.(ktesting.GetAction).GetName()
		return true, &corev1.Secret{ObjectMeta: metav1.ObjectMeta{Name: name}}, nil
	})
	client.PrependReactor("get", "configmaps", func(action ktesting.Action) (bool, runtime.Object, error) {
		name := action.(ktesting.GetAction).GetName()
		rules := map[string]string{firewallRulesCMKey: "v4:\n- source: 192.0.2.0/24\n  port: 80\n"}
		return true, &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: name}, Data: rules}, nil
	})
	return client
}

func build(service *corev1.Service) (answer, error) {
	if create, ok := service.Annotations[annoVultrLoadBalancerCreate]; ok && strings.EqualFold(create, "false") {
		return answer{Skipped: true}, nil
	}
	SetupSecretWatcher(context.Background())
	request, err := (&loadbalancers{kubeClient: cluster()}).buildLoadBalancerRequest(context.Background(), service, nodes)
	if err != nil {
		return answer{}, err
	}
	made := answer{}
	for _, rule := range request.ForwardingRules {
		speaks, backend, proxy := rule.FrontendProtocol, rule.BackendProtocol, ""
		if *request.ProxyProtocol && speaks != "udp" {
			proxy = "+1"
		}
		// What is passed through on a port of HTTPS is TLS.
		https, _ := getHTTPSPorts(service)
		if speaks == "tcp" && https[int32(rule.FrontendPort)] {
			backend = "tls"
		}
		made.Ports = append(made.Ports, portOf(rule.FrontendPort, speaks, backend, proxy))
	}
	check := request.HealthCheck
	if check.Protocol == "http" {
		path := check.Path
		if path == "" {
			path = "/"
		}
		made.Check = httpCheck("http", path, check.Port, "")
	} else {
		made.Check = tcpCheck(check.Port, "")
	}
	return made, nil
}
