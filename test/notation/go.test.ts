import { equalFold, parseBool, parseInt32, trimSpace } from '../../src/notation/go';

test.each([
  ['1', true],
  ['t', true],
  ['T', true],
  ['TRUE', true],
  ['true', true],
  ['True', true],
  ['0', false],
  ['f', false],
  ['F', false],
  ['FALSE', false],
  ['false', false],
  ['False', false],
  ['', undefined],
  [' true', undefined],
  ['true ', undefined],
  ['yes', undefined],
  ['tRUE', undefined],
  ['on', undefined],
])('the boolean %j', (text, expected) => {
  expect(parseBool(text)).toBe(expected);
});

test.each([
  ['80', 80],
  ['+80', 80],
  ['-1', -1],
  ['008', 8],
  [' 80', undefined],
  ['80 ', undefined],
  ['', undefined],
  ['8_0', undefined],
  ['0x50', undefined],
  ['2147483647', 2147483647],
  ['2147483648', undefined],
  ['-2147483648', -2147483648],
])('the number %j', (text, expected) => {
  expect(parseInt32(text)).toBe(expected);
});

test.each([
  [' a ', 'a'],
  ['\t\v\u0085a\u3000', 'a'],
  ['\ufeffa', '\ufeffa'],
  ['a b', 'a b'],
  ['  ', ''],
])('trims %j', (text, expected) => {
  expect(trimSpace(text)).toBe(expected);
});

test.each([
  ['True', true],
  [' true', false],
  [undefined, false],
])('folds %j', (text, expected) => {
  expect(equalFold(text, 'true')).toBe(expected);
});
