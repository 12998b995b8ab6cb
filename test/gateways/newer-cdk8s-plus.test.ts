import { Chart, Testing } from 'cdk8s';
import * as newest from 'cdk8s-plus-newest';
import { AksLoadBalancer, KongConfiguration, LocalTrafficKong } from '../../src';
import { pod } from '../helpers';

/** A gateway that uses objects of a newer cdk8s-plus. That this compiles is half of the test. */
function gateway(chart: Chart, configuration: KongConfiguration) {
  return new LocalTrafficKong(chart, 'Kong', {
    loadBalancer: new AksLoadBalancer(),
    configuration,
    tlsSecret: newest.Secret.fromSecretName(chart, 'Tls', 'tls'),
    imagePullSecrets: [newest.Secret.fromSecretName(chart, 'Registry', 'registry')],
    license: { secret: newest.Secret.fromSecretName(chart, 'License', 'license'), key: 'entry' },
    serviceAccount: newest.ServiceAccount.fromServiceAccountName(chart, 'Account', 'gateway'),
  });
}

test('Secrets and a ServiceAccount of a newer cdk8s-plus are used by their names', () => {
  const chart = Testing.chart();
  const kong = gateway(chart, KongConfiguration.fromSecret(newest.Secret.fromSecretName(chart, 'Routes', 'routes')));
  const { volumes, imagePullSecrets, serviceAccountName, containers } = pod(kong);
  expect(volumes).toContainEqual({ name: 'kong-tls', secret: { secretName: 'tls' } });
  expect(volumes).toContainEqual(
    expect.objectContaining({ secret: expect.objectContaining({ secretName: 'routes' }) }),
  );
  expect(imagePullSecrets).toEqual([{ name: 'registry' }]);
  expect(serviceAccountName).toBe('gateway');
  expect(containers[0].env).toContainEqual({
    name: 'KONG_LICENSE_DATA',
    valueFrom: { secretKeyRef: { name: 'license', key: 'entry' } },
  });
});

test('a ConfigMap that a newer cdk8s-plus makes is mounted, and restarts the pods when it changes', () => {
  const checksumOf = (text: string) => {
    const chart = Testing.chart();
    const routes = new newest.ConfigMap(chart, 'Routes', { data: { 'kong.yml': text } });
    const kong = gateway(chart, KongConfiguration.fromConfigMap(routes));
    expect(pod(kong).volumes).toContainEqual(
      expect.objectContaining({ configMap: expect.objectContaining({ name: routes.name }) }),
    );
    return Testing.synth(chart).find(({ kind }) => kind === 'Deployment').spec.template.metadata.annotations[
      'checksum/config'
    ];
  };
  expect(checksumOf('one')).toEqual(checksumOf('one'));
  expect(checksumOf('one')).not.toEqual(checksumOf('two'));
});
