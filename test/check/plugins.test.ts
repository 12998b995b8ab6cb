import { stringify } from 'yaml';
import { check } from '../../src/check/check';
import { manifest } from '../../src/check/rules/example';

const CLEAN = {
  KONG_REQUEST_DEBUG: 'off',
  KONG_NGINX_PROXY_MORE_CLEAR_INPUT_HEADERS: 'X-Forwarded* X_Forwarded* Forwarded X-Real-IP X_Real* X-Real_IP',
};
const LOCAL = { annotations: { 'cloud.google.com/l4-rbs': 'enabled' }, externalTrafficPolicy: 'Local' };

const told = (more: object[], env: Record<string, string> = CLEAN, pod: { container?: object; pod?: object } = {}) => {
  const [{ findings, verdict }] = check([
    { name: 'a.yaml', text: manifest({ env, service: LOCAL, more, ...pod }) },
  ]).gateways;
  expect(verdict).toBe('kept');
  return findings
    .filter(({ rule }) => rule.startsWith('plugin-'))
    .map(({ rule, object, why }) => [rule, object, why.split(',')[0].split(':')[0]]);
};
const plugin = (name: string, config: object, kind = 'KongPlugin') => ({
  apiVersion: 'configuration.konghq.com/v1',
  kind,
  metadata: { name: 'x', namespace: 'kong' },
  plugin: name,
  config,
});
const configuration = (content: object) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'kong', namespace: 'kong' },
  data: { 'kong.yml': stringify(content) },
});
const MOUNTED = {
  container: { volumeMounts: [{ name: 'c', mountPath: '/kong_dbless' }] },
  pod: { volumes: [{ name: 'c', configMap: { name: 'kong' } }] },
};
const DBLESS = { ...CLEAN, KONG_DECLARATIVE_CONFIG: '/kong_dbless/kong.yml' };

test('a limit by a header that clients write is told, one by the address is not', () => {
  expect(
    told([plugin('rate-limiting', { limit_by: 'header', header_name: 'True-Client-IP' }, 'KongClusterPlugin')]),
  ).toEqual([
    [
      'plugin-reads-client-header',
      'KongClusterPlugin/kong/x',
      'The plugin rate-limiting counts by the header True-Client-IP',
    ],
  ]);
  expect(
    told([plugin('rate-limiting-advanced', { identifier: 'header', header_name: 'cf_connecting_ip' })]),
  ).toHaveLength(1);
  for (const config of [
    { limit_by: 'ip', header_name: 'True-Client-IP' },
    { limit_by: 'header', header_name: 'X-Api-Key' },
    { limit_by: 'header' },
  ]) {
    expect(told([plugin('rate-limiting', config)])).toEqual([]);
  }
});

test("a header that nginx removes is the client's no more", () => {
  const limit = [plugin('rate-limiting', { limit_by: 'header', header_name: 'X-Real-IP' })];
  expect(told(limit)).toEqual([]);
  expect(told(limit, { ...CLEAN, KONG_NGINX_PROXY_MORE_CLEAR_INPUT_HEADERS: 'Forwarded' })).toHaveLength(1);
});

test('plugins and routes of a declarative configuration are read, wherever they stand in it', () => {
  const content = {
    _format_version: '3.0',
    plugins: [{ name: 'rate-limiting', config: { limit_by: 'ip' } }],
    services: [
      {
        name: 'a',
        routes: [
          {
            name: 'r',
            headers: { 'CF-Connecting-IP': ['10.0.0.1'] },
            plugins: [{ name: 'post-function', config: { access: ['ngx.var.upstream_x_forwarded_for = "1.2.3.4"'] } }],
          },
        ],
      },
    ],
  };
  expect(told([configuration(content)], DBLESS, MOUNTED)).toEqual([
    ['plugin-reads-client-header', 'ConfigMap/kong/kong', 'A route is chosen by the header CF-Connecting-IP'],
    [
      'plugin-changes-client',
      'ConfigMap/kong/kong',
      'The plugin post-function sets a variable from which Kong writes a forwarded header',
    ],
  ]);
  expect(told([], { ...CLEAN, KONG_DECLARATIVE_CONFIG_STRING: JSON.stringify(content) })).toHaveLength(2);
  expect(told([], { ...CLEAN, KONG_DECLARATIVE_CONFIG_STRING: '{"a' })).toEqual([]);
});

test("a plugin that writes a second line beside Kong's own is told, other ones are not", () => {
  expect(told([plugin('request-transformer', { add: { headers: ['X_Real_IP:1.2.3.4'] } })])).toHaveLength(1);
  expect(told([plugin('correlation-id', { header_name: 'X_Forwarded_For' })])).toHaveLength(1);
  expect(told([plugin('request-transformer', { add: { headers: ['X-Real-IP:1.2.3.4', 'X-Tenant:a'] } })])).toEqual([]);
  expect(told([plugin('pre-function', { access: ['kong.log("x")'] })])).toEqual([]);
});
