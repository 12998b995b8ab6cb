package driver

import (
	"context"
	"errors"

	"github.com/hetznercloud/hcloud-cloud-controller-manager/internal/annotation"
	"github.com/hetznercloud/hcloud-cloud-controller-manager/internal/config"
	"github.com/hetznercloud/hcloud-go/v2/hcloud"
	corev1 "k8s.io/api/core/v1"
)

// certificates finds every certificate.
type certificates struct{ hcloud.ICertificateClient }

func (certificates) Get(context.Context, string) (*hcloud.Certificate, *hcloud.Response, error) {
	return &hcloud.Certificate{ID: 1}, nil, nil
}

func (certificates) AllWithOpts(context.Context, hcloud.CertificateListOpts) ([]*hcloud.Certificate, error) {
	return []*hcloud.Certificate{{ID: 1}}, nil
}

func (certificates) CreateCertificate(context.Context, hcloud.CertificateCreateOpts) (hcloud.CertificateCreateResult, *hcloud.Response, error) {
	return hcloud.CertificateCreateResult{Certificate: &hcloud.Certificate{ID: 1}}, nil, hcloud.Error{Code: hcloud.ErrorCodeUniquenessError}
}

// The keys that are read beside the ports.
var booleans = []annotation.Name{
	annotation.LBDisablePublicNetwork, annotation.LBDisablePrivateIngress, annotation.LBUsePrivateIP, annotation.LBIPv6Disabled,
}

func build(service *corev1.Service) (answer, error) {
	operations := &CertificateOps{CertClient: certificates{}}
	if _, err := annotation.LBAlgorithmType.LBAlgorithmTypeFromService(service); unreadable(err) {
		return answer{}, err
	}
	for _, name := range booleans {
		if _, err := name.BoolFromService(service); unreadable(err) {
			return answer{}, err
		}
	}
	load := &LoadBalancerOps{CertOps: operations}
	if err := load.reconcileManagedCertificate(context.Background(), service); err != nil {
		return answer{}, err
	}
	made := answer{}
	for _, port := range service.Spec.Ports {
		builder := &hclbServiceOptsBuilder{Port: port, Service: service, CertOps: operations, cfg: config.LoadBalancerConfiguration{}}
		options, err := builder.buildAddServiceOpts()
		if err != nil {
			return answer{}, err
		}
		proxy := ""
		if options.Proxyprotocol != nil && *options.Proxyprotocol {
			proxy = "+1"
		}
		backend := map[string]string{"tcp": "tcp", "http": "http", "https": "http"}[string(options.Protocol)]
		made.Ports = append(made.Ports, portOf(*options.ListenPort, string(options.Protocol), backend, proxy))
		if made.Check == "" {
			made.Check = checkOf(options.HealthCheck)
		}
	}
	return made, nil
}

func unreadable(err error) bool {
	return err != nil && !errors.Is(err, annotation.ErrNotSet)
}

func checkOf(check *hcloud.LoadBalancerAddServiceOptsHealthCheck) string {
	if check.HTTP == nil {
		return tcpCheck(*check.Port, "")
	}
	path := "/"
	if check.HTTP.Path != nil {
		path = *check.HTTP.Path
	}
	return httpCheck(string(check.Protocol), path, *check.Port, "")
}
