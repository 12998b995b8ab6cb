import { backend, balancer, ingress, readOnly } from '../objects';

describe('the Application Gateway for Containers', () => {
  const gateway = ingress(
    { 'alb.networking.azure.io/alb-name': 'alb' },
    { ...ingress().spec, ingressClassName: 'azure-alb-external' },
  );
  const policy = {
    kind: 'HealthCheckPolicy',
    metadata: { name: 'kong', namespace: 'kong' },
    spec: { targetRef: { kind: 'Service', name: 'kong' }, default: { port: 8100, http: { path: '/status' } } },
  };

  test.each([
    [
      'without its own policy',
      [{ ...policy, spec: { targetRef: { kind: 'Service', name: 'other' } } }],
      { port: 'traffic-port', path: '/' },
    ],
    ['with a policy', [policy], { port: 8100, path: '/status' }],
  ])('%s', (_, policies, healthCheck) => {
    expect(balancer(gateway, [backend(), ...policies])).toMatchObject({
      id: 'aks-application-gateway-for-containers',
      http: { forwardedFor: { mode: 'append' }, overwrites: { 'X-Forwarded-Proto': '{scheme}' } },
      healthCheck,
    });
  });

  test('without any policy in the input, what is checked is not known', () => {
    expect(readOnly(gateway, [backend()])).toMatchObject({ state: 'unsettled', doubt: 'missing-object' });
  });
});
