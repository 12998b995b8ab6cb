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

test.each(LEADING_ELSEWHERE.map((addition) => [addition.name, addition] as const))('%s: kept', (_, addition) => {
  expect(around(addition).verdict).toBe('kept');
});
