import { readings } from '../../../src/controllers/registry';
import { clusterOf, prefixed, service } from '../objects';

const AWS = 'service.beta.kubernetes.io/aws-load-balancer-';
const aws = (values: object, spec: object = {}, rest: object = {}) =>
  service(prefixed(AWS, values as Record<string, unknown>), spec, rest);

describe('who takes a Service on AWS', () => {
  const takers = (object: object, answers: object = {}) =>
    readings(object as any, clusterOf([], answers)).map(
      ({ controller, balancer: made }) => `${controller} ${made?.id}`,
    );
  const status = (hostname: string) => ({ status: { loadBalancer: { ingress: [{ hostname }] } } });

  test.each([
    [
      'nothing but the cloud',
      aws({}),
      { cloud: 'aws' },
      ['cloud-provider-aws aws-classic', 'aws-load-balancer-controller aws-nlb'],
    ],
    [
      'keys without a type',
      aws({ 'backend-protocol': 'http' }),
      {},
      ['cloud-provider-aws aws-classic', 'aws-load-balancer-controller aws-nlb'],
    ],
    [
      'type nlb',
      aws({ type: 'nlb' }),
      {},
      ['cloud-provider-aws aws-in-tree-nlb', 'aws-load-balancer-controller aws-nlb'],
    ],
    [
      'type nlb, the user says who',
      aws({ type: 'nlb' }),
      { controller: 'cloud-provider-aws' },
      ['cloud-provider-aws aws-in-tree-nlb'],
    ],
    [
      'the class beats what the user says',
      aws({ type: 'nlb' }, { loadBalancerClass: 'service.k8s.aws/nlb' }),
      { controller: 'cloud-provider-aws' },
      ['aws-load-balancer-controller aws-nlb'],
    ],
    [
      'a finalizer of the controller',
      {
        ...aws({ type: 'nlb' }),
        metadata: { finalizers: ['service.k8s.aws/resources'], annotations: { [`${AWS}type`]: 'nlb' } },
      },
      {},
      ['aws-load-balancer-controller aws-nlb'],
    ],
    [
      'a finalizer of the cloud provider',
      {
        ...aws({}),
        metadata: {
          finalizers: ['service.kubernetes.io/load-balancer-cleanup'],
          annotations: { [`${AWS}type`]: 'nlb' },
        },
      },
      {},
      ['cloud-provider-aws aws-in-tree-nlb'],
    ],
    [
      'the host name of a Classic one',
      aws({}, {}, status('a9b8c7d6e5f4031221304f5e6d7c8b9a-987654321.eu-west-1.elb.amazonaws.com')),
      {},
      ['cloud-provider-aws aws-classic'],
    ],
    [
      'the host name of the controller',
      aws({}, {}, status('k8s-kong-kongprox-0a1b2c3d4e-5f6a7b8c9d0e1f2a.elb.eu-west-1.amazonaws.com')),
      {},
      ['aws-load-balancer-controller aws-nlb'],
    ],
    ['a foreign class', aws({}, { loadBalancerClass: 'example.net/edge' }), { cloud: 'aws' }, ['unknown undefined']],
  ])('%s', (_, object, answers, expected) => {
    expect(takers(object, answers)).toEqual(expected);
  });
});
