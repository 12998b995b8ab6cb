import { backend, clusterOf, ports } from './objects';
import { KubernetesObject } from '../../src/controllers/balancer';
import { routeReadings } from '../../src/controllers/gateway-api/gateways';
import { Made } from '../../src/controllers/reading';
import { GOOGLE_FRONT_ENDS } from '../../src/net/google-front-ends';

const named = (kind: string, name: string, spec: object, namespace = 'kong'): KubernetesObject => ({
  kind,
  metadata: { name, namespace },
  spec,
});
const gatewayClass = (controllerName: string, parametersRef?: object) =>
  named('GatewayClass', 'edge', { controllerName, parametersRef });
const gateway = (listeners: object[], gatewayClassName = 'edge', infrastructure?: object) =>
  named('Gateway', 'edge', { gatewayClassName, listeners, infrastructure });
const route = (kind: string, parents: object[] = [{ name: 'edge' }], rules?: object[]) =>
  named(kind, 'kong', { parentRefs: parents, rules: rules ?? [{ backendRefs: [{ name: 'kong', port: 80 }] }] });
const configuration = (name: string, spec: object) => named('LoadBalancerConfiguration', name, spec);
const targets = (spec: object) =>
  named('TargetGroupConfiguration', 'kong', { targetReference: { name: 'kong' }, ...spec });

const NLB = gatewayClass('gateway.k8s.aws/nlb');
const ALB = gatewayClass('gateway.k8s.aws/alb');
const TCP = { name: 'http', port: 80, protocol: 'TCP' };
const HTTPS = { name: 'https', port: 443, protocol: 'HTTPS' };
const IP = { defaultConfiguration: { targetType: 'ip' } };

function read(own: KubernetesObject, ...others: KubernetesObject[]) {
  return routeReadings(own, clusterOf([own, backend(), ...others]))[0];
}

function balancer(own: KubernetesObject, ...others: KubernetesObject[]) {
  return (read(own, ...others) as Made).balancer;
}

describe('a Network Load Balancer by the Gateway API', () => {
  const attributes = (...pairs: [string, string][]) => ({
    targetType: 'ip',
    targetGroupAttributes: pairs.map(([key, value]) => ({ key, value })),
  });

  test.each<[string, object, object, string, string]>([
    ['ip targets hide the source', {}, IP, 'balancer', '80:tcp>tcp'],
    [
      'unless they preserve it',
      {},
      { defaultConfiguration: attributes(['preserve_client_ip.enabled', 'true']) },
      'client',
      '80:tcp>tcp',
    ],
    [
      'PROXY protocol',
      {},
      { defaultConfiguration: attributes(['proxy_protocol_v2.enabled', 'true']) },
      'balancer',
      '80:tcp>tcp+2',
    ],
    [
      'dual stack translates',
      { ipAddressType: 'dualstack' },
      { defaultConfiguration: attributes(['preserve_client_ip.enabled', 'true']) },
      'balancer',
      '80:tcp>tcp',
    ],
    [
      'what is set for the route wins',
      {},
      {
        ...IP,
        routeConfigurations: [
          {
            routeIdentifier: { kind: 'TCPRoute', name: 'kong' },
            targetGroupProps: attributes(['preserve_client_ip.enabled', 'true']),
          },
        ],
      },
      'client',
      '80:tcp>tcp',
    ],
  ])('%s', (_, ofBalancer, ofTargets, role, expected) => {
    const infrastructure = {
      parametersRef: { group: 'gateway.k8s.aws', kind: 'LoadBalancerConfiguration', name: 'own' },
    };
    const found = balancer(
      route('TCPRoute'),
      NLB,
      gateway([TCP], 'edge', infrastructure),
      configuration('own', ofBalancer),
      targets(ofTargets),
    );
    expect([found.id, found.targets, found.peer.role, ports(found)]).toEqual([
      'aws-gateway-nlb',
      'pods',
      role,
      expected,
    ]);
    expect(found).toMatchObject({
      internal: true,
      whenAllFail: 'sends-to-all',
      healthCheck: { kind: 'tcp', port: 'traffic-port' },
    });
  });

  test('instance targets with policy Local ask the node', () => {
    const service = backend({}, { type: 'NodePort', externalTrafficPolicy: 'Local' });
    const own = route('TCPRoute');
    const [reading] = routeReadings(own, clusterOf([own, service, NLB, gateway([TCP])]));
    expect(reading!.balancer).toMatchObject({
      targets: 'nodes',
      peer: { role: 'client' },
      healthCheck: { kind: 'node', sendsProxyProtocol: false },
    });
  });

  test.each([
    ['TLSRoute', 'Terminate', '443:tls>tls'],
    ['TCPRoute', 'Terminate', '443:tls>tcp'],
    ['TCPRoute', 'Passthrough', '443:tcp>tcp'],
  ])('%s of TLS, mode %s', (kind, mode, expected) => {
    expect(
      ports(
        balancer(route(kind), NLB, gateway([{ name: 'tls', port: 443, protocol: 'TLS', tls: { mode } }]), targets(IP)),
      ),
    ).toBe(expected);
  });

  test('instance targets need node ports', () => {
    expect(read(route('TCPRoute'), NLB, gateway([TCP]))!.state).toBe('refused');
  });

  test.each<[object, readonly string[] | undefined]>([
    [{}, undefined],
    [{ sourceRanges: ['192.0.2.0/24'] }, ['192.0.2.0/24']],
    [{ sourceRanges: ['192.0.2.0/24'], disableSecurityGroup: true }, undefined],
    [{ sourceRanges: ['192.0.2.0/24'], securityGroups: [] }, ['192.0.2.0/24']],
    [{ sourceRanges: ['192.0.2.0/24'], securityGroups: ['sg-1'] }, []],
    [{ securityGroupPrefixes: ['pl-1'] }, undefined],
  ])('admits %j', (ofBalancer, admits) => {
    const byClass = gatewayClass('gateway.k8s.aws/nlb', { kind: 'LoadBalancerConfiguration', name: 'class' });
    expect(
      balancer(route('TCPRoute'), byClass, gateway([TCP]), configuration('class', ofBalancer), targets(IP)).admits,
    ).toEqual(admits);
  });
});

