import * as fc from 'fast-check';
import {
  Accepted,
  BOOL,
  byApi,
  COUNT,
  DURATION,
  exactly,
  goDuration,
  goInt,
  goIntOfAnyBase,
  goObject,
  inAnyCase,
  INTEGER,
  integerBetween,
  jsonStrings,
  numbers,
  NUMBERS,
  OBJECT,
  oneOf,
  oneOfInAnyCase,
  orEmpty,
  Reader,
  STRINGS,
} from '../../src/controllers/readers';
import { isTrue } from '../../src/notation/go';

/** What each reader makes of a text, as the function of Go does; undefined where that gives an error. */
const ROWS: readonly [
  name: string,
  reader: Reader<unknown>,
  rows: readonly (readonly [text: string, value: unknown])[],
][] = [
  [
    'goInt',
    goInt,
    [
      ['5', 5],
      ['-5', -5],
      ['+5', 5],
      ['005', 5],
      ['', undefined],
      [' 5', undefined],
      ['5.0', undefined],
      ['0x5', undefined],
      ['1_000', undefined],
    ],
  ],
  [
    'goIntOfAnyBase',
    goIntOfAnyBase,
    [
      ['80', 80],
      ['0x50', 80],
      ['0X50', 80],
      ['0b1010000', 80],
      ['0o120', 80],
      ['0120', 80],
      ['8_0', 80],
      ['-0x50', -80],
      ['0', 0],
      ['08', undefined],
      ['0x', undefined],
      ['0b2', undefined],
      ['80a', undefined],
      ['', undefined],
      ['_80', undefined],
      ['http', undefined],
    ],
  ],
  [
    'goDuration',
    goDuration,
    [
      ['90s', 90],
      ['1m30s', 90],
      ['1.5h', 5400],
      ['500ms', 0.5],
      ['0', 0],
      ['-5s', -5],
      ['.5s', 0.5],
      ['5', undefined],
      ['', undefined],
      ['5 s', undefined],
      ['s', undefined],
      ['1d', undefined],
    ],
  ],
  [
    'exactly',
    exactly('tcp', 'http'),
    [
      ['tcp', 'tcp'],
      ['TCP', undefined],
      ['', undefined],
    ],
  ],
  [
    'inAnyCase',
    inAnyCase('tcp', 'http'),
    [
      ['TCP', 'tcp'],
      ['Http', 'http'],
      ['https', undefined],
    ],
  ],
  [
    'goObject',
    goObject,
    [
      ['{"Protocol":"x"}', { protocol: 'x' }],
      ['null', {}],
      ['[]', undefined],
      ['', undefined],
      ['{', undefined],
    ],
  ],
  [
    'jsonStrings',
    jsonStrings,
    [
      ['["a"]', ['a']],
      ['[]', []],
      ['null', []],
      ['[1]', undefined],
      ['a', undefined],
      ['', undefined],
    ],
  ],
  [
    'numbers',
    numbers,
    [
      ['80,443', [80, 443]],
      ['80', [80]],
      ['80, 443', undefined],
      ['80,', undefined],
      ['', undefined],
      ['http', undefined],
    ],
  ],
];

describe.each(ROWS)('%s', (_, reader, rows) => {
  test.each(rows)('%j is %j', (text, value) => {
    const read = reader(text);
    if (typeof value === 'number') expect(read).toBeCloseTo(value);
    else expect(read).toEqual(value);
  });
});

const ACCEPTED: readonly [string, Accepted, readonly string[], readonly string[]][] = [
  ['BOOL', BOOL, ['1', 'False'], ['', 'yes']],
  ['INTEGER', INTEGER, ['-1'], ['', '1s']],
  ['COUNT', COUNT, ['0', '7'], ['-1', '', '+1']],
  ['DURATION', DURATION, ['1s'], ['1']],
  ['NUMBERS', NUMBERS, ['80,443'], ['80, 443']],
  ['OBJECT', OBJECT, ['{}'], ['[]']],
  ['STRINGS', STRINGS, ['[]', '', ' '], ['{}']],
  ['oneOf', oneOf('a', ''), ['a', ''], ['A']],
  ['oneOfInAnyCase', oneOfInAnyCase('a'), ['A'], ['b']],
  ['integerBetween', integerBetween(0, 100), ['0', '100'], ['101', '-1', '']],
  ['orEmpty', orEmpty(BOOL), ['', 'true'], ['x']],
  ['byApi', byApi(BOOL), ['true'], ['x']],
];

test.each(ACCEPTED)('%s', (_, { reads }, taken, refused) => {
  expect(taken.filter((text) => reads(text) === undefined)).toEqual([]);
  expect(refused.filter((text) => reads(text) !== undefined)).toEqual([]);
});

test('a decimal number without a leading zero is the same in any base', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2 ** 31 }),
      (number) => goIntOfAnyBase(String(number)) === number && goInt(String(number)) === number,
    ),
  );
});

test.each([
  [undefined, false],
  ['x', false],
  ['false', false],
  ['T', true],
])('isTrue %j is %j', (text, expected) => {
  expect(isTrue(text)).toBe(expected);
});
