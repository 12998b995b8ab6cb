module example.com/gateways

go 1.25

require (
	github.com/aws/jsii-runtime-go v1.140.0
	github.com/cdk8s-kong-client-ip/cdk8s-kong-client-ip-go/kongclientip v0.0.0
	github.com/cdk8s-team/cdk8s-core-go/cdk8s/v2 v2.70.47
	github.com/cdk8s-team/cdk8s-plus-go/cdk8splus27/v2 v2.9.5
)
