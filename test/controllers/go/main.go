// Package main reads Kubernetes Services as JSON, one per line, and writes what the AWS Load Balancer Controller's own code makes of each.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"

	awssdk "github.com/aws/aws-sdk-go-v2/aws"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/go-logr/logr"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/aws-load-balancer-controller/pkg/annotations"
	"sigs.k8s.io/aws-load-balancer-controller/pkg/config"
	elbv2deploy "sigs.k8s.io/aws-load-balancer-controller/pkg/deploy/elbv2"
	"sigs.k8s.io/aws-load-balancer-controller/pkg/deploy/tracking"
	lbcmetrics "sigs.k8s.io/aws-load-balancer-controller/pkg/metrics/lbc"
	"sigs.k8s.io/aws-load-balancer-controller/pkg/model/core"
	elbv2model "sigs.k8s.io/aws-load-balancer-controller/pkg/model/elbv2"
	"sigs.k8s.io/aws-load-balancer-controller/pkg/networking"
	"sigs.k8s.io/aws-load-balancer-controller/pkg/service"
	webhooks "sigs.k8s.io/aws-load-balancer-controller/webhooks/core"
)

const (
	vpc       = "vpc-1"
	finalizer = "service.k8s.aws/resources"
	class     = "service.k8s.aws/nlb"
)

// answer is what became of one Service.
type answer struct {
	Claimed   bool       `json:"claimed"`
	ByWebhook bool       `json:"byWebhook"`
	Error     string     `json:"error,omitempty"`
	Scheme    string     `json:"scheme,omitempty"`
	Listeners []listener `json:"listeners"`
}

type listener struct {
	Port        int32             `json:"port"`
	Protocol    string            `json:"protocol"`
	TargetType  string            `json:"targetType"`
	ToTarget    string            `json:"toTarget"`
	Attributes  map[string]string `json:"attributes"`
	HealthCheck healthCheck       `json:"healthCheck"`
}

