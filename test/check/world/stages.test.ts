import { ClientIpCheck } from '../../../src';

const deployment = (trusted: string) => `
kind: Deployment
metadata: { name: kong, namespace: kong }
spec:
  template:
    metadata: { labels: { app: kong } }
    spec:
      containers:
      - { name: proxy, image: "kong:3.9.3", env: [{ name: KONG_TRUSTED_IPS, valueFrom: { configMapKeyRef: { name: trust, key: ips } } }] }
# ${trusted}
`;
const trust = (ips: string) =>
  `\nkind: ConfigMap\nmetadata: { name: trust, namespace: kong }\ndata: { ips: "${ips}" }\n`;
const service = (policy: string, name = 'kong') => `
kind: Service
metadata: { name: ${name}, namespace: kong, annotations: { cloud.google.com/l4-rbs: enabled } }
spec: { type: LoadBalancer, externalTrafficPolicy: ${policy}, selector: { app: kong }, ports: [{ port: 80, targetPort: 8000 }] }
`;

const check = (files: Record<string, string>) =>
  ClientIpCheck.check(Object.entries(files).map(([name, text]) => ({ name, text })));
const verdicts = (files: Record<string, string>) => check(files).gateways.map(({ verdict }) => verdict);
const NOBODY = '';

test('two folders with the same objects are two clusters, and each is judged', () => {
  const files = {
    'dev/kong.yaml': `${deployment('a')}---${trust(NOBODY)}---${service('Local')}`,
    'prod/kong.yaml': `${deployment('a')}---${trust('0.0.0.0/0')}---${service('Cluster')}`,
    'prod/more.yaml': service('Cluster', 'second'),
  };
  expect(verdicts(files)).toEqual(['kept', 'forgeable']);
  expect(check(files).unreadable).toEqual([]);
});

test('a gateway that stages share is judged in each', () => {
  const files = {
    'base/kong.yaml': `${deployment('a')}---${trust(NOBODY)}`,
    'dev/service.yaml': service('Local'),
    'prod/service.yaml': service('Cluster'),
  };
  expect(verdicts(files)).toEqual(['kept', 'lost']);
});

test('two files of one folder are one cluster: what only one of them holds counts for both', () => {
  const files = {
    'kong.yaml': `${deployment('a')}---${trust(NOBODY)}---${service('Local')}`,
    'old.yaml': `${service('Cluster')}---${service('Cluster', 'second')}`,
  };
  expect(verdicts(files)).toEqual(['lost']);
});

test('the same object with the same content in two folders is one', () => {
  const text = `${deployment('a')}---${trust(NOBODY)}---${service('Local')}`;
  expect(verdicts({ 'a/kong.yaml': text, 'b/kong.yaml': text })).toEqual(['kept']);
});
