import { enumKey, textKey } from '../service-balancer';

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

export const COMMON_KEYS = {
  name: textKey('name'),
  addressType: enumKey('address-type', AlibabaAddressType),
  hostname: textKey('hostname'),
};
