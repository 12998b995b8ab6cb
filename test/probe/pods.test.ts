import { kongPods, nodeAddresses } from '../../src/probe/access-log/pods';

const pod = (labels: object, containers: object[], metadata: object = {}, status: object = { phase: 'Running' }) => ({
  kind: 'Pod',
  metadata: { name: 'p', namespace: 'kong', labels, ...metadata },
  spec: { containers },
  status,
});

describe('found without a selector', () => {
  test.each<[string, object, string | undefined]>([
    [
      'chart kong',
      pod({ 'app.kubernetes.io/name': 'kong' }, [
        { name: 'ingress-controller', image: 'kong/kubernetes-ingress-controller:3.5' },
        { name: 'proxy', image: 'kong:3.9' },
      ]),
      'proxy',
    ],
    ['chart ingress', pod({ 'app.kubernetes.io/name': 'gateway' }, [{ name: 'proxy', image: 'kong:3.9' }]), 'proxy'],
    [
      "chart kong, an image of one's own",
      pod({ 'app.kubernetes.io/name': 'kong' }, [{ name: 'proxy', image: 'registry.example.com/edge:1' }]),
      'proxy',
    ],
    [
      'the operator',
      pod({ app: 'dp', 'gateway-operator.konghq.com/selector': 'x' }, [
        { name: 'proxy', image: 'registry.example.com/edge:1' },
      ]),
      'proxy',
    ],
    ['this library', pod({ 'app.kubernetes.io/name': 'kong' }, [{ name: 'kong', image: 'kong:3.9.3' }]), 'kong'],
    [
      "no label, Kong's image",
      pod({}, [
        { name: 'sidecar', image: 'envoy' },
        { name: 'edge', image: 'kong/kong-gateway:3.9' },
      ]),
      'edge',
    ],
    [
      'the controller alone',
      pod({ 'app.kubernetes.io/name': 'controller' }, [
        { name: 'ingress-controller', image: 'kong/kubernetes-ingress-controller:3.5' },
      ]),
      undefined,
    ],
    ['another workload', pod({ app: 'shop' }, [{ name: 'shop', image: 'shop:1' }]), undefined],
    [
      'a pod that ended',
      pod({ 'app.kubernetes.io/name': 'kong' }, [{ name: 'proxy', image: 'kong:3.9' }], {}, { phase: 'Succeeded' }),
      undefined,
    ],
  ])('%s', (_, object, container) => {
    expect(kongPods([object as never], false).map((one) => one.container)).toEqual(
      container === undefined ? [] : [container],
    );
  });
});

test('of selected pods every one is read', () => {
  expect(kongPods([pod({}, [{ name: 'edge', image: 'edge:1' }]) as never], true)).toMatchObject([
    { container: 'edge' },
  ]);
});

test('the workload is told by the owner', () => {
  const owned = (kind: string, name: string) =>
    pod({ 'pod-template-hash': '7d9f' }, [{ name: 'proxy', image: 'kong:3.9' }], { ownerReferences: [{ kind, name }] });
  expect(
    kongPods([owned('ReplicaSet', 'kong-kong-7d9f') as never, owned('DaemonSet', 'edge') as never], true).map(
      ({ workload }) => workload,
    ),
  ).toEqual(['Deployment/kong/kong-kong', 'DaemonSet/kong/edge']);
});

test('where the access log goes is told', () => {
  const off = pod({}, [{ name: 'proxy', image: 'kong:3.9', env: [{ name: 'KONG_PROXY_ACCESS_LOG', value: 'off' }] }]);
  expect(kongPods([off as never], false)).toMatchObject([{ accessLog: 'off' }]);
});

test('nodes have internal and external addresses', () => {
  const node = {
    metadata: { name: 'n' },
    status: {
      addresses: [
        { type: 'InternalIP', address: '10.0.0.1' },
        { type: 'ExternalIP', address: '192.0.2.1' },
        { type: 'Hostname', address: 'n' },
      ],
    },
  };
  expect([...nodeAddresses([node as never])]).toEqual([
    ['10.0.0.1', 'n'],
    ['192.0.2.1', 'n'],
  ]);
});
