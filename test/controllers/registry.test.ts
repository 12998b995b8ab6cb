import { backend, balancer, clusterOf, ingress, readOnly, remarks, service } from './objects';
import { STATEMENT } from '../../src/binding/statements';
import { Cluster, KubernetesObject } from '../../src/controllers/balancer';
import { externalAddresses } from '../../src/controllers/others';
import { BALANCERS, readings } from '../../src/controllers/registry';

const LOCAL = { externalTrafficPolicy: 'Local' };

function ids(
  object: KubernetesObject,
  others: readonly KubernetesObject[] = [],
  answers: Partial<Cluster> = {},
): (string | undefined)[] {
  return readings(object, clusterOf([object, ...others], answers)).map((reading) => reading.balancer?.id);
}

test('a Service for the cluster alone has no balancer', () => {
  expect(ids(service({}, { type: 'ClusterIP' }))).toEqual([]);
});

test('with policy Cluster the source is lost, whoever serves it', () => {
  expect(balancer(service())).toMatchObject({
    id: 'unknown',
    peer: { role: 'node' },
    settings: { keepSource: { field: 'spec.externalTrafficPolicy' } },
  });
});

test.each([
  ['policy Local', service({}, LOCAL), 'balancer-unknown spec.externalTrafficPolicy'],
  [
    'a foreign class',
    service({}, { loadBalancerClass: 'example.net/edge' }),
    'balancer-unknown spec.loadBalancerClass',
  ],
  [
    'a target group',
    { kind: 'TargetGroupBinding', metadata: {}, spec: {} },
    'balancer-outside-manifest spec.targetGroupARN',
  ],
  ['another proxy', ingress({}, { ingressClassName: 'nginx' }), 'front-proxy-unseen spec.ingressClassName'],
  [
    'another proxy by annotation',
    ingress({ 'kubernetes.io/ingress.class': 'nginx' }),
    'front-proxy-unseen metadata.annotations[kubernetes.io/ingress.class]',
  ],
  [
    'a balancer of somebody else',
    service({ [STATEMENT]: 'self-managed' }, { type: 'NodePort' }),
    'balancer-outside-manifest spec',
  ],
])('%s: not known', (_, object, remark) => {
  const reading = readOnly(object);
  expect([reading.balancer, remarks(reading)]).toEqual([undefined, [remark]]);
});

test.each([
  ['NodePort', { type: 'NodePort', ...LOCAL }, 'client', [30080, 30443]],
  ['NodePort', { type: 'NodePort' }, 'node', [30080, 30443]],
])('%s %j is dialled by clients', (_, spec, role, ports) => {
  const found = balancer(service({}, spec));
  expect([found.id, found.peer.role, found.frontends.map(({ port }) => port)]).toEqual(['node-dns', role, ports]);
});

test.each(['ClusterIP', 'NodePort', 'LoadBalancer'])(
  'external addresses of a Service of type %s are dialled by clients, too',
  (type) => {
    const [{ balancer: found }] = externalAddresses(service({}, { type, externalIPs: ['192.0.2.1'] }));
    expect([found?.id, found?.peer.role, found?.frontends.map(({ port }) => port)]).toEqual([
      'node-dns',
      'node',
      [80, 443],
    ]);
    expect(externalAddresses(service({}, { type, externalIPs: [] }))).toEqual([]);
  },
);

test('node ports behind an Ingress are the way of its balancer', () => {
  const nodePorts = backend({}, { type: 'NodePort' });
  expect(ids(nodePorts, [ingress()])).toEqual([]);
  expect(ids(nodePorts)).toEqual(['node-dns']);
});

