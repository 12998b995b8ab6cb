import { parse } from 'yaml';
import { mend } from '../../src/mend/mend';
import { patchOf } from '../../src/mend/overlay-patch';

const BUILT = `apiVersion: apps/v1
kind: Deployment
metadata: { name: edge-kong, namespace: kong }
spec:
  selector: { matchLabels: { app: kong } }
  template:
    metadata: { labels: { app: kong } }
    spec:
      containers:
        - { name: proxy, image: kong:3.9, env: [{ name: KONG_TRUSTED_IPS, value: 0.0.0.0/0 }] }
---
apiVersion: v1
kind: Service
metadata: { name: edge-kong-proxy, namespace: kong }
spec:
  type: LoadBalancer
  selector: { app: kong }
  ports: [{ name: http, port: 80, targetPort: 8000 }]
`;
const BASE = [
  { name: 'base/kustomization.yaml', text: 'resources: [kong.yaml]\n' },
  { name: 'base/kong.yaml', text: BUILT.replaceAll('edge-', '') },
];
const overlay = (more: string) => ({
  name: 'prod/kustomization.yaml',
  text: `# Production.\nresources: [../base]\nnamePrefix: edge-\n${more}`,
});
const renderer = {
  release: () => undefined,
  folder: (_: string, path: string) => (path === 'prod' ? BUILT : undefined),
};

describe('an overlay', () => {
  const mended = (more: string) =>
    mend([...BASE, overlay(more)], { cloud: 'gke' }, { renderer }).changed.map(({ name, text }) => ({ name, text }));

  test('gets patches, by the names that its base gives', () => {
    const [{ name, text }, ...others] = mended('');
    expect([name, others]).toEqual(['prod/kustomization.yaml', []]);
    expect(text.startsWith(overlay('').text)).toBe(true);
    const { patches } = parse(text);
    expect(patches.map(({ target }: any) => target)).toEqual([
      { kind: 'Deployment', name: 'kong' },
      { kind: 'Service', name: 'kong-proxy' },
    ]);
    expect(parse(patches[0].patch).spec.template.spec.containers).toEqual([{ name: 'proxy', env: null }]);
    expect(parse(patches[1].patch).metadata).toEqual({ name: 'kong-proxy' });
    expect(parse(patches[1].patch).spec).toEqual({ externalTrafficPolicy: 'Local' });
  });

  test('keeps the patches that it has', () => {
    const [{ text }] = mended('patches:\n  - path: own.yaml # ours\n');
    expect(text).toContain('patches:\n  - path: own.yaml # ours\n  - target:\n');
    expect(parse(text).patches).toHaveLength(3);
  });

  test('has no patch for what a generator names', () => {
    const config = `---
apiVersion: v1
kind: ConfigMap
metadata: { name: edge-kong-7b5d2f9c4h, namespace: kong }
data: { KONG_TRUSTED_IPS: 0.0.0.0/0 }
`;
    const text = BUILT.replace(/env: \[.*\]/, 'envFrom: [{ configMapRef: { name: edge-kong-7b5d2f9c4h } }]') + config;
    const tools = { renderer: { ...renderer, folder: () => text } };
    const { gateways, changed } = mend([...BASE, overlay('')], { cloud: 'gke' }, tools);
    expect({ changed, asked: gateways[0].question !== undefined }).toEqual({ changed: [], asked: true });
  });

  test('that nothing builds is named', () => {
    const { gateways, notJudged, changed } = mend([...BASE, overlay('')], { cloud: 'gke' });
    expect({ gateways, changed, paths: notJudged.map(({ path }) => path) }).toEqual({
      gateways: [],
      changed: [],
      paths: ['prod/kustomization.yaml'],
    });
  });
});

describe('a patch', () => {
  const patch = (before: object, after: object) => parse(patchOf(before, after, (value) => JSON.stringify(value)));
  const pod = (env: object[]) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p' },
    spec: { containers: [{ name: 'proxy', env }] },
  });

  test('names variables that change, come or go', () => {
    const before = [
      { name: 'A', value: '1' },
      { name: 'B', valueFrom: { x: 1 } },
      { name: 'C', value: '3' },
    ];
    const after = [
      { name: 'A', value: '1' },
      { name: 'B', value: '2' },
      { name: 'D', value: '4' },
    ];
    expect(patch(pod(before), pod(after)).spec.containers[0].env).toEqual([
      { name: 'B', valueFrom: null, value: '2' },
      { name: 'D', value: '4' },
      { name: 'C', $patch: 'delete' },
    ]);
  });

  test('is of JSON where lists have no names', () => {
    const object = (isOn: boolean) => ({ apiVersion: 'x/v1', kind: 'X', spec: { 'a/b': [{ c: 1 }, { isOn }] } });
    expect(patch(object(false), object(true))).toEqual([{ op: 'replace', path: '/spec/a~1b/1/isOn', value: true }]);
  });
});
