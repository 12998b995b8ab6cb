import { FLAGS, RANGES, Row, SUBNETS } from './row';
import * as library from '../../../src';

const SCHEMES = Object.values(library.AwsLoadBalancerScheme);
const { INTERNAL } = library.AwsLoadBalancerScheme;
const TAGS = [{ team: 'edge' }];
const ofController = {
  scheme: SCHEMES,
  subnets: SUBNETS,
  tags: TAGS,
  eksAutoMode: FLAGS,
  name: ['kong'],
  ipAddressType: Object.values(library.AwsIpAddressType),
  certificateArns: [['arn:1'], ['arn:1', 'arn:2']],
  sslPolicy: ['policy'],
  securityGroups: [['sg-1']],
  prefixLists: [['pl-1']],
  attributes: [{ 'deletion_protection.enabled': 'true' }],
  targetGroupAttributes: [{ 'stickiness.enabled': 'true' }],
};
const inTree = { scheme: SCHEMES, subnets: SUBNETS, tags: TAGS, sourceRanges: RANGES, certificateArn: ['arn:1'] };

export const AWS_ROWS: readonly Row[] = [
  {
    make: library.AwsNetworkLoadBalancer,
    props: {
      ...ofController,
      targetType: Object.values(library.AwsTargetType),
      sourceRanges: RANGES,
      eipAllocations: [['eip-1', 'eip-2']],
      loadBalancerClass: ['service.k8s.aws/nlb', 'example.com/nlb'],
    },
    reads: ({ scheme, targetType, certificateArns }) => ({
      internal: scheme === INTERNAL,
      targets: targetType === library.AwsTargetType.IP ? 'pods' : 'nodes',
      fronts: ['80 tcp', certificateArns ? '443 tls' : '443 tcp'],
    }),
  },
  {
    make: library.AwsApplicationLoadBalancer,
    props: {
      ...ofController,
      groupName: ['edge'],
      sourceRanges: RANGES,
      hosts: [['api.example.com']],
      listensHttps: FLAGS,
      backendProtocolVersion: Object.values(library.AwsBackendProtocolVersion),
    },
    reads: ({ scheme, certificateArns, listensHttps }) => ({
      internal: scheme === INTERNAL,
      fronts: (listensHttps ?? certificateArns) ? ['80 http', '443 https'] : ['80 http'],
      redirects: Boolean(listensHttps ?? certificateArns),
    }),
  },
  {
    make: library.AwsInTreeNetworkLoadBalancer,
    props: inTree,
    reads: ({ scheme }) => ({ internal: scheme === INTERNAL }),
  },
  { make: library.AwsClassicLoadBalancer, props: inTree, reads: ({ scheme }) => ({ internal: scheme === INTERNAL }) },
];
