import * as fc from 'fast-check';
import { clientHeaderIn, isPlainPair, stringMap, stringSlice } from '../../src/notation/aws';

/**
 * As the controller's own parser reads them: TestSplitKeyValuePairs and ParseStringMapAnnotation, and what its code
 * was seen to make of others.
 */
test.each<[string, Record<string, string> | undefined]>([
  ['', {}],
  ['a=b', { a: 'b' }],
  ['a=b,c=d', { a: 'b', c: 'd' }],
  [' a = b , c = d ', { a: 'b', c: 'd' }],
  ['a=b=c', { a: 'b=c' }],
  ['a=', { a: '' }],
  ['a=b,', { a: 'b,' }],
  ['a=b, ', { a: 'b,' }],
  ['a=b,,', undefined],
  ['a=b,c', undefined],
  ['a', undefined],
  ['=b', undefined],
  [' ', undefined],
  ['a=b,,c=d', undefined],
  ['a\\.b=c', { 'a.b': 'c' }],
  ['a=b\\,c=d', { a: 'b,c=d' }],
  ['a=b\\', { a: 'b\\' }],
  ['a=b\\\\,c=d', { a: 'b\\', c: 'd' }],
  ['a=1,a=2', { a: '2' }],
  ['\u00a0a\u0085=b', { a: 'b' }],
  ['\ufeffa=b', { '\ufeffa': 'b' }],
])('the map %j', (text, expected) => {
  expect(stringMap(text)).toEqual(expected);
});

test.each([
  [undefined, []],
  ['', []],
  [' ,', []],
  ['a, b,,c', ['a', 'b', 'c']],
])('the list %j', (text, expected) => {
  expect(stringSlice(text)).toEqual(expected);
});

test.each([
  ['a', 'b', true],
  ['a', '', true],
  ['a', 'b=c', true],
  ['', 'b', false],
  ['a=b', 'c', false],
  ['a,b', 'c', false],
  ['a', 'b,', false],
  ['a', 'b\\', false],
  ['a\\', 'b', false],
  [' a', 'b', false],
  ['a', 'b\u00a0', false],
])('a plain pair: %j %j %j', (key, value, plain) => {
  expect(isPlainPair(key, value)).toBe(plain);
});

test.each([
  ['routing.http.request.x_amzn_mtls_clientcert_subject.header_name=X-Forwarded-For', 'X-Forwarded-For'],
  ['routing.http.request.x_amzn_mtls_clientcert_subject.header_name=X-For\\warded-For', 'X-Forwarded-For'],
  ['routing.http.request.x_amzn_mtls_clientcert_subject.header\\_name = X-Real-IP , a=b', 'X-Real-IP'],
  ['routing.http.request.x_amzn_mtls_clientcert_subject.header_name=X-Subject', undefined],
  ['routing.http.response.x_forwarded.value=X-Forwarded-For', undefined],
  ['not a map', undefined],
])("the client's header in %j", (attributes, expected) => {
  expect(clientHeaderIn(attributes)).toBe(expected);
});

const hostile = fc.string({ unit: fc.constantFrom('a', 'b', '=', ',', '\\', ' ', '\u00a0', '.') });

test('a map of plain pairs is read back as it was written', () => {
  fc.assert(
    fc.property(fc.dictionary(hostile, hostile), (map) => {
      const plain = Object.entries(map).filter(([key, value]) => isPlainPair(key, value) && !value.includes(','));
      expect(stringMap(plain.map((pair) => pair.join('=')).join(','))).toEqual(Object.fromEntries(plain));
    }),
  );
});