describe('the annotation', () => {
  const fromServices = Object.entries(BALANCERS)
    .filter(([id, { controller }]) => controller && !/application|alb|service-connect/.test(id))
    .map(([id]) => id);

  test('names every balancer once', () => {
    expect(Object.keys(BALANCERS).sort()).toEqual([
      'aks-application-gateway',
      'aks-application-gateway-for-containers',
      'aks-load-balancer',
      'aks-private-link-service',
      'alibaba-clb',
      'alibaba-nlb',
      'aws-alb',
      'aws-classic',
      'aws-gateway-alb',
      'aws-gateway-nlb',
      'aws-in-tree-nlb',
      'aws-nlb',
      'aws-target-group',
      'cilium-bgp',
      'cilium-l2',
      'civo',
      'cloudflare-tunnel',
      'cloudscale',
      'custom',
      'digitalocean-network',
      'digitalocean-regional',
      'eks-auto-alb',
      'eks-auto-nlb',
      'exoscale',
      'front-proxy',
      'gke-application',
      'gke-internal-application',
      'gke-network',
      'gke-private-service-connect',
      'gke-regional-application',
      'hetzner',
      'host-network',
      'huawei-elb',
      'ibm-vpc',
      'k3s-servicelb',
      'kube-vip',
      'linode',
      'metallb',
      'node-dns',
      'oci-flexible',
      'oci-network',
      'octavia',
      'scaleway',
      'self-managed',
      'stackit',
      'tencent-clb',
      'upcloud',
      'vultr',
    ]);
  });

  test.each(fromServices)('%s is read by its controller alone', (id) => {
    const found = readings(service({ [STATEMENT]: id }), clusterOf([]));
    expect(found.map(({ controller }) => controller)).toEqual([BALANCERS[id].controller]);
  });

  test('settles who takes an ambiguous Service', () => {
    expect(ids(service({ [STATEMENT]: 'aws-classic' }))).toEqual(['aws-classic']);
  });

  test("beats the user's answers, and what annotations look like", () => {
    expect(ids(service({ [STATEMENT]: 'hetzner', 'metallb.io/address-pool': 'x' }), [], { cloud: 'aws' })).toEqual([
      'hetzner',
    ]);
  });

  test('its own class, given at the installation, belongs to the stated controller', () => {
    expect(ids(service({ [STATEMENT]: 'metallb' }, { loadBalancerClass: 'example.com/metallb' }))).toEqual(['metallb']);
  });

  // Of another Service: with a policy in the input, one that is missing is missing in the cluster.
  const policy = {
    kind: 'HealthCheckPolicy',
    metadata: { name: 'other' },
    spec: { targetRef: { kind: 'Service', name: 'other' } },
  };
  const nginxIsDefault = {
    kind: 'IngressClass',
    metadata: { name: 'nginx', annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' } },
    spec: { controller: 'k8s.io/ingress-nginx' },
  };
  test.each([
    ['aks-application-gateway', { 'kubernetes.io/ingress.class': 'edge' }, {}],
    ['aks-application-gateway-for-containers', {}, { ingressClassName: 'edge' }],
    ['aws-alb', {}, { ingressClassName: 'edge' }],
    ['eks-auto-alb', {}, { ingressClassName: 'edge' }],
  ])("nor does an Ingress's own class hide %s", (id, annotations, spec) => {
    const others = [backend({}, { type: 'NodePort' }), nginxIsDefault, policy];
    expect(ids(ingress(annotations, { ...ingress().spec, ...spec }), others)).toEqual([undefined]);
    expect(ids(ingress({ ...annotations, [STATEMENT]: id }, { ...ingress().spec, ...spec }), others)).toEqual([id]);
  });

  test.each([
    ['azure/application-gateway', 'aks-application-gateway'],
    ['alb.networking.azure.io/alb-controller', 'aks-application-gateway-for-containers'],
    ['ingress.k8s.aws/alb', 'aws-alb'],
    ['eks.amazonaws.com/alb', 'eks-auto-alb'],
  ])('a class of controller %s needs none', (controller, id) => {
    const edge = { kind: 'IngressClass', metadata: { name: 'edge' }, spec: { controller } };
    expect(
      ids(ingress({}, { ...ingress().spec, ingressClassName: 'edge' }), [
        backend({}, { type: 'NodePort' }),
        edge,
        policy,
      ]),
    ).toEqual([id]);
  });

  test("another controller's class beats it", () => {
    expect(ids(service({ [STATEMENT]: 'aws-classic' }, { loadBalancerClass: 'service.k8s.aws/nlb' }))).toEqual([
      'aws-nlb',
    ]);
  });

  test('stands on the Service of an Ingress, too', () => {
    const auto = ingress({}, { ...ingress().spec, ingressClassName: 'alb' });
    expect(ids(auto, [backend({ [STATEMENT]: 'eks-auto-alb' })])).toEqual(['eks-auto-alb']);
  });

  test('a tunnel dials from inside the cluster', () => {
    expect(balancer(service({ [STATEMENT]: 'cloudflare-tunnel' }, { type: 'ClusterIP' }))).toMatchObject({
      id: 'cloudflare-tunnel',
      peer: { role: 'balancer' },
      http: { overwrites: { 'CF-Connecting-IP': '{client}' } },
    });
  });
});

describe('which cloud', () => {
  test('keys of two clouds mean either', () => {
    expect(
      ids(
        service({
          'load-balancer.hetzner.cloud/location': 'x',
          'service.beta.kubernetes.io/do-loadbalancer-name': 'x',
        }),
      ),
    ).toEqual(['digitalocean-network', 'hetzner']);
  });

  test('the answer decides between them', () => {
    const object = service({
      'load-balancer.hetzner.cloud/location': 'x',
      'service.beta.kubernetes.io/do-loadbalancer-name': 'x',
    });
    expect(ids(object, [], { cloud: 'hetzner' })).toEqual(['hetzner']);
  });

  test('controllers that run anywhere count in any cloud', () => {
    expect(ids(service({ 'metallb.io/address-pool': 'x' }), [], { cloud: 'hetzner' })).toEqual(['metallb']);
  });

  test('a host name in the status tells the cloud', () => {
    expect(
      ids(service({}, {}, { status: { loadBalancer: { ingress: [{ hostname: '0a1b-eu-de.lb.appdomain.cloud' }] } } })),
    ).toEqual(['ibm-vpc']);
  });
});

test.each([
  [undefined, undefined],
  [[{ ip: '192.0.2.1' }], true],
  [[{ ip: '192.0.2.1', ipMode: 'VIP' }], true],
  [[{ ip: '192.0.2.1', ipMode: 'Proxy' }], false],
  // kube-proxy looks at the address and its mode alone.
  [[{ ip: '192.0.2.1', hostname: 'api.example.com' }], true],
  [[{ hostname: 'api.example.com' }], false],
])('status %j: short cut %s', (entries, expected) => {
  expect(balancer(service({}, {}, entries ? { status: { loadBalancer: { ingress: entries } } } : {})).shortCut).toBe(
    expected,
  );
});

test.each([
  null,
  1,
  'x',
  [],
  { metadata: null, spec: null },
  {
    metadata: { annotations: [], finalizers: 'x' },
    spec: { type: 'LoadBalancer', ports: 'x', loadBalancerSourceRanges: 1 },
    status: { loadBalancer: { ingress: [null, 1] } },
  },
  {
    metadata: {
      annotations: {
        'service.beta.kubernetes.io/upcloud-load-balancer-config': 'null',
        'service.beta.kubernetes.io/linode-loadbalancer-port-80': '[]',
      },
    },
    spec: { type: 'LoadBalancer', ports: [null, {}] },
  },
  {
    spec: {
      rules: [null, { http: { paths: [null, { backend: {} }] } }],
      defaultBackend: { service: null },
      ingressClassName: 7,
    },
  },
])('nonsense is read without a fall: %j', (nonsense) => {
  for (const kind of ['Service', 'Ingress']) {
    for (const cloud of [undefined, ...new Set(Object.values(BALANCERS).map((known) => known.cloud))]) {
      expect(() => readings({ ...Object(nonsense), kind }, clusterOf([], { cloud }))).not.toThrow();
    }
  }
});
