import { flagProp, textProp } from '../props';
import { SERVICE_PROPS } from '../service-balancer';

export const ALIBABA = 'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-';

export const COMMON_PROPS = {
  ...SERVICE_PROPS,
  name: textProp('name'),
  internalOnly: flagProp('address-type', 'intranet', 'internet'),
  hostname: textProp('hostname'),
};
