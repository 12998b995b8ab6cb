import { KubernetesObject } from '../../../src/controllers/balancer';
import { readings, readingsByAnnotation } from '../../../src/controllers/registry';
import { backend, clusterOf, ingress, prefixed, remarks } from '../objects';

/*
 * Several Ingresses, one balancer. That the model makes of groups what the controller's own code makes of them is
 * shown by test/controllers/real; here is what the check says of them.
 */

const ALB = 'alb.ingress.kubernetes.io/';
const MODE = 'routing.http.xff_header_processing.mode';
const PRESERVE = { 'load-balancer-attributes': `${MODE}=preserve` };

const member = (
  name: string,
  annotations: Record<string, string> = {},
  ingressClassName = 'alb',
  namespace = 'kong',
): KubernetesObject => ({
  ...ingress(prefixed(ALB, { 'target-type': 'ip', 'group.name': 'g', ...annotations }), {
    ...ingress().spec,
    ingressClassName,
  }),
  metadata: { name, namespace, annotations: prefixed(ALB, { 'target-type': 'ip', 'group.name': 'g', ...annotations }) },
});
const ingressClass = (name: string) => ({
  kind: 'IngressClass',
  metadata: { name },
  spec: {
    controller: 'ingress.k8s.aws/alb',
    parameters: { apiGroup: 'elbv2.k8s.aws', kind: 'IngressClassParams', name },
  },
});
const params = (name: string, spec: object) => ({ kind: 'IngressClassParams', metadata: { name }, spec });
const read = (own: KubernetesObject, ...others: object[]) => readings(own, clusterOf([own, backend(), ...others]))[0];

test('what any member says holds for all, and the finding names it', () => {
  const reading = read(member('kong'), member('other', PRESERVE, 'alb', 'elsewhere'));
  expect(reading.balancer!.http!.forwardedFor).toEqual({ mode: 'preserve' });
  expect(reading.remarks).toEqual([
    expect.objectContaining({ rule: 'alb-xff-mode', why: expect.stringContaining('elsewhere/other') }),
  ]);
});

test('the class of the member that comes first wins over what all of them say', () => {
  const objects = [
    ingressClass('special'),
    params('special', { loadBalancerAttributes: [{ key: MODE, value: 'preserve' }] }),
  ];
  const ours = member('kong', { 'load-balancer-attributes': `${MODE}=append` });
  expect(read(ours, member('aaa', {}, 'special'), ...objects).balancer!.http!.forwardedFor).toEqual({
    mode: 'preserve',
  });
  expect(read(ours, member('zzz', {}, 'special'), ...objects).balancer!.http!.forwardedFor.mode).toBe('append');
  expect(
    read(ours, member('zzz', { 'group.order': '-1' }, 'special'), ...objects).balancer!.http!.forwardedFor,
  ).toEqual({ mode: 'preserve' });
});

test('a group by the parameters of a class', () => {
  const objects = [ingressClass('alb'), params('alb', { group: { name: 'g' } })];
  expect(
    read(member('kong'), member('other', { ...PRESERVE, 'group.name': 'another' }), ...objects).balancer!.http!
      .forwardedFor,
  ).toEqual({ mode: 'preserve' });
});

test.each<[string, Record<string, string>, Record<string, string>, string]>([
  ['attributes', { 'load-balancer-attributes': `${MODE}=append` }, PRESERVE, 'load-balancer-attributes'],
  ['schemes', { scheme: 'internal' }, { scheme: 'internet-facing' }, 'scheme'],
  ['networks', { 'inbound-cidrs': '192.0.2.0/24' }, { 'inbound-cidrs': '198.51.100.0/24' }, 'inbound-cidrs'],
  ['security groups', { 'security-groups': 'sg-1' }, { 'security-groups': 'sg-2' }, 'security-groups'],
  ['what a port speaks', {}, { 'listen-ports': '[{"HTTPS":80}]', 'certificate-arn': 'arn' }, 'listen-ports'],
  ['a member that cannot be read', {}, { 'healthcheck-port': ' 8100' }, 'healthcheck-port'],
])('members that disagree have no balancer: %s', (_, own, other, suffix) => {
  const reading = read(member('kong', own), member('other', other));
  expect(reading.state).toBe('refused');
  expect(remarks(reading)).toContain(`annotation-refused metadata.annotations[${ALB}${suffix}]`);
});

