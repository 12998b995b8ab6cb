import { ApiObject, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import {
  ClientIpHeader,
  HeaderForwardedKong,
  HeaderForwardingBinding,
  IHeaderForwardingLoadBalancer,
  ILocalTrafficLoadBalancer,
  IProxyProtocolLoadBalancer,
  LocalTrafficKong,
  ProxyProtocolKong,
  ServiceBinding,
  TrustedProxies,
} from '../../src';
import { configuration, environment, manifest, ofKind } from '../helpers';

const trustedProxies = TrustedProxies.of('10.0.0.0/16');

describe("a user's own balancer with PROXY protocol", () => {
  class HetznerLoadBalancer implements IProxyProtocolLoadBalancer {
    constructor(private readonly location: string) {}

    bindProxyProtocol(): ServiceBinding {
      return {
        annotations: {
          'load-balancer.hetzner.cloud/location': this.location,
          'load-balancer.hetzner.cloud/uses-proxyprotocol': 'true',
        },
      };
    }
  }

  test('drives the Service and Kong at once', () => {
    const kong = new ProxyProtocolKong(Testing.chart(), 'Kong', {
      loadBalancer: new HetznerLoadBalancer('fsn1'),
      trustedProxies,
      configuration,
    });
    const { metadata, spec } = manifest(kong.service);
    expect(metadata.annotations).toEqual({
      'kong-client-ip/load-balancer': 'custom',
      'kong-client-ip/promises': '{"sends":"proxy-protocol"}',
      'load-balancer.hetzner.cloud/location': 'fsn1',
      'load-balancer.hetzner.cloud/uses-proxyprotocol': 'true',
    });
    expect(spec).toMatchObject({ type: 'LoadBalancer', externalTrafficPolicy: 'Cluster' });
    expect(environment(kong)).toMatchObject({
      KONG_PROXY_LISTEN:
        '0.0.0.0:8000 proxy_protocol reuseport backlog=16384, 0.0.0.0:8443 http2 ssl proxy_protocol reuseport backlog=16384',
      KONG_REAL_IP_HEADER: 'proxy_protocol',
      KONG_TRUSTED_IPS: '10.0.0.0/16',
    });
  });

  test('cannot be used with another way', () => {
    const make = () =>
      // @ts-expect-error it does not keep the packets' source address
      new LocalTrafficKong(Testing.chart(), 'Kong', { loadBalancer: new HetznerLoadBalancer('fsn1'), configuration });
    expect(make).toThrow(
      new Error(
        '[test/Kong] loadBalancer: HetznerLoadBalancer cannot keep the source address of packets, which LocalTrafficKong needs; use it with ProxyProtocolKong',
      ),
    );
  });
});

test("a user's own balancer that keeps the source address", () => {
  class MetalLb implements ILocalTrafficLoadBalancer {
    bindLocalTraffic(): ServiceBinding {
      return { annotations: { 'metallb.io/address-pool': 'edge' }, loadBalancerClass: 'metallb.io/metallb' };
    }
  }
  const kong = new LocalTrafficKong(Testing.chart(), 'Kong', { loadBalancer: new MetalLb(), configuration });
  expect(manifest(kong.service)).toMatchObject({
    metadata: { annotations: { 'metallb.io/address-pool': 'edge' } },
    spec: { type: 'LoadBalancer', externalTrafficPolicy: 'Local', loadBalancerClass: 'metallb.io/metallb' },
  });
});

describe("a user's own balancer with headers", () => {
  const cleared = (kong: HeaderForwardedKong) => environment(kong).KONG_NGINX_PROXY_MORE_CLEAR_INPUT_HEADERS;

  class InHouseProxy implements IHeaderForwardingLoadBalancer {
    constructor(private readonly binding: Partial<HeaderForwardingBinding> = {}) {}

    bindHeaderForwarding(): HeaderForwardingBinding {
      return {
        header: ClientIpHeader.single('X-Client-IP'),
        forwardedHeaders: ['X-Forwarded-Proto', 'X-Forwarded-Host'],
        ...this.binding,
      };
    }
  }

  test('without an Ingress has a Service of type ClusterIP, unless it says otherwise: the cloud would make its own balancer', () => {
    const kong = new HeaderForwardedKong(Testing.chart(), 'Kong', {
      loadBalancer: new InHouseProxy(),
      trustedProxies,
      configuration,
    });
    expect(kong.ingress).toBeUndefined();
    expect(manifest(kong.service).spec.type).toBe('ClusterIP');
    const loadBalancer = new InHouseProxy({ serviceType: kplus.ServiceType.LOAD_BALANCER });
    expect(
      manifest(
        new HeaderForwardedKong(Testing.chart(), 'Kong', { loadBalancer, trustedProxies, configuration }).service,
      ).spec,
    ).toMatchObject({ type: 'LoadBalancer', externalTrafficPolicy: 'Cluster' });
    expect(environment(kong)).toMatchObject({ KONG_REAL_IP_HEADER: 'X-Client-IP', KONG_REAL_IP_RECURSIVE: 'off' });
    expect(cleared(kong).split(' ')).toEqual(
      expect.arrayContaining([
        'X-Forwarded-F*',
        'X-Forwarded-Path',
        'X-Forwarded-Prefix',
        'X-Forwarded-Port',
        'X-Forwarded_*',
        'X_Forwarded*',
        'Forwarded',
        'X_Real*',
        'X-Real_IP',
      ]),
    );
    expect(cleared(kong).split(' ')).not.toEqual(expect.arrayContaining(['X-Forwarded-H*']));
  });

  test('with an Ingress has its class and annotations', () => {
    const loadBalancer = new InHouseProxy({
      ingress: { ingressClassName: 'in-house', annotations: { 'in-house/size': '2' } },
      annotations: { 'in-house/check': '8100' },
    });
    const kong = new HeaderForwardedKong(Testing.chart(), 'Kong', {
      loadBalancer,
      trustedProxies,
      configuration,
      namespace: 'edge',
      labels: { team: 'edge' },
    });
    expect(manifest(kong.ingress!)).toMatchObject({
      metadata: { annotations: { 'in-house/size': '2' }, namespace: 'edge', labels: { team: 'edge' } },
      spec: { ingressClassName: 'in-house' },
    });
    expect(manifest(kong.service)).toMatchObject({
      metadata: { annotations: { 'in-house/check': '8100' } },
      spec: { type: 'ClusterIP' },
    });
  });

  test("may bring its own object, which gets the gateway's namespace and labels", () => {
    class WithPolicy extends InHouseProxy {
      bindHeaderForwarding(scope?: Construct): HeaderForwardingBinding {
        new ApiObject(scope!, 'Policy', { apiVersion: 'in-house/v1', kind: 'Policy' });
        return super.bindHeaderForwarding();
      }
    }
    const kong = new HeaderForwardedKong(Testing.chart(), 'Kong', {
      loadBalancer: new WithPolicy(),
      trustedProxies,
      configuration,
      namespace: 'edge',
      labels: { team: 'edge' },
    });
    expect(ofKind(kong, 'Policy')[0].metadata).toMatchObject({
      namespace: 'edge',
      labels: { team: 'edge', 'app.kubernetes.io/name': 'kong' },
    });
  });
});
