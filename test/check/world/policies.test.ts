import { objectsOfExample } from './objects';
import { checkObjects } from '../../../src/check/check';
import { ClientIpCheckOptions } from '../../../src/check/options';

const LOCAL = { 'cloud.google.com/l4-rbs': 'enabled' };
const verdict = (more: readonly object[], pod: object = {}, options: ClientIpCheckOptions = {}) =>
  checkObjects(objectsOfExample({}, LOCAL, more, pod), options)[0].verdict;

describe('policies', () => {
  const policy = (ingress: object[]) => [
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'p', namespace: 'kong' },
      spec: { podSelector: {}, policyTypes: ['Ingress'], ingress },
    },
  ];

  test.each<[string, object[], string]>([
    ['nobody', [], 'unknown'],
    ['pods', [{ from: [{ podSelector: {} }] }], 'unknown'],
    ['another port', [{ ports: [{ port: 9000 }] }], 'unknown'],
    [
      'another protocol',
      [
        {
          ports: [
            { port: 8000, protocol: 'UDP' },
            { port: 8443, protocol: 'UDP' },
          ],
        },
      ],
      'unknown',
    ],
    ['nodes', [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }], 'unknown'],
    ['everybody', [{}], 'kept'],
    ['everybody by a range of ports', [{ ports: [{ port: 8000, endPort: 8443 }] }], 'kept'],
    ['everybody of the other family', [{ from: [{ ipBlock: { cidr: '::/0' } }] }], 'unknown'],
    ['some clients', [{ from: [{ ipBlock: { cidr: '203.0.113.0/24' } }] }], 'kept'],
  ])('that admit %s', (_, ingress, expected) => {
    expect(verdict(policy(ingress))).toBe(expected);
  });
});

describe('a policy that closes a way by which clients would forge their address', () => {
  const second = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'direct', namespace: 'kong', annotations: LOCAL },
    spec: {
      type: 'LoadBalancer',
      externalTrafficPolicy: 'Local',
      selector: { app: 'kong' },
      ports: [{ port: 80, targetPort: 8000 }],
    },
  };
  const admitting = (cidr: string) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'p', namespace: 'kong' },
    spec: { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr } }] }] },
  });

  test.each([
    ['203.0.113.0/24', 'forgeable'],
    ['10.0.0.0/8', 'unknown'],
  ])('for clients in %s', (cidr, expected) => {
    const env = { KONG_TRUSTED_IPS: '0.0.0.0/0' };
    const objects = objectsOfExample(env, LOCAL, [second, admitting(cidr)]);
    expect(checkObjects(objects)[0].verdict).toBe(expected);
  });
});
