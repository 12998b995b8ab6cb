import { Testing } from 'cdk8s';
import { CloudflareTunnel, HeaderForwardedKong, TrustedProxies } from '../../../src';
import { configuration, environment, manifest } from '../../helpers';

test('a Cloudflare Tunnel reaches a Service that the world cannot, and names the client in CF-Connecting-IP', () => {
  const kong = new HeaderForwardedKong(Testing.chart(), 'Kong', {
    loadBalancer: new CloudflareTunnel(),
    trustedProxies: TrustedProxies.of('10.244.0.0/16'),
    configuration,
  });
  const { metadata, spec } = manifest(kong.service);
  expect(metadata.annotations).toEqual({ 'kong-client-ip/load-balancer': 'cloudflare-tunnel' });
  expect(spec).toMatchObject({ type: 'ClusterIP', ports: [expect.objectContaining({ port: 80 })] });
  expect(spec).not.toHaveProperty('externalTrafficPolicy');
  expect(environment(kong)).toMatchObject({
    KONG_TRUSTED_IPS: '10.244.0.0/16',
    KONG_REAL_IP_HEADER: 'CF-Connecting-IP',
    KONG_REAL_IP_RECURSIVE: 'off',
    KONG_PROXY_LISTEN: '0.0.0.0:8000 reuseport backlog=16384',
  });
});
