import { FLAGS, RANGES, Row, SUBNETS } from './row';
import * as library from '../../../src';

const TAGS = [{ team: 'edge' }];
const ofController = {
  internalOnly: FLAGS,
  subnets: SUBNETS,
  tags: TAGS,
  eksAutoMode: FLAGS,
  name: ['kong'],
  ipAddressType: Object.values(library.AwsIpAddressType),
  certificateIds: [['arn:1'], ['arn:1', 'arn:2']],
  sslPolicy: ['policy'],
  securityGroups: [['sg-1']],
  prefixLists: [['pl-1']],
  attributes: [{ 'deletion_protection.enabled': 'true' }],
  targetGroupAttributes: [{ 'stickiness.enabled': 'true' }],
};
const inTree = { internalOnly: FLAGS, subnets: SUBNETS, tags: TAGS, sourceRanges: RANGES, certificateId: ['arn:1'] };

const ofGateways = {
  internalOnly: FLAGS,
  subnets: SUBNETS,
  tags: TAGS,
  name: ['kong'],
  securityGroups: [['sg-1']],
  sourceRanges: RANGES,
  attributes: [{ 'deletion_protection.enabled': 'true' }],
  targetGroupAttributes: [{ 'stickiness.enabled': 'true' }],
};

export const AWS_ROWS: readonly Row[] = [
  {
    make: library.AwsGatewayNetworkLoadBalancer,
    least: { gatewayClassName: 'aws-nlb' },
    props: ofGateways,
    reads: ({ internalOnly = false }) => ({ internal: internalOnly, targets: 'pods', fronts: ['80 tcp', '443 tcp'] }),
  },
  {
    make: library.AwsGatewayApplicationLoadBalancer,
    least: { gatewayClassName: 'aws-alb' },
    props: {
      ...ofGateways,
      certificateIds: [['arn:1'], ['arn:1', 'arn:2']],
      sslPolicy: ['policy'],
      hosts: [['api.example.com']],
    },
    reads: ({ internalOnly = false, certificateIds }) => ({
      internal: internalOnly,
      targets: 'pods',
      fronts: [certificateIds ? '443 https' : '80 http'],
    }),
  },
  {
    make: library.AwsNetworkLoadBalancer,
    props: {
      ...ofController,
      targetType: Object.values(library.AwsTargetType),
      sourceRanges: RANGES,
      eipAllocations: [['eip-1', 'eip-2']],
      loadBalancerClass: ['service.k8s.aws/nlb', 'example.com/nlb'],
    },
    reads: ({ internalOnly, targetType, certificateIds }) => ({
      internal: internalOnly ?? false,
      targets: targetType === library.AwsTargetType.IP ? 'pods' : 'nodes',
      fronts: ['80 tcp', certificateIds ? '443 tls' : '443 tcp'],
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
    reads: ({ internalOnly, certificateIds, listensHttps }) => ({
      internal: internalOnly ?? false,
      fronts: (listensHttps ?? certificateIds) ? ['80 http', '443 https'] : ['80 http'],
      redirects: Boolean(listensHttps ?? certificateIds),
    }),
  },
  {
    make: library.AwsInTreeNetworkLoadBalancer,
    props: inTree,
    reads: ({ internalOnly }) => ({ internal: internalOnly ?? false }),
  },
  {
    make: library.AwsClassicLoadBalancer,
    props: inTree,
    reads: ({ internalOnly }) => ({ internal: internalOnly ?? false }),
  },
];
