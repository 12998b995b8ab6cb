import { objectsOfExample } from './objects';
import { checkObjects } from '../../../src/check/check';
import { siteOf } from '../neighbours/addition';
import { LEADING, LEADING_ELSEWHERE } from '../neighbours/configurations';

const around = (addition: (typeof LEADING)[number]) => {
  const objects = objectsOfExample({}, { 'cloud.google.com/l4-rbs': 'enabled' }, []);
  const more = addition.add(siteOf(objects)!) ?? [];
  return checkObjects([...objects, ...more])[0];
};

test.each(LEADING.map((addition) => [addition.name, addition] as const))('%s: a way in', (_, addition) => {
  const { verdict, questions } = around(addition);
  expect(verdict).not.toBe('kept');
  expect(questions).not.toEqual([]);
});

test('a name that the API server refuses is read as it is', () => {
  const objects = objectsOfExample({}, { 'cloud.google.com/l4-rbs': 'enabled' }, []);
  const service: any = objects.find((one: any) => one.kind === 'Service');
  const renamed = { ...service, metadata: { ...service.metadata, name: 'a(b' } };
  const file = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' }, data: { 'a.conf': 'proxy_pass $up;' } };
  const all = [...objects.filter((one) => one !== service), renamed, file];
  expect(checkObjects(all)).toHaveLength(1);
});

test.each(LEADING_ELSEWHERE.map((addition) => [addition.name, addition] as const))('%s: kept', (_, addition) => {
  expect(around(addition).verdict).toBe('kept');
});
