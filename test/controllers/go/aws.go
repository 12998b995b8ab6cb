package main

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/acm"
	acmtypes "github.com/aws/aws-sdk-go-v2/service/acm/types"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/aws-load-balancer-controller/pkg/aws/services"
	"sigs.k8s.io/aws-load-balancer-controller/pkg/deploy/elbv2"
	"sigs.k8s.io/aws-load-balancer-controller/pkg/deploy/tracking"
	"sigs.k8s.io/aws-load-balancer-controller/pkg/networking"
)

// Three subnets in three zones, or as many as are named.
type subnets struct{ networking.SubnetsResolver }

func (subnets) ResolveViaDiscovery(context.Context, ...networking.SubnetsResolveOption) ([]ec2types.Subnet, error) {
	return subnetsOf([]string{"subnet-a", "subnet-b", "subnet-c"}), nil
}

func (subnets) ResolveViaNameOrIDSlice(_ context.Context, names []string, _ ...networking.SubnetsResolveOption) ([]ec2types.Subnet, error) {
	return subnetsOf(names), nil
}

func (subnets) IsSubnetInLocalZoneOrOutpost(context.Context, string) (bool, error) { return false, nil }

func subnetsOf(ids []string) []ec2types.Subnet {
	var found []ec2types.Subnet
	for i, id := range ids {
		zone, ipv4, ipv6 := fmt.Sprintf("zone-%d", i), fmt.Sprintf("10.0.%d.0/24", i), fmt.Sprintf("2001:db8:0:%d::/64", i)
		found = append(found, ec2types.Subnet{
			SubnetId: &id, AvailabilityZone: &zone, AvailabilityZoneId: &zone, CidrBlock: &ipv4,
			Ipv6CidrBlockAssociationSet: []ec2types.SubnetIpv6CidrBlockAssociation{{
				Ipv6CidrBlock: &ipv6, Ipv6CidrBlockState: &ec2types.SubnetCidrBlockState{State: ec2types.SubnetCidrBlockStateCodeAssociated},
			}},
		})
	}
	return found
}

type vpcs struct{}

func (vpcs) FetchVPCInfo(context.Context, string, ...networking.FetchVPCInfoOption) (networking.VPCInfo, error) {
	cidr := "10.0.0.0/16"
	return networking.VPCInfo{CidrBlock: &cidr, CidrBlockAssociationSet: []ec2types.VpcCidrBlockAssociation{{
		CidrBlock: &cidr, CidrBlockState: &ec2types.VpcCidrBlockState{State: ec2types.VpcCidrBlockStateCodeAssociated},
	}}}, nil
}

// Security groups are there under whatever name.
type groups struct{}

func (groups) Get(context.Context, networking.ResourceType, []types.NamespacedName) (string, error) {
	return "sg-backend", nil
}

func (groups) Release(context.Context, networking.ResourceType, []types.NamespacedName) error {
	return nil
}

func (groups) ResolveViaNameOrID(_ context.Context, names []string) ([]string, error) {
	return names, nil
}

// No balancer is there yet.
type tags struct{ elbv2.TaggingManager }

func (tags) ListLoadBalancers(context.Context, ...tracking.TagFilter) ([]elbv2.LoadBalancerWithTags, error) {
	return nil, nil
}

// No certificate is there but those that are named.
type noCertificates struct{ services.ACM }

func (noCertificates) ListCertificatesAsList(context.Context, *acm.ListCertificatesInput) ([]acmtypes.CertificateSummary, error) {
	return nil, nil
}
