import { Testing } from 'cdk8s';
import { GkeNetworkLoadBalancer, GkeNetworkLoadBalancerProps, IpFamily, LocalTrafficKong } from '../../../src';
import { configuration, manifest } from '../../helpers';
import { refusalOf } from '../service-balancer';

const bind = (props?: GkeNetworkLoadBalancerProps) =>
  new GkeNetworkLoadBalancer(props).bindLocalTraffic(Testing.chart());
const rbs = { 'cloud.google.com/l4-rbs': 'enabled' };
const internal = { 'networking.gke.io/load-balancer-type': 'Internal' };

test('an external balancer is based on a backend service, and reaches Kong over both families', () => {
  const { reservedAnnotations, ...binding } = bind();
  expect(binding).toEqual({
    loadBalancerKind: 'gke-network',
    annotations: rbs,
    externalTrafficPolicy: 'Local',
    drainSeconds: 30,
  });
});

test.each<[GkeNetworkLoadBalancerProps, { [key: string]: string }]>([
  [{ internalOnly: false, globalAccess: false, weightedByPods: false }, rbs],
  [{ weightedByPods: true }, { ...rbs, 'networking.gke.io/weighted-load-balancing': 'pods-per-node' }],
  [{ staticIpNames: ['kong', 'kong-v6'] }, { ...rbs, 'networking.gke.io/load-balancer-ip-addresses': 'kong,kong-v6' }],
  [
    { annotations: { 'cloud.google.com/network-tier': 'Standard' } },
    { ...rbs, 'cloud.google.com/network-tier': 'Standard' },
  ],
  [{ internalOnly: true }, internal],
  [
    { internalOnly: true, globalAccess: true },
    { ...internal, 'networking.gke.io/internal-load-balancer-allow-global-access': 'true' },
  ],
  [
    { internalOnly: true, subnet: 'edge' },
    {
      ...internal,
      'networking.gke.io/load-balancer-subnet': 'edge',
      'networking.gke.io/internal-load-balancer-subnet': 'edge',
    },
  ],
  [{ useLoadBalancerClass: true }, {}],
  [
    { useLoadBalancerClass: true, internalOnly: true, weightedByPods: true, staticIpNames: ['kong'] },
    {
      'networking.gke.io/weighted-load-balancing': 'pods-per-node',
      'networking.gke.io/load-balancer-ip-addresses': 'kong',
    },
  ],
])('%j', (props, annotations) => {
  expect(bind(props).annotations).toEqual(annotations);
});

test.each([
  [{}, undefined, undefined],
  [{ internalOnly: true }, undefined, [IpFamily.IPV4]],
  [{ useLoadBalancerClass: true }, 'networking.gke.io/l4-regional-external', undefined],
  [{ useLoadBalancerClass: true, internalOnly: true }, 'networking.gke.io/l4-regional-internal', undefined],
])('%j has the class %s, and reaches Kong over %j', (props, loadBalancerClass, ipFamilies) => {
  expect(bind(props)).toMatchObject({ loadBalancerClass, ipFamilies });
});

test('an internal balancer without subsetting makes no IPv6 balancer, so IPv6 is refused', () => {
  const gateway = (props: GkeNetworkLoadBalancerProps) =>
    new LocalTrafficKong(Testing.chart(), 'Kong', {
      loadBalancer: new GkeNetworkLoadBalancer(props),
      ipFamilies: [IpFamily.IPV4, IpFamily.IPV6],
      configuration,
    });
  expect(() => gateway({ internalOnly: true })).toThrow('the load balancer does not reach Kong over IPv6');
  expect(manifest(gateway({ internalOnly: true, useLoadBalancerClass: true }).service).spec).toMatchObject({
    loadBalancerClass: 'networking.gke.io/l4-regional-internal',
    ipFamilies: ['IPv4', 'IPv6'],
  });
});

test('has the source ranges in a field of the Service', () => {
  expect(bind({ sourceRanges: ['192.0.2.0/24'] }).sourceRanges).toEqual(['192.0.2.0/24']);
});

test('does not follow later changes of the props', () => {
  const props = { internalOnly: true, sourceRanges: ['192.0.2.0/24'] };
  const loadBalancer = new GkeNetworkLoadBalancer(props);
  props.internalOnly = false;
  props.sourceRanges.push('0.0.0.0/0');
  expect(loadBalancer.bindLocalTraffic(Testing.chart())).toMatchObject({
    annotations: internal,
    sourceRanges: ['192.0.2.0/24'],
  });
});

test.each<[any, string]>([
  [{ globalAccess: true }, 'globalAccess true is for internal balancers only; set internalOnly, or leave it out'],
  [
    { subnet: 'edge', internalOnly: false },
    'subnet "edge" is for internal balancers only; set internalOnly, or leave it out',
  ],
  [
    { internalOnly: true, weightedByPods: true },
    'weightedByPods true is ignored by an internal balancer without GKE subsetting; set useLoadBalancerClass, or leave it out',
  ],
  [
    { internalOnly: true, staticIpNames: ['a'] },
    'staticIpNames ["a"] is ignored by an internal balancer without GKE subsetting; set useLoadBalancerClass, or leave it out',
  ],
  [
    { staticIpNames: ['a', 'b', 'c'] },
    'staticIpNames ["a","b","c"] are too many: GKE reads two names; write one address of IPv4, one of IPv6, or both',
  ],
  [{ staticIpNames: [] }, 'staticIpNames must be a list with at least one item, got []'],
  [{ staticIpNames: ['a,b'] }, 'staticIpNames: "a,b" is not one item'],
  [{ internalOnly: true, subnet: '' }, 'subnet must be a string without surrounding blanks or line breaks, got ""'],
  [{ internalOnly: true, subnet: 'edge\n' }, 'subnet must be a string'],
  [{ internalOnly: 'false' }, 'internalOnly must be true or false, got "false"'],
  [{ weightedByPods: 'true' }, 'weightedByPods must be true or false, got "true"'],
  [{ useLoadBalancerClass: 'networking.gke.io/l4-regional-external' }, 'useLoadBalancerClass must be true or false'],
  [{ internalOnly: true, globalAccess: 1 }, 'globalAccess must be true or false, got 1'],
])('refuses %j', (props, message) => {
  expect(refusalOf(() => bind(props))).toContain(message);
});

const owned = [
  'networking.gke.io/load-balancer-type',
  'cloud.google.com/load-balancer-type',
  'networking.gke.io/internal-load-balancer-allow-global-access',
  'networking.gke.io/load-balancer-subnet',
  'networking.gke.io/internal-load-balancer-subnet',
  'networking.gke.io/weighted-load-balancing',
  'networking.gke.io/load-balancer-ip-addresses',
  'cloud.google.com/l4-rbs',
  'service.beta.kubernetes.io/load-balancer-source-ranges',
];

test.each(owned)('owns %s', (key) => {
  expect(() => bind({ annotations: { [key]: 'x' } })).toThrow(
    new Error(
      `[test] annotation ${key} ("x") belongs to GkeNetworkLoadBalancer; use the load balancer's own props, or leave it out`,
    ),
  );
  expect(bind().reservedAnnotations).toContain(key);
});
