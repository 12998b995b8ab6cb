/*
 * How the cloud provider Azure reads `"true"`: not in one way.
 */
import { equalFold, trimSpace } from './go';

/**
 * The annotation that makes a balancer internal: `"True"` makes a public one.
 *
 * @see https://github.com/kubernetes-sigs/cloud-provider-azure/blob/master/pkg/provider/azure_loadbalancer.go
 * requiresInternalLoadBalancer
 */
export function isExactlyTrue(text: string | undefined): boolean {
  return text === 'true';
}

/**
 * Most flags: in whatever case, without blanks around them.
 *
 * @see https://github.com/kubernetes-sigs/cloud-provider-azure/blob/master/pkg/consts/helpers.go
 * expectAttributeInSvcAnnotationBeEqualTo
 */
export function isTrueInAnyCase(text: string | undefined): boolean {
  return equalFold(text, 'true');
}

/**
 * Flags of Private Link Services: in whatever case, blanks around them or not.
 *
 * @see https://github.com/kubernetes-sigs/cloud-provider-azure/blob/master/pkg/provider/azure_utils.go
 * getBoolValueFromServiceAnnotations
 */
export function isTrueWhenTrimmed(text: string | undefined): boolean {
  return text !== undefined && equalFold(trimSpace(text), 'true');
}
