import { FLAGS, RANGES, Row } from './row';
import * as library from '../../../src';

const GOOGLE = { ipAddress: '203.0.113.10', staticIpName: 'kong' };

const readsOfGoogle: Row['reads'] = ({
  allowHttp,
  managedCertificates,
  certificateIds,
  redirectHttpToHttps = false,
}) => ({
  fronts: [
    ...(allowHttp === false ? [] : ['80 http']),
    ...((managedCertificates ?? certificateIds) ? ['443 https'] : []),
  ],
  redirects: redirectHttpToHttps,
  targets: 'pods',
});

export const GKE_ROWS: readonly Row[] = [
  {
    make: library.GkeNetworkLoadBalancer,
    props: {
      internalOnly: FLAGS,
      globalAccess: FLAGS,
      subnet: ['edge'],
      weightedByPods: FLAGS,
      useLoadBalancerClass: FLAGS,
      sourceRanges: RANGES,
    },
    reads: ({ internalOnly = false }) => ({ internal: internalOnly, fronts: ['80 tcp', '443 tcp'] }),
  },
  {
    make: library.GkePrivateServiceConnect,
    least: { natSubnets: ['psc'], consumerAllowList: ['consumer'] },
    props: { subnet: ['edge'], connectionLimit: [1, 5] },
    reads: () => ({ internal: true, fronts: ['80 tcp', '443 tcp'] }),
  },
  {
    make: library.GkeApplicationLoadBalancer,
    least: GOOGLE,
    props: {
      managedCertificates: [['kong']],
      certificateIds: [['kong']],
      allowHttp: FLAGS,
      redirectHttpToHttps: FLAGS,
    },
    reads: readsOfGoogle,
  },
  {
    make: library.GkeRegionalApplicationLoadBalancer,
    least: GOOGLE,
    props: {
      certificateIds: [['kong']],
      allowHttp: FLAGS,
      redirectHttpToHttps: FLAGS,
    },
    reads: readsOfGoogle,
  },
  {
    make: library.GkeInternalApplicationLoadBalancer,
    least: { ...GOOGLE, ipAddress: '10.0.5.7' },
    props: {
      certificateIds: [['kong']],
      allowHttp: FLAGS,
    },
    reads: readsOfGoogle,
  },
];
