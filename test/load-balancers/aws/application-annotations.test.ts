import { Testing } from 'cdk8s';
import {
  AwsApplicationLoadBalancer,
  AwsApplicationLoadBalancerProps,
  AwsBackendProtocolVersion,
  AwsIpAddressType,
} from '../../../src';

/**
 * Every annotation of an Ingress that the AWS Load Balancer Controller 3.5 reads.
 *
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/
 */
const PREFIX = 'alb.ingress.kubernetes.io/';
const bind = (props: AwsApplicationLoadBalancerProps) =>
  new AwsApplicationLoadBalancer(props).bindHeaderForwarding(Testing.chart()).ingress!.annotations!;

const byProp: [string, AwsApplicationLoadBalancerProps][] = [
  ['scheme', {}],
  ['target-type', {}],
  ['listen-ports', {}],
  ['backend-protocol', {}],
  ['healthcheck-port', {}],
  ['healthcheck-protocol', {}],
  ['healthcheck-path', {}],
  ['load-balancer-attributes', { attributes: { 'idle_timeout.timeout_seconds': '60' } }],
  ['load-balancer-name', { name: 'kong' }],
  ['group.name', { groupName: 'edge' }],
  ['tags', { tags: { team: 'edge' } }],
  ['ip-address-type', { ipAddressType: AwsIpAddressType.DUALSTACK }],
  ['subnets', { subnets: ['subnet-1', 'subnet-2'] }],
  ['security-groups', { securityGroups: ['sg-1'] }],
  ['inbound-cidrs', { sourceRanges: ['192.0.2.0/24'] }],
  ['certificate-arn', { certificateIds: ['arn:1'] }],
  ['ssl-redirect', { certificateIds: ['arn:1'] }],
  ['ssl-policy', { certificateIds: ['arn:1'], sslPolicy: 'x' }],
  ['backend-protocol-version', { certificateIds: ['arn:1'], backendProtocolVersion: AwsBackendProtocolVersion.HTTP2 }],
  ['success-codes', { certificateIds: ['arn:1'], backendProtocolVersion: AwsBackendProtocolVersion.GRPC }],
  ['security-group-prefix-lists', { prefixLists: ['pl-1'] }],
  ['target-group-attributes', { targetGroupAttributes: { 'stickiness.enabled': 'true' } }],
];

const free = [
  'group.order',
  'customer-owned-ipv4-pool',
  'wafv2-acl-arn',
  'wafv2-acl-name',
  'waf-acl-id',
  'web-acl-id',
  'shield-advanced-protection',
  'healthcheck-interval-seconds',
  'healthcheck-timeout-seconds',
  'healthy-threshold-count',
  'unhealthy-threshold-count',
  'auth-type',
  'auth-idp-cognito',
  'auth-idp-oidc',
  'auth-on-unauthenticated-request',
  'auth-scope',
  'auth-session-cookie',
  'auth-session-timeout',
  'jwt-validation',
  'target-node-labels',
  'manage-backend-security-group-rules',
  'mutual-authentication',
  'listener-attributes.HTTP-80',
  'listener-attributes.HTTPS-443',
  'multi-cluster-target-group',
  'minimum-load-balancer-capacity',
  'ipam-ipv4-pool-id',
  'use-regex-path-match',
  'target-control-port.kong.80',
  'create-acm-cert',
  'acm-pca-arn',
  'dry-run-plan',
  'actions.response-503',
  'conditions.kong',
  'transforms.kong',
  'enable-frontend-nlb',
  'frontend-nlb-scheme',
  'frontend-nlb-subnets',
  'frontend-nlb-security-groups',
  'frontend-nlb-listener-port-mapping',
  'frontend-nlb-eip-allocations',
  'frontend-nlb-healthcheck-port',
  'frontend-nlb-healthcheck-protocol',
  'frontend-nlb-healthcheck-path',
  'frontend-nlb-healthcheck-interval-seconds',
  'frontend-nlb-healthcheck-timeout-seconds',
  'frontend-nlb-healthcheck-healthy-threshold-count',
  'frontend-nlb-healthcheck-unhealthy-threshold-count',
  'frontend-nlb-healthcheck-success-codes',
  'frontend-nlb-attributes',
  'frontend-nlb-tags',
];

/** The class is in the Ingress's own field. */
const owned = ['kubernetes.io/ingress.class'];

test('the table names each annotation once', () => {
  expect(new Set([...byProp.map(([suffix]) => suffix), ...free, ...owned]).size).toBe(
    byProp.length + free.length + owned.length,
  );
  expect(byProp.length + free.length + owned.length).toBe(74);
});

test.each(byProp)('%s is set by a prop, %j', (suffix, props) => {
  expect(bind(props)).toHaveProperty([`${PREFIX}${suffix}`]);
});

test.each(free)('%s is set by its key', (suffix) => {
  expect(
    bind({ certificateIds: ['arn:1'], annotations: { [`${PREFIX}${suffix}`]: 'value' } })[`${PREFIX}${suffix}`],
  ).toBe('value');
});

test.each([...byProp.map(([suffix]) => `${PREFIX}${suffix}`), ...owned])('%s is refused as a key', (key) => {
  expect(() => bind({ annotations: { [key]: 'value' } })).toThrow(
    new Error(
      `[test] annotation ${key} ("value") belongs to AwsApplicationLoadBalancer; use the load balancer's own props, or leave it out`,
    ),
  );
});
