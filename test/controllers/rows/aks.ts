import { FLAGS, RANGES, Row } from './row';
import * as library from '../../../src';

export const AKS_ROWS: readonly Row[] = [
  {
    make: library.AksLoadBalancer,
    props: {
      internalOnly: FLAGS,
      subnet: ['edge'],
      pipName: ['kong'],
      resourceGroup: ['edge'],
      dnsLabelName: ['kong'],
      sourceRanges: RANGES,
    },
    reads: ({ internalOnly = false }) => ({ internal: internalOnly, fronts: ['80 tcp', '443 tcp'] }),
  },
  {
    make: library.AksPrivateLinkService,
    least: { ipConfigurationSubnet: 'link' },
    props: {
      name: ['kong'],
      ipConfigurationIpAddressCount: [1, 8],
      visibility: [['*']],
      fqdns: [['kong.example.com']],
      subnet: ['edge'],
    },
    reads: () => ({ internal: true, fronts: ['80 tcp', '443 tcp'] }),
  },
  {
    make: library.AksApplicationGateway,
    props: {
      certificateId: ['kong'],
      redirectHttpToHttps: FLAGS,
      hosts: [['api.example.com']],
      internalOnly: FLAGS,
      wafPolicy: ['/subscriptions/x'],
    },
    reads: ({ certificateId, redirectHttpToHttps = false }) => ({
      fronts: [...(certificateId && !redirectHttpToHttps ? [] : ['80 http']), ...(certificateId ? ['443 https'] : [])],
      redirects: redirectHttpToHttps,
    }),
  },
  {
    make: library.AksApplicationGatewayForContainers,
    least: { albName: 'alb', albNamespace: 'infra' },
    props: { hosts: [['api.example.com']] },
  },
];
