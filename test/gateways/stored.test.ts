import { App, Chart, Size, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { GkeNetworkLoadBalancer, LocalTrafficKong, LocalTrafficKongProps, NodePorts, TrustedProxies } from '../../src';
import { storedResources, storedSize } from '../../src/gateways/resources';
import { configuration } from '../helpers';

test.each([
  [0, '0'],
  [1, '1Mi'],
  [512, '512Mi'],
  [1024, '1Gi'],
  [1536, '1536Mi'],
  [2048, '2Gi'],
  [1024 * 1024, '1Ti'],
  [1024 ** 4, '1024Pi'],
])('%d MiB are stored as %s', (mebibytes, stored) => {
  expect(storedSize(Size.mebibytes(mebibytes))).toEqual({ value: stored });
});

test.each([
  [kplus.Cpu.millis(250), '250m'],
  [kplus.Cpu.millis(1000), '1'],
  [kplus.Cpu.units(2), '2'],
  [kplus.Cpu.units(0.5), '500m'],
  [kplus.Cpu.units(1.5), '1500m'],
])('CPU is stored as the API server writes it: %j as %s', (request, stored) => {
  expect(storedResources({ cpu: { request } })).toEqual({ requests: { cpu: { value: stored } } });
});

describe('what the API server would refuse', () => {
  const gateway =
    (props: Partial<LocalTrafficKongProps>, chart = Testing.chart()) =>
    () =>
      new LocalTrafficKong(chart, 'Kong', { loadBalancer: new GkeNetworkLoadBalancer(), configuration, ...props });
  const secret = (chart: Chart, id: string) => kplus.Secret.fromSecretName(chart, id, 'registry');

  test('a name that begins with a digit', () => {
    expect(gateway({}, new Chart(new App(), '1chart'))).toThrow('begin with a digit ("1chart-kong-deployment-');
  });

  test('a pull secret twice', () => {
    const chart = Testing.chart();
    expect(gateway({ imagePullSecrets: [secret(chart, 'A'), secret(chart, 'B')] }, chart)).toThrow(
      'imagePullSecrets[1] is "registry" again',
    );
  });

  test('one node port for both ports', () => {
    expect(gateway({ loadBalancer: new NodePorts({ httpNodePort: 30080, httpsNodePort: 30080 }) })).toThrow(
      'are both 30080',
    );
  });

  test.each([
    ['0o17', 'writes without quotes'],
    ['\ud800', 'a lone surrogate'],
  ])('a value of a variable: %j', (value, message) => {
    expect(gateway({ env: { KONG_LOG_LEVEL: value } })).toThrow(message);
  });

  test('a reason that fills the annotations', () => {
    expect(() => TrustedProxies.anyone({ reason: 'x'.repeat(300_000) })).toThrow('write a sentence of at most 10000');
  });
});
