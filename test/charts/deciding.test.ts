import { decidingText, decidingValues } from '../../src/charts/deciding';

const POD = 'spec.template.spec.containers[proxy]';

function decides(
  kind: string,
  field: string,
  { name = 'kong-kong-proxy', chart = 'kong-3.4.1', values }: { name?: string; chart?: string; values?: unknown } = {},
) {
  return decidingText(decidingValues({ kind, metadata: { name, labels: { 'helm.sh/chart': chart } } }, field, values));
}

test.each([
  ['Deployment', `${POD}.env[KONG_TRUSTED_IPS]`, 'env.trusted_ips'],
  ['Deployment', `${POD}.env[KONG_KONG_TRUSTED_IPS]`, 'env.trusted_ips'],
  ['Deployment', `${POD}.env[KONG_PROXY_LISTEN]`, 'proxy.http.parameters and proxy.tls.parameters'],
  ['Deployment', `${POD}.env[TZ]`, 'customEnv.tz'],
  ['Deployment', `${POD}.env`, 'env'],
  ['Deployment', `${POD}.envFrom`, 'envFrom'],
  ['Deployment', `${POD}.readinessProbe.httpGet.port`, 'readinessProbe'],
  ['Deployment', `${POD}.ports[proxy-tls].hostPort`, 'proxy.tls.hostPort'],
  ['DaemonSet', 'spec.template.spec.hostNetwork', 'deployment.hostNetwork'],
  ['Deployment', 'spec.template.metadata.annotations[a/b]', 'podAnnotations."a/b"'],
  ['Service', 'metadata.annotations[a.b/c]', 'proxy.annotations."a.b/c"'],
  ['Service', 'spec.externalTrafficPolicy', 'proxy.externalTrafficPolicy'],
  ['Service', 'spec.ports[kong-proxy-tls]', 'proxy.tls'],
  ['Service', 'spec.ports[kong-proxy].port', 'proxy.http.servicePort'],
  ['Service', 'spec.ports[stream-9000]', 'proxy.stream'],
  ['Ingress', 'metadata.annotations[x]', 'proxy.ingress.annotations.x'],
  ['Ingress', 'spec.ingressClassName', 'proxy.ingress.ingressClassName'],
  ['Service', 'spec.selector', undefined],
])('%s %s', (kind, field, value) => {
  expect(decides(kind, field)).toBe(value);
});

test('other Services have values of their own, and the chart ingress has them in its part', () => {
  expect(decides('Service', 'spec.type', { name: 'edge-admin' })).toBe('admin.type');
  expect(decides('Service', 'spec.type', { name: 'edge-udp-proxy' })).toBe('udpProxy.type');
  expect(decides('Service', 'spec.type', { name: 'edge-gateway-proxy', chart: 'gateway-3.2.0' })).toBe(
    'gateway.proxy.type',
  );
  expect(decides('Service', 'spec.type', { chart: 'nginx-1.0.0' })).toBeUndefined();
});

test('a variable is found where the values set it', () => {
  expect(
    decides('Deployment', `${POD}.env[KONG_TRUSTED_IPS]`, {
      values: { env: { trusted_ips: 'a' }, customEnv: { kong_trusted_ips: 'b' } },
    }),
  ).toBe('customEnv.kong_trusted_ips');
  expect(decides('Deployment', `${POD}.env[KONG_TRUSTED_IPS]`, { values: { env: { TRUSTED_IPS: 'a' } } })).toBe(
    'env.TRUSTED_IPS',
  );
  expect(decides('Deployment', `${POD}.env[KONG_PROXY_LISTEN]`, { values: { env: { proxy_listen: 'a' } } })).toBe(
    'env.proxy_listen',
  );
  expect(
    decides('Deployment', `${POD}.env[KONG_PROXY_LISTEN]`, {
      chart: 'gateway-3.2.0',
      values: { gateway: { env: { proxy_listen: 'a' } } },
    }),
  ).toBe('gateway.env.proxy_listen');
});
