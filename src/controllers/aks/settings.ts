import { isTrueWhenTrimmed } from '../../notation/azure';
import { KubernetesObject } from '../balancer';
import { annotationReader } from '../fields';

/** The prefix of the Service annotations of Azure. */
export const AZURE = 'service.beta.kubernetes.io/azure-';

export const azureReader = (service: KubernetesObject) => annotationReader(service, AZURE);

/** Whether a Private Link Service is made before the balancer. */
export function isPrivateLink(service: KubernetesObject): boolean {
  return isTrueWhenTrimmed(azureReader(service)('pls-create'));
}

export function sendsProxyProtocol(service: KubernetesObject): boolean {
  return isPrivateLink(service) && isTrueWhenTrimmed(azureReader(service)('pls-proxy-protocol'));
}
