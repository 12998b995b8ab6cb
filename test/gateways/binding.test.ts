import { ApiObject, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import {
  ClientIpHeader,
  ExternalTrafficPolicy,
  HeaderForwardedKong,
  LocalTrafficKong,
  ProxyProtocolKong,
  ServiceBinding,
} from '../../src';
import { configuration, environment, manifest, ofKind } from '../helpers';
import { trustedProxies } from '../ways/bound';

describe('what a binding says arrives in the manifest', () => {
  const gateway = (binding: ServiceBinding) =>
    new ProxyProtocolKong(Testing.chart(), 'Kong', {
      loadBalancer: { bindProxyProtocol: () => binding },
      trustedProxies,
      configuration,
    });

  test('its name', () => {
    const kong = new HeaderForwardedKong(Testing.chart(), 'Kong', {
      loadBalancer: {
        bindHeaderForwarding: () => ({
          loadBalancerKind: 'own',
          header: ClientIpHeader.xForwardedFor(),
          forwardedHeaders: [],
          ingress: { ingressClassName: 'own' },
        }),
      },
      trustedProxies,
      configuration,
    });
    expect([kong.service, kong.ingress!].map((object) => manifest(object).metadata.annotations)).toEqual(
      Array(2).fill({ 'kong-client-ip/load-balancer': 'own' }),
    );
  });

  test.each<[ServiceBinding, object]>([
    [{ externalTrafficPolicy: ExternalTrafficPolicy.LOCAL }, { type: 'LoadBalancer', externalTrafficPolicy: 'Local' }],
    [
      { serviceType: kplus.ServiceType.NODE_PORT, externalTrafficPolicy: ExternalTrafficPolicy.LOCAL },
      { type: 'NodePort', externalTrafficPolicy: 'Local' },
    ],
    [{ serviceType: kplus.ServiceType.NODE_PORT }, { type: 'NodePort', externalTrafficPolicy: 'Cluster' }],
    [{ serviceType: kplus.ServiceType.CLUSTER_IP, routesToPods: true }, { type: 'ClusterIP' }],
  ])('its Service: %j', (binding, expected) => {
    const { type, externalTrafficPolicy, allocateLoadBalancerNodePorts } = manifest(gateway(binding).service).spec;
    expect({ type, externalTrafficPolicy }).toEqual({ externalTrafficPolicy: undefined, ...expected });
    expect(allocateLoadBalancerNodePorts).toBeUndefined();
  });

  test('its drain: Kong takes connections for so long, and the grace period follows', () => {
    const { spec } = manifest(gateway({ drainSeconds: 120 }).deployment).spec.template;
    expect(spec.containers[0].lifecycle.preStop.exec.command).toEqual(['kong', 'quit', '--wait=120', '--timeout=30']);
    expect(spec.terminationGracePeriodSeconds).toBe(160);
  });

  test('its hosts', () => {
    const kong = new HeaderForwardedKong(Testing.chart(), 'Kong', {
      loadBalancer: {
        bindHeaderForwarding: () => ({
          header: ClientIpHeader.xForwardedFor(),
          forwardedHeaders: [],
          ingress: { ingressClassName: 'own', hosts: ['a.example', '*.b.example'] },
        }),
      },
      trustedProxies,
      configuration,
    });
    expect(manifest(kong.ingress!).spec.rules.map(({ host }: any) => host)).toEqual(['a.example', '*.b.example']);
  });

  test("its objects, in the gateway's namespace unless they have one", () => {
    const loadBalancer = {
      bindLocalTraffic: (scope: any) => {
        new ApiObject(scope, 'Policy', { apiVersion: 'example.com/v1', kind: 'Policy' });
        new ApiObject(scope, 'Pool', {
          apiVersion: 'metallb.io/v1beta1',
          kind: 'IPAddressPool',
          metadata: { namespace: 'metallb-system' },
        });
        return {};
      },
    };
    const kong = new LocalTrafficKong(Testing.chart(), 'Kong', { loadBalancer, configuration, namespace: 'edge' });
    expect(['Policy', 'IPAddressPool'].map((kind) => ofKind(kong, kind)[0].metadata.namespace)).toEqual([
      'edge',
      'metallb-system',
    ]);
  });

  test('and the family of the Service stands there, so that Kong listens on the same', () => {
    const { spec } = manifest(gateway({}).service);
    expect([spec.ipFamilies, spec.ipFamilyPolicy]).toEqual([['IPv4'], 'SingleStack']);
    expect(environment(gateway({})).KONG_STATUS_LISTEN).toBe('0.0.0.0:8100');
  });
});
