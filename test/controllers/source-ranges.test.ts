import { service } from './objects';
import { chosenSources, sourceRanges } from '../../src/controllers/source-ranges';

test.each([
  [['192.0.2.0/24'], true],
  [[], false],
  [['0.0.0.0/0'], false],
  [['192.0.2.0/24', '::/0'], false],
  [['0.0.0.0/1', '128.0.0.0/1'], false],
  [['0.0.0.0/2', '64.0.0.0/2', '128.0.0.0/2', '192.0.0.0/2'], false],
  [[' 0.0.0.0/0 '], false],
  [['1.2.3.4/0'], false],
  [['2000::/3'], false],
  [['10.0.0.0/8', '172.16.0.0/12'], true],
  [['198.51.100.7/24'], true],
])('%j are chosen: %s', (ranges, chosen) => {
  expect(chosenSources(ranges)).toEqual(chosen ? ranges : undefined);
});

const KEY = 'service.beta.kubernetes.io/load-balancer-source-ranges';

test.each([
  [{}, {}, undefined],
  [{ [KEY]: '192.0.2.0/24' }, {}, ['192.0.2.0/24']],
  [{ [KEY]: '192.0.2.0/24' }, { loadBalancerSourceRanges: ['198.51.100.0/24'] }, ['198.51.100.0/24']],
  [{ [KEY]: '192.0.2.0/24' }, { loadBalancerSourceRanges: [] }, ['192.0.2.0/24']],
  [{ [KEY]: ' ,' }, {}, undefined],
])('the field before the annotation: %j %j', (annotations, spec, expected) => {
  expect(sourceRanges(service(annotations, spec))).toEqual(expected);
});
