import { mkdtempSync, readdirSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { headerForwarded, localTraffic, proxyProtocol } from './subjects';
import { ForwardedHeaderPolicy, Kong } from '../../src';
import { environment } from '../helpers';

const app = () => new App({ outdir: mkdtempSync(join(tmpdir(), 'kong-')) });

const edge = () => new Chart(app(), 'edge');
const local = (scope = edge(), env?: { [key: string]: string }) => localTraffic({ env }, scope);
const proxy = () => proxyProtocol({}, edge());
const header = () => headerForwarded({}, edge());

const set = (kong: Kong, key: string, value: string) =>
  kong.deployment.containers[0].env.addVariable(key, kplus.EnvValue.fromValue(value));

/** The message of the failed synthesis, which must have written nothing. */
function failedSynthesis(kong: Kong): string {
  const root = App.of(kong) as App;
  let message = '';
  try {
    root.synth();
  } catch (error) {
    message = (error as Error).message;
  }
  expect(readdirSync(root.outdir)).toEqual([]);
  return message;
}

describe('addEnv', () => {
  test("sets a variable that is the user's, and overrides a default", () => {
    const kong = local();
    kong.addEnv('KONG_LOG_LEVEL', 'debug');
    kong.addEnv('KONG_PROXY_ACCESS_LOG', 'off');
    expect(environment(kong)).toMatchObject({ KONG_LOG_LEVEL: 'debug', KONG_PROXY_ACCESS_LOG: 'off' });
  });

  test.each<[string, () => Kong, string]>([
    ['LocalTrafficKong', local, 'KONG_TRUSTED_IPS'],
    ['ProxyProtocolKong', proxy, 'KONG_TRUSTED_IPS'],
    ['HeaderForwardedKong', header, 'KONG_TRUSTED_IPS'],
  ])("refuses one that %s owns, by the construct's path and name", (name, make, key) => {
    expect(() => make().addEnv(key, '0.0.0.0/0')).toThrow(
      new Error(
        `[edge/Kong] ${key} belongs to ${name}; what Kong trusts is the prop trustedProxies of the ways through PROXY protocol or a header`,
      ),
    );
  });

  test('refuses one that is owned but not set', () => {
    expect(() => proxy().addEnv('KONG_NGINX_PROXY_REAL_IP_HEADER', 'X-Real-IP')).toThrow(
      '[edge/Kong] KONG_NGINX_PROXY_REAL_IP_HEADER belongs to ProxyProtocolKong; choose the way that fits the load balancer',
    );
  });

  test('refuses KONG_ twice', () => {
    expect(() => local().addEnv('KONG_KONG_TRUSTED_IPS', 'x')).toThrow(
      new Error('[edge/Kong] KONG_KONG_TRUSTED_IPS has KONG_ twice, and Kong would ignore it; write KONG_TRUSTED_IPS'),
    );
  });

  test('refuses what is no string', () => {
    expect(() => local().addEnv('KONG_NGINX_WORKER_PROCESSES', 4 as any)).toThrow(
      new Error('[edge/Kong] KONG_NGINX_WORKER_PROCESSES must be a string, got 4; write "4"'),
    );
  });

  test('refuses what no process could start with', () => {
    expect(() => local().addEnv('KONG_PLUGINS', 'a'.repeat(200000))).toThrow(
      '[edge/Kong] KONG_PLUGINS has 200013 bytes, and no process starts with more than 131071',
    );
  });
});

test('the prop env refuses as addEnv does', () => {
  expect(() => local(undefined, { KONG_LOG_LEVEL: 'debug', KONG_PROXY_LISTEN: 'off' })).toThrow(
    new Error(
      '[edge/Kong] KONG_PROXY_LISTEN belongs to LocalTrafficKong; the listeners follow from the load balancer, ipFamilies, ports and exposeInCluster()',
    ),
  );
});

describe('a variable changed on the container itself', () => {
  test('is found at synthesis, and no manifest is written', () => {
    const kong = proxy();
    set(kong, 'KONG_TRUSTED_IPS', '0.0.0.0/0,::/0');
    expect(failedSynthesis(kong)).toBe(
      'Validation failed with the following errors:\n' +
        '  [edge/Kong] KONG_TRUSTED_IPS belongs to ProxyProtocolKong; what Kong trusts is the prop trustedProxies of the ways through PROXY protocol or a header',
    );
  });

  test('is found with all others of the app, in one error', () => {
    const kong = proxy();
    const other = local(new Chart(App.of(kong), 'other'));
    set(kong, 'KONG_PROXY_LISTEN', '0.0.0.0:8000');
    set(kong, 'KONG_NGINX_HTTP_REAL_IP_RECURSIVE', 'on');
    set(other, 'KONG_KONG_LOG_LEVEL', 'debug');
    expect(failedSynthesis(kong).split('\n').slice(1)).toEqual([
      '  [edge/Kong] KONG_PROXY_LISTEN belongs to ProxyProtocolKong; the listeners follow from the load balancer, ipFamilies, ports and exposeInCluster()',
      '  [edge/Kong] KONG_NGINX_HTTP_REAL_IP_RECURSIVE belongs to ProxyProtocolKong; use the prop recursive of the way through a header',
      '  [other/Kong] KONG_KONG_LOG_LEVEL has KONG_ twice, and Kong would ignore it; write KONG_LOG_LEVEL',
    ]);
  });

  test.each([
    'KONG_REQUEST_DEBUG',
    'KONG_NGINX_PROXY_MORE_CLEAR_INPUT_HEADERS',
    'KONG_STATUS_LISTEN',
    'KONG_DATABASE',
    'KONG_REAL_IP_HEADER',
    'KONG_PORT_MAPS',
    'KONG_PREFIX',
  ])('is found: %s', (key) => {
    const kong = proxy();
    set(kong, key, 'on');
    expect(failedSynthesis(kong)).toContain(`[edge/Kong] ${key} belongs to ProxyProtocolKong; `);
  });

  test('is found where its value comes from a Secret', () => {
    const kong = proxy();
    const secret = kplus.Secret.fromSecretName(kong, 'Secret', 'trust');
    kong.deployment.containers[0].env.addVariable(
      'KONG_TRUSTED_IPS',
      kplus.EnvValue.fromSecretValue({ secret, key: 'ips' }),
    );
    expect(failedSynthesis(kong)).toContain('[edge/Kong] KONG_TRUSTED_IPS belongs to ProxyProtocolKong');
  });

  test('is found where its value comes from a Secret and the construct sets none', () => {
    const kong = local();
    const secret = kplus.Secret.fromSecretName(kong, 'Secret', 'trust');
    kong.deployment.containers[0].env.addVariable(
      'KONG_TRUSTED_IPS',
      kplus.EnvValue.fromSecretValue({ secret, key: 'ips' }),
    );
    expect(failedSynthesis(kong)).toContain('[edge/Kong] KONG_TRUSTED_IPS belongs to LocalTrafficKong');
  });

  test("is found where the construct leaves Kong's default", () => {
    const kong = localTraffic({ forwardedHeaderPolicy: ForwardedHeaderPolicy.APPEND }, edge());
    set(kong, 'KONG_REQUEST_DEBUG', 'off');
    expect(failedSynthesis(kong)).toContain(
      '[edge/Kong] KONG_REQUEST_DEBUG belongs to LocalTrafficKong; use the prop forwardedHeaderPolicy',
    );
  });

  test("is no finding when it is the user's own, or as it was", () => {
    const kong = proxy();
    set(kong, 'KONG_LOG_LEVEL', 'debug');
    set(kong, 'KONG_TRUSTED_IPS', '10.0.0.0/16');
    kong.exposeInCluster();
    (App.of(kong) as App).synth();
    expect(readdirSync((App.of(kong) as App).outdir)).toEqual(['edge.k8s.yaml']);
  });

  test('is found after exposeInCluster, where the listeners are new', () => {
    const kong = proxy();
    const listen = environment(kong).KONG_PROXY_LISTEN;
    kong.exposeInCluster();
    set(kong, 'KONG_PROXY_LISTEN', listen);
    expect(failedSynthesis(kong)).toContain('[edge/Kong] KONG_PROXY_LISTEN belongs to ProxyProtocolKong');
  });
});
