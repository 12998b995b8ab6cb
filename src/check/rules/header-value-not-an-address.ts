import { ALB, FORWARDED } from './example';
import { header, headerVariable, variable, waysThat } from './questions';
import { Rule } from './rule';
import { CLOUDFRONT, NGINX } from './sources';
import { CdnFacts, CDNS } from '../../net/cdns';

export const headerValueNotAnAddress: Rule = {
  id: 'header-value-not-an-address',
  level: 'error',
  title: 'The header that Kong reads holds more than an address.',
  why:
    'nginx cannot read such a value: of CloudFront-Viewer-Address (an address and a port without brackets) IPv6 ' +
    'clients are lost, or misread.',
  mend: 'Use X-Forwarded-For, or have the CDN send a plain address.',
  sources: [CLOUDFRONT, NGINX.realIp],
  wrong: {
    env: { ...FORWARDED, KONG_REAL_IP_HEADER: 'CloudFront-Viewer-Address' },
    service: {},
    ingress: {
      className: 'alb',
      annotations: { ...ALB, 'alb.ingress.kubernetes.io/inbound-cidrs': '130.176.0.0/16,15.158.0.0/16' },
    },
  },
  right: {
    env: { ...FORWARDED, KONG_TRUSTED_IPS: '10.0.48.0/20,130.176.0.0/16,15.158.0.0/16', KONG_REAL_IP_RECURSIVE: 'on' },
    service: {},
    ingress: {
      className: 'alb',
      annotations: { ...ALB, 'alb.ingress.kubernetes.io/inbound-cidrs': '130.176.0.0/16,15.158.0.0/16' },
    },
  },
  find: (judgement) => {
    const name = headerVariable(judgement);
    return name &&
      NOT_ADDRESSES.includes(header(judgement).toLowerCase()) &&
      waysThat(judgement, 'lost', 'forgeable').length > 0
      ? [variable(judgement, name)]
      : [];
  },
};

const NOT_ADDRESSES = [
  ...Object.values<CdnFacts>(CDNS).flatMap(({ headers }) =>
    headers.filter(({ writes }) => writes !== 'address').map(({ name }) => name.toLowerCase()),
  ),
  'forwarded',
  'x-forwarded-proto',
  'x-forwarded-host',
  'x-forwarded-port',
  'via',
];
