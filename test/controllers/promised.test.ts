import { clusterOf } from './objects';
import { PROMISES, STATEMENT } from '../../src/binding/statements';
import { promisesIn } from '../../src/controllers/promised';
import { readings } from '../../src/controllers/registry';

const service = (promises: string, spec: object = {}) => ({
  kind: 'Service',
  metadata: {
    name: 'kong',
    annotations: { [STATEMENT]: 'custom', [PROMISES]: promises, 'metallb.io/address-pool': 'edge' },
  },
  spec: { type: 'LoadBalancer', ports: [{ port: 80 }, { port: 443 }], ...spec },
});
const read = (promises: object, spec?: object) => {
  const object = service(JSON.stringify(promises), spec);
  return readings(object, clusterOf([object]));
};

test.each<[string, object, object, string]>([
  ['PROXY protocol through nodes', { sends: 'proxy-protocol' }, {}, 'node'],
  ["PROXY protocol to a node's own pods", { sends: 'proxy-protocol' }, { externalTrafficPolicy: 'Local' }, 'balancer'],
  ['PROXY protocol to pods', { sends: 'proxy-protocol', routesToPods: true }, {}, 'balancer'],
  ['packets', { sends: 'packets' }, { externalTrafficPolicy: 'Local' }, 'client'],
  ['packets whose source a node rewrites', { sends: 'packets' }, {}, 'node'],
  ['headers to pods', { sends: 'header', appends: true }, { type: 'ClusterIP' }, 'balancer'],
])('%s: the promise counts, whatever the annotations look like', (_, promises, spec, role) => {
  const [{ controller, balancer }, ...others] = read(promises, spec);
  expect([others, controller, balancer?.id, balancer?.peer.role]).toEqual([[], 'promised', 'custom', role]);
  const proxied = balancer!.frontends.map(({ proxyProtocol }) => proxyProtocol !== undefined);
  expect(proxied).toEqual(Array(2).fill((promises as { sends: string }).sends === 'proxy-protocol'));
});

test('a header that it overwrites has the client, and the other ones the truth', () => {
  const [{ balancer }] = read(
    { sends: 'header', overwrites: ['X-Client-IP', 'X-Forwarded-Proto'], endsTls: true, admits: [] },
    { externalTrafficPolicy: 'Local' },
  );
  expect(balancer?.http).toEqual({
    forwardedFor: { mode: 'preserve' },
    overwrites: { 'X-Client-IP': '{client}', 'X-Forwarded-Proto': '{scheme}' },
    redirectsToHttps: false,
  });
  expect(balancer?.frontends.map(({ port, speaks }) => [port, speaks])).toEqual([
    [80, 'http'],
    [443, 'https'],
  ]);
  expect(balancer?.admits).toEqual([]);
});

test.each([
  '',
  '[]',
  'null',
  '{',
  '{"sends":"nothing"}',
  '{"sends":1}',
  '{"admits":"all"}',
  '{"before":[]}',
  '{"unheard":true}',
])('promises that cannot be read are none: %s', (text) => {
  expect(promisesIn(text)).toBeUndefined();
});
