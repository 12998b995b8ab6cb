package driver

import (
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"testing"

	corev1 "k8s.io/api/core/v1"
)

// The API server's choice for Services with externalTrafficPolicy: Local, and kube-proxy's own port.
const (
	healthCheckNodePort = 32000
	kubeProxyPort       = 10256
)

// answer is what a controller makes of a Service, in the words of the model.
type answer struct {
	// Error is why it refuses the Service.
	Error string `json:"error,omitempty"`
	// Skipped tells that it leaves the Service alone.
	Skipped bool     `json:"skipped,omitempty"`
	Ports   []string `json:"ports"`
	Check   string   `json:"check"`
	Peer    string   `json:"peer,omitempty"`
}

// TestKongClientIP gives Services to the controller's own code, which `build` calls, and writes down what it makes of them.
func TestKongClientIP(t *testing.T) {
	text, err := os.ReadFile(os.Getenv("KONG_CLIENT_IP_SERVICES"))
	if err != nil {
		t.Fatal(err)
	}
	var services []*corev1.Service
	if err := json.Unmarshal(text, &services); err != nil {
		t.Fatal(err)
	}
	answers := make([]answer, len(services))
	for i, service := range services {
		answers[i] = guarded(service)
	}
	written, err := json.Marshal(answers)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(os.Getenv("KONG_CLIENT_IP_ANSWERS"), written, 0o600); err != nil {
		t.Fatal(err)
	}
}

func guarded(service *corev1.Service) (made answer) {
	defer func() {
		if cause := recover(); cause != nil {
			made = answer{Error: fmt.Sprint("panic: ", cause)}
		}
	}()
	made, err := build(service)
	if err != nil {
		return answer{Error: err.Error()}
	}
	sort.Strings(made.Ports)
	return made
}

func portOf(port int, speaks, backend, proxy string) string {
	return fmt.Sprintf("%d:%s>%s%s", port, speaks, backend, proxy)
}

func tcpCheck(port int, proxy string) string {
	if port == healthCheckNodePort || port == kubeProxyPort {
		return "tcp node" + proxy
	}
	return fmt.Sprintf("tcp %d%s", port, proxy)
}

func httpCheck(scheme, path string, port int, proxy string) string {
	if port == healthCheckNodePort || port == kubeProxyPort {
		return "node" + proxy
	}
	return fmt.Sprintf("%s %s %d%s", scheme, path, port, proxy)
}