type healthCheck struct {
	Protocol string `json:"protocol"`
	Port     string `json:"port"`
	Path     string `json:"path,omitempty"`
	Matcher  string `json:"matcher,omitempty"`
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	out := json.NewEncoder(os.Stdout)
	for lines.Scan() {
		svc := &corev1.Service{}
		if err := json.Unmarshal(lines.Bytes(), svc); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		if err := out.Encode(judge(svc)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	if err := lines.Err(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func judge(svc *corev1.Service) answer {
	ctx := context.Background()
	metrics := lbcmetrics.NewMockCollector()
	parser := annotations.NewSuffixAnnotationParser("service.beta.kubernetes.io")
	gates := config.NewFeatureGates()
	utils := service.NewServiceUtils(parser, finalizer, class, gates)
	found := answer{Claimed: utils.IsServiceSupported(svc)}
	mutated, err := webhooks.NewServiceMutator(class, logr.Discard(), metrics).MutateCreate(ctx, svc.DeepCopy())
	if err != nil {
		found.Error = err.Error()
		return found
	}
	taken := mutated.(*corev1.Service)
	found.ByWebhook = utils.IsServiceSupported(taken)
	if !found.ByWebhook {
		return found
	}
	builder := service.NewDefaultModelBuilder(parser, subnets{}, vpcInfo{}, vpc, tracking.NewDefaultProvider("service.k8s.aws", "kong"), noBalancers{},
		nil, gates, "kong", nil, nil, "ELBSecurityPolicy-2016-08", "instance", "internal", true, utils, backendGroup{}, groups{}, true, false, false,
		logr.Discard(), metrics, false, service.NewDefaultEnhancedBackendBuilder(nil, parser, logr.Discard()))
	stack, _, _, err := builder.Build(ctx, taken, metrics)
	if err != nil {
		found.Error = err.Error()
		return found
	}
	if err := describe(stack, &found); err != nil {
		found.Error = err.Error()
	}
	return found
}

func describe(stack core.Stack, found *answer) error {
	var balancers []*elbv2model.LoadBalancer
	var listeners []*elbv2model.Listener
	var targets []*elbv2model.TargetGroup
	for _, err := range []error{stack.ListResources(&balancers), stack.ListResources(&listeners), stack.ListResources(&targets)} {
		if err != nil {
			return err
		}
	}
	for _, balancer := range balancers {
		found.Scheme = string(balancer.Spec.Scheme)
	}
	for _, each := range listeners {
		arn := each.Spec.DefaultActions[0].ForwardConfig.TargetGroups[0].TargetGroupARN
		for _, target := range targets {
			if isTarget(arn, target) {
				found.Listeners = append(found.Listeners, describeListener(each, target))
			}
		}
	}
	return nil
}

// isTarget compares identities: the ARN is not known before the group exists.
func isTarget(arn core.StringToken, target *elbv2model.TargetGroup) bool {
	for _, dependency := range arn.Dependencies() {
		if dependency.ID() == target.ID() {
			return true
		}
	}
	return false
}

func describeListener(each *elbv2model.Listener, target *elbv2model.TargetGroup) listener {
	check := target.Spec.HealthCheckConfig
	described := listener{
		Port:       each.Spec.Port,
		Protocol:   string(each.Spec.Protocol),
		TargetType: string(target.Spec.TargetType),
		ToTarget:   string(target.Spec.Protocol),
		Attributes: map[string]string{},
		HealthCheck: healthCheck{
			Protocol: string(check.Protocol),
			Port:     check.Port.String(),
			Path:     awssdk.ToString(check.Path),
		},
	}
	if check.Matcher != nil {
		described.HealthCheck.Matcher = awssdk.ToString(check.Matcher.HTTPCode)
	}
	for _, attribute := range target.Spec.TargetGroupAttributes {
		described.Attributes[attribute.Key] = attribute.Value
	}
	return described
}

// The fakes stand for an account with two subnets, no balancer yet, and security groups by whichever name.

type subnets struct{ networking.SubnetsResolver }

func (subnets) ResolveViaDiscovery(context.Context, ...networking.SubnetsResolveOption) ([]ec2types.Subnet, error) {
	return []ec2types.Subnet{subnet("subnet-1", "a", "10.0.101.0/24"), subnet("subnet-2", "b", "10.0.102.0/24")}, nil
}

func (subnets) ResolveViaNameOrIDSlice(_ context.Context, names []string, _ ...networking.SubnetsResolveOption) ([]ec2types.Subnet, error) {
	var found []ec2types.Subnet
	for index, name := range names {
		found = append(found, subnet(name, string(rune('a'+index)), fmt.Sprintf("10.0.%d.0/24", 101+index)))
	}
	return found, nil
}

func subnet(id, zone, cidr string) ec2types.Subnet {
	return ec2types.Subnet{
		SubnetId: awssdk.String(id), AvailabilityZone: awssdk.String("eu-west-1" + zone), VpcId: awssdk.String(vpc), CidrBlock: awssdk.String(cidr),
		Ipv6CidrBlockAssociationSet: []ec2types.SubnetIpv6CidrBlockAssociation{{
			Ipv6CidrBlock:      awssdk.String("2001:db8::/64"),
			Ipv6CidrBlockState: &ec2types.SubnetCidrBlockState{State: ec2types.SubnetCidrBlockStateCodeAssociated},
		}},
	}
}

type vpcInfo struct{}

func (vpcInfo) FetchVPCInfo(context.Context, string, ...networking.FetchVPCInfoOption) (networking.VPCInfo, error) {
	return networking.VPCInfo{CidrBlockAssociationSet: []ec2types.VpcCidrBlockAssociation{{CidrBlock: awssdk.String("10.0.0.0/16")}}}, nil
}

type noBalancers struct{ elbv2deploy.TaggingManager }

func (noBalancers) ListLoadBalancers(context.Context, ...tracking.TagFilter) ([]elbv2deploy.LoadBalancerWithTags, error) {
	return nil, nil
}

type groups struct{}

func (groups) ResolveViaNameOrID(_ context.Context, names []string) ([]string, error) {
	return names, nil
}

type backendGroup struct{}

func (backendGroup) Get(context.Context, networking.ResourceType, []types.NamespacedName) (string, error) {
	return "sg-backend", nil
}

func (backendGroup) Release(context.Context, networking.ResourceType, []types.NamespacedName) error {
	return nil
}
