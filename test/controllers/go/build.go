package main

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/go-logr/logr"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/client-go/tools/record"
	"sigs.k8s.io/aws-load-balancer-controller/pkg/annotations"
	"sigs.k8s.io/aws-load-balancer-controller/pkg/config"
	"sigs.k8s.io/aws-load-balancer-controller/pkg/deploy"
	"sigs.k8s.io/aws-load-balancer-controller/pkg/deploy/tracking"
	"sigs.k8s.io/aws-load-balancer-controller/pkg/ingress"
	lbcmetrics "sigs.k8s.io/aws-load-balancer-controller/pkg/metrics/lbc"
	"sigs.k8s.io/aws-load-balancer-controller/pkg/model/core"
	"sigs.k8s.io/aws-load-balancer-controller/pkg/service"
	corewebhooks "sigs.k8s.io/aws-load-balancer-controller/webhooks/core"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/fake"
)

// What the controller's chart sets unless it is told otherwise.
const (
	cluster           = "cluster"
	vpc               = "vpc-1"
	loadBalancerClass = "service.k8s.aws/nlb"
	sslPolicy         = "ELBSecurityPolicy-2016-08"
	targetType        = "instance"
	lbScheme          = "internal"
)

var (
	ctx      = context.Background()
	quiet    = logr.Discard()
	metrics  = lbcmetrics.NewMockCollector()
	features = config.NewFeatureGates()
	kinds    = schemeOf()
)

func build(object client.Object, others []client.Object) answer {
	var result answer
	var stack core.Stack
	var err error
	switch typed := object.(type) {
	case *corev1.Service:
		stack, err = buildService(typed, &result)
	case *networkingv1.Ingress:
		stack, err = buildIngress(typed, others, &result)
	default:
		err = fmt.Errorf("%T is neither a Service nor an Ingress", object)
	}
	if err != nil {
		result.Error = err.Error()
		return result
	}
	if stack == nil {
		return result
	}
	text, err := deploy.NewDefaultStackMarshaller().Marshal(stack)
	if err != nil {
		result.Error = err.Error()
		return result
	}
	result.Stack = json.RawMessage(text)
	return result
}

func buildService(svc *corev1.Service, result *answer) (core.Stack, error) {
	parser := annotations.NewSuffixAnnotationParser("service.beta.kubernetes.io")
	utils := service.NewServiceUtils(parser, "service.k8s.aws/resources", loadBalancerClass, features)
	result.Claims = utils.IsServiceSupported(svc)
	mutated, err := corewebhooks.NewServiceMutator(loadBalancerClass, quiet, metrics).MutateCreate(ctx, svc.DeepCopy())
	if err != nil {
		return nil, err
	}
	created := mutated.(*corev1.Service)
	result.ClaimsByWebhook = utils.IsServiceSupported(created)
	if !result.ClaimsByWebhook {
		return nil, nil
	}
	kube := fake.NewClientBuilder().WithScheme(kinds).Build()
	builder := service.NewDefaultModelBuilder(parser, subnets{}, vpcs{}, vpc, tracking.NewDefaultProvider("service.k8s.aws", cluster), tags{}, nil,
		features, cluster, nil, nil, sslPolicy, targetType, lbScheme, true, utils, groups{}, groups{}, true, true, false, quiet, metrics, false,
		service.NewDefaultEnhancedBackendBuilder(kube, parser, quiet))
	stack, _, _, err := builder.Build(ctx, created, metrics)
	return stack, err
}

func buildIngress(ing *networkingv1.Ingress, others []client.Object, result *answer) (core.Stack, error) {
	parser := annotations.NewSuffixAnnotationParser("alb.ingress.kubernetes.io")
	kube := fake.NewClientBuilder().WithScheme(kinds).WithObjects(append(others, ing)...).Build()
	recorder := record.NewFakeRecorder(100)
	loader := ingress.NewDefaultGroupLoader(kube, recorder, parser, ingress.NewDefaultClassLoader(kube, true), ingress.NewDefaultClassAnnotationMatcher("alb"), false)
	id, err := loader.LoadGroupIDIfAny(ctx, ing)
	if err != nil || id == nil {
		return nil, err
	}
	result.Claims, result.ClaimsByWebhook = true, true
	group, err := loader.Load(ctx, *id)
	if err != nil {
		return nil, err
	}
	auth := ingress.NewDefaultAuthConfigBuilder(parser)
	builder := ingress.NewDefaultModelBuilder(kube, recorder, nil, nil, nil, noCertificates{}, parser, subnets{}, auth,
		ingress.NewDefaultEnhancedBackendBuilder(kube, parser, auth, true, true), tracking.NewDefaultProvider("ingress.k8s.aws", cluster), tags{},
		features, vpc, cluster, nil, nil, sslPolicy, targetType, lbScheme, groups{}, groups{}, true, true, false, nil, true, nil, quiet, metrics)
	stack, _, _, _, _, _, err := builder.Build(ctx, group, metrics)
	return stack, err
}
