import { isExactlyTrue, isTrueInAnyCase, isTrueWhenTrimmed } from '../../src/notation/azure';

test.each([
  ['true', true, true, true],
  ['True', false, true, true],
  [' true ', false, false, true],
  ['', false, false, false],
  ['1', false, false, false],
  [undefined, false, false, false],
])('%j', (text, exactly, inAnyCase, whenTrimmed) => {
  expect([isExactlyTrue(text), isTrueInAnyCase(text), isTrueWhenTrimmed(text)]).toEqual([
    exactly,
    inAnyCase,
    whenTrimmed,
  ]);
});
