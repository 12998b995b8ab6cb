import { local } from './bound';

test('nodes that rewrite the source are refused', () => {
  expect(() => local({ externalTrafficPolicy: 'Cluster' })).toThrow(
    "[test/Way] the load balancer's externalTrafficPolicy is Cluster, with which nodes rewrite the source",
  );
});