test('who may connect is said by any member', () => {
  const ranged = member('kong', { 'inbound-cidrs': '192.0.2.0/24' });
  expect(read(ranged, member('other')).balancer!.admits).toEqual(['192.0.2.0/24']);
  expect(read(member('kong'), member('other', { 'inbound-cidrs': '192.0.2.0/24' })).balancer!.admits).toEqual([
    '192.0.2.0/24',
  ]);
  // The groups are known to the cloud alone, and the networks are not read any more.
  expect(read(ranged, member('other', { 'security-groups': 'sg-open' })).balancer!.admits).toEqual([]);
});

test.each<[string, Record<string, string>]>([
  ['no group', { 'security-groups': '' }],
  ['no group either', { 'security-groups': ' ,' }],
  ['no list', { 'security-group-prefix-lists': '' }],
  ['halves of the world', { 'inbound-cidrs': '0.0.0.0/1,128.0.0.0/1' }],
  ['the world beside a list', { 'inbound-cidrs': '0.0.0.0/0', 'security-group-prefix-lists': 'pl-1' }],
])('%s admits all sources', (_, annotations) => {
  expect(read(member('kong', annotations)).balancer!.admits).toBeUndefined();
});

test.each([{ inboundCIDRs: [] }, { prefixListsIDs: [] }])(
  'empty parameters %j leave the annotations in force',
  (spec) => {
    const found = read(
      member('kong', { 'inbound-cidrs': '192.0.2.0/24' }, 'special'),
      ingressClass('special'),
      params('special', spec),
    );
    expect(found.balancer!.admits).toEqual(['192.0.2.0/24']);
  },
);

test('parameters that are not in the input are asked for', () => {
  const reading = read(member('kong', {}, 'special'), ingressClass('special'));
  expect(reading).toMatchObject({ state: 'unsettled', doubt: 'missing-object' });
  expect(remarks(reading)).toEqual(['balancer-unknown spec.ingressClassName']);
});

describe('a backend by the annotation actions.NAME', () => {
  const byAction = (action: string) => ({
    ...member('kong', { 'actions.weighted': action }),
    spec: {
      ingressClassName: 'alb',
      rules: [{ http: { paths: [{ backend: { service: { name: 'weighted', port: { name: 'use-annotation' } } } }] } }],
    },
  });

  test('is a way to the Services of its target groups', () => {
    const targetGroups = [
      { serviceName: 'kong', servicePort: '80', weight: 1 },
      { targetGroupARN: 'arn', weight: 1 },
    ];
    expect(
      read(byAction(JSON.stringify({ type: 'forward', forwardConfig: { targetGroups } }))).balancer!.frontends,
    ).toEqual([expect.objectContaining({ service: 'kong', servicePort: 80 })]);
  });

  test('is refused where it cannot be read', () => {
    expect(remarks(read(byAction('{')))).toEqual([`annotation-refused metadata.annotations[${ALB}actions.weighted]`]);
  });
});

describe('a Service that is no load balancer', () => {
  const AWS = 'service.beta.kubernetes.io/aws-load-balancer-';
  const found = (annotations: Record<string, string>, spec: object = {}) =>
    readingsByAnnotation(backend(prefixed(AWS, annotations), spec), clusterOf([]));

  test.each<[Record<string, string>, string]>([
    [{ type: 'nlb-ip' }, 'made'],
    [{ type: 'external', 'nlb-target-type': 'ip' }, 'made'],
    [{ type: 'external', 'nlb-target-type': 'instance' }, 'refused'],
  ])('has a Network Load Balancer by %j', (annotations, state) => {
    expect(found(annotations)).toEqual([
      expect.objectContaining({ controller: 'aws-load-balancer-controller', state }),
    ]);
  });

  test.each<Record<string, string>>([
    { type: 'external', 'nlb-target-type': 'Instance' },
    { type: 'nlb' },
    { scheme: 'internal' },
  ])('has none by %j', (annotations) => {
    expect(found(annotations)).toEqual([]);
  });

  test('of type LoadBalancer is not read twice', () => {
    expect(found({ type: 'nlb-ip' }, { type: 'LoadBalancer' })).toEqual([]);
  });
});

test("a listener that writes into a header of the client's is not understood", () => {
  const attributes = {
    'listener-attributes.HTTPS-443':
      'routing.http.request.x_amzn_mtls_clientcert_subject.header_name=X-For\\warded-For',
  };
  expect(read(member('kong'), member('other', attributes))).toMatchObject({
    state: 'unsettled',
    doubt: 'unknown-balancer',
  });
});