describe('an Application Load Balancer by the Gateway API', () => {
  const mode = (value: string) => ({
    loadBalancerAttributes: [{ key: 'routing.http.xff_header_processing.mode', value }],
  });
  const infrastructure = { parametersRef: { kind: 'LoadBalancerConfiguration', name: 'own' } };
  const byClass = gatewayClass('gateway.k8s.aws/alb', { kind: 'LoadBalancerConfiguration', name: 'class' });

  test.each<[string, object, object, string]>([
    ['appends', {}, {}, 'append'],
    ['as its own configuration says', {}, mode('preserve'), 'preserve'],
    ['or its class, which wins', mode('append'), mode('preserve'), 'append'],
    ['unless the Gateway is preferred', { ...mode('append'), mergingMode: 'prefer-gateway' }, mode('remove'), 'remove'],
  ])('%s', (_, ofClass, own, expected) => {
    const found = balancer(
      route('HTTPRoute'),
      byClass,
      gateway([HTTPS], 'edge', infrastructure),
      configuration('class', ofClass),
      configuration('own', own),
      targets(IP),
    );
    expect(found.http!.forwardedFor.mode).toBe(expected);
    expect(found).toMatchObject({
      id: 'aws-gateway-alb',
      targets: 'pods',
      peer: { role: 'balancer' },
      healthCheck: { kind: 'http', port: 'traffic-port', path: '/', passes: '200-399' },
    });
  });

  test.each<[string, object, object, string]>([
    ['HTTPRoute', HTTPS, {}, '443:https>http'],
    ['GRPCRoute', HTTPS, {}, '443:https>grpc'],
    ['HTTPRoute', HTTPS, { protocolVersion: 'HTTP2' }, '443:https>h2c'],
    ['HTTPRoute', { name: 'http', port: 80, protocol: 'HTTP' }, { protocolVersion: 'HTTP2' }, '80:http>http'],
    ['HTTPRoute', HTTPS, { protocol: 'HTTPS' }, '443:https>https'],
  ])('%s to %j with %j', (kind, listener, settings, expected) => {
    const ofTargets = targets({ defaultConfiguration: { targetType: 'ip', ...settings } });
    expect(ports(balancer(route(kind), ALB, gateway([listener]), ofTargets))).toBe(expected);
  });

  test('the check', () => {
    const healthCheckConfig = {
      healthCheckPort: '8100',
      healthCheckPath: '/status',
      healthCheckProtocol: 'HTTPS',
      matcher: { httpCode: '200' },
    };
    expect(
      balancer(
        route('HTTPRoute'),
        ALB,
        gateway([HTTPS]),
        targets({ defaultConfiguration: { targetType: 'ip', healthCheckConfig } }),
      ).healthCheck,
    ).toEqual({ kind: 'http', port: 8100, path: '/status', passes: '200', sendsProxyProtocol: false, tls: true });
  });

  test.each([
    ['of the class', [byClass, gateway([HTTPS])]],
    ['of the Gateway', [ALB, gateway([HTTPS], 'edge', infrastructure)]],
    [
      'of the targets',
      [byClass, gateway([HTTPS]), configuration('class', { defaultTargetGroupConfiguration: { name: 'default' } })],
    ],
  ])('a configuration %s that is not in the input is asked for', (_, others) => {
    expect(read(route('HTTPRoute'), ...others, targets(IP))).toMatchObject({
      state: 'unsettled',
      doubt: 'missing-object',
    });
  });
});

