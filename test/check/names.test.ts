import { check } from '../../src/check/check';
import { manifest } from '../../src/check/rules/example';

const LOCAL = { annotations: { 'cloud.google.com/l4-rbs': 'enabled' }, externalTrafficPolicy: 'Local' };
const ignored = (name: string) =>
  check([{ name: 'a.yaml', text: manifest({ env: { [name]: '10.0.0.0/8' }, service: LOCAL }) }])
    .gateways[0].findings.filter(({ rule }) => rule === 'env-name-ignored')
    .map(({ mend }) => mend);

test.each([
  'KONG_NGINX_SPROXY_SET_REAL_IP_FROM',
  'KONG_NGINX_HTTP_SET_REAL_IP_FROM',
  'KONG_LUA_MAX_RESP_HEADERS',
  'KONG_TRUSTED_IPS',
  'KONG_PLUGINS',
])('%s is a name that Kong knows', (name) => {
  expect(ignored(name)).toEqual([]);
});

test.each([
  ['KONG_TRUSTED_IP', 'Write KONG_TRUSTED_IPS.'],
  ['KONG_KONG_TRUSTED_IPS', 'Write KONG_TRUSTED_IPS.'],
  ['KONG_READ_IP_HEADER', 'Write KONG_REAL_IP_HEADER.'],
])('%s is a slip of the pen', (name, mend) => {
  expect(ignored(name)).toEqual([mend]);
});
