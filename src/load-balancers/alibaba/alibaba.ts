import { enumProp, textProp } from '../props';
import { SERVICE_PROPS } from '../service-balancer';

/**
 * Who can reach a load balancer of Alibaba Cloud.
 */
export enum AlibabaAddressType {
  /** Everybody: the balancer has a public address. */
  INTERNET = 'internet',
  /** The VPC alone. */
  INTRANET = 'intranet',
}

export const ALIBABA = 'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-';

export const COMMON_PROPS = {
  ...SERVICE_PROPS,
  name: textProp('name'),
  addressType: enumProp(AlibabaAddressType, 'address-type'),
  hostname: textProp('hostname'),
};