describe('the Gateways of GKE', () => {
  const policy = (config: object) =>
    named('HealthCheckPolicy', 'kong', { targetRef: { kind: 'Service', name: 'kong' }, default: { config } });
  const STATUS = { type: 'HTTP', httpHealthCheck: { port: 8100, requestPath: '/status' } };

  test.each([
    ['gke-l7-global-external-managed', 'gke-application', GOOGLE_FRONT_ENDS, false],
    ['gke-l7-global-external-managed-mc', 'gke-application', GOOGLE_FRONT_ENDS, false],
    ['gke-l7-regional-external-managed', 'gke-regional-application', undefined, false],
    ['gke-l7-rilb', 'gke-internal-application', undefined, true],
  ])('class %s', (className, id, networks, internal) => {
    expect(balancer(route('HTTPRoute'), gateway([HTTPS], className), policy(STATUS))).toMatchObject({
      id,
      internal,
      targets: 'pods',
      peer: { role: 'balancer', networks },
      http: { forwardedFor: { mode: 'append', appends: ['{balancer}'] } },
      healthCheck: { kind: 'http', port: 8100, path: '/status', passes: '200' },
    });
  });

  test('without any policy in the input, what is checked is a question', () => {
    expect(balancer(route('HTTPRoute'), gateway([HTTPS], 'gke-l7-rilb'))).toBeUndefined();
  });

  test('a check of TCP', () => {
    expect(
      balancer(
        route('HTTPRoute'),
        gateway([HTTPS], 'gke-l7-rilb'),
        policy({ type: 'TCP', tcpHealthCheck: { port: 8000 } }),
      ).healthCheck,
    ).toEqual({ kind: 'tcp', port: 8000, sendsProxyProtocol: false });
  });
});

test('every parent has a reading, or none where nobody known serves it', () => {
  const own = route('HTTPRoute', [{ name: 'edge' }, { name: 'elsewhere' }, { kind: 'Service', name: 'mesh' }]);
  const found = routeReadings(own, clusterOf([own, backend(), ALB, gateway([HTTPS]), targets(IP)]));
  expect(found.map((reading) => reading?.state)).toEqual(['made', undefined, undefined]);
});

test('a class that nobody here knows', () => {
  expect(read(route('HTTPRoute'), gatewayClass('example.com/proxy'), gateway([HTTPS]))).toBeUndefined();
});

test('only the listeners that the route names', () => {
  const listeners = [HTTPS, { name: 'other', port: 8443, protocol: 'HTTPS' }, TCP];
  expect(
    ports(balancer(route('HTTPRoute', [{ name: 'edge', sectionName: 'other' }]), ALB, gateway(listeners), targets(IP))),
  ).toBe('8443:https>http');
  expect(ports(balancer(route('HTTPRoute', [{ name: 'edge', port: 443 }]), ALB, gateway(listeners), targets(IP)))).toBe(
    '443:https>http',
  );
});
