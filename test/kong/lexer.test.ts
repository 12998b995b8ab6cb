import * as fc from 'fast-check';
import { textOf } from './fragments';
import { readStatements, words } from '../../src/kong/lexer';
import { isOneValue } from '../../src/kong/pasted';

const read = (text: string) => {
  const { statements, ending } = readStatements(text);
  return [...statements.map(({ name, args }) => [name, ...args]), ending];
};

describe('directives', () => {
  test.each<[string, (string[] | string)[]]>([
    ['', ['whole']],
    ['a;', [['a'], 'whole']],
    ['a b\tc\r\nd;e;', [['a', 'b', 'c', 'd'], ['e'], 'whole']],
    ['a "b c" \'d;e\';', [['a', 'b c', 'd;e'], 'whole']],
    ['a "b\\"c" \'d\\\'e\' "\\t|\\n|\\r|\\\\|\\x";', [['a', 'b"c', "d'e", '\t|\n|\r|\\|\\x'], 'whole']],
    ['a b"c d\'e f#g h}i;', [['a', 'b"c', "d'e", 'f#g', 'h}i'], 'whole']],
    ['a ${b}c $d{ e; }', [['a', '${b}c', '$d'], 'whole']],
    ['a "${b}" "$";', [['a', '${b}', '$'], 'whole']],
    ["a\u00a0'b;", [["a\u00a0'b"], 'whole']],
    ['a\v"b;', [['a\v"b'], 'whole']],
    ['a b\\;c;', [['a', 'b\\;c'], 'whole']],
    ['a; # b; c;\nd;', [['a'], ['d'], 'whole']],
    ['if ($a = "b") { c; }', [['if', '($a', '=', 'b', ')'], 'whole']],
    ['a; # b', [['a'], 'open']],
    ['a b # c;', ['open']],
    ['a b', ['open']],
    ['a "b;', ['open']],
    ["a 'b", ['open']],
    ['a "b\\";', ['open']],
    ['a b\\', ['open']],
    ['a { b;', ['open']],
    ['access_by_lua_block { return "}" }', ['open']],
    ['a "b"c;', ['refused']],
    ['a "b"#;', ['refused']],
    [';', ['refused']],
    ['a;;', [['a'], 'refused']],
    ['{', ['refused']],
    ['a; }', [['a'], 'refused']],
    ['a { b }', ['refused']],
  ])('%j', (text, expected) => {
    const [statements, ending] = [expected.slice(0, -1), expected[expected.length - 1]];
    expect(readStatements(text).ending).toBe(ending);
    if (ending === 'whole' || statements.length > 0) expect(read(text)).toEqual(expected);
  });

  test('blocks hold directives of their own', () => {
    expect(readStatements('a b { c d; e { } } f;').statements).toEqual([
      {
        name: 'a',
        args: ['b'],
        block: [
          { name: 'c', args: ['d'] },
          { name: 'e', args: [], block: [] },
        ],
      },
      { name: 'f', args: [] },
    ]);
  });

  test('a hundred thousand blocks in each other end the reading', () => {
    expect(readStatements('a{'.repeat(100_000)).ending).toBe('open');
  });
});

test('the words of a value are those of its first directive', () => {
  expect(words('"X-A X-B" \'X-C\' X-D; more "x"')).toEqual(['X-A X-B', 'X-C', 'X-D']);
});

describe('whether a text is one value', () => {
  test.each(
    ['', '8m', '"a;b" c', 'json \'{"a":"$b"}\'', 'a#b', '${a', 'a"b', 'a\\\\']
      .slice(1)
      .filter((value) => value !== '${a'),
  )('%j is', (value) => {
    expect(isOneValue('x @', value)).toBe(true);
  });

  test.each([
    '8m;',
    '8m; y',
    '8m # no images',
    '#',
    '8m \\',
    '\\',
    '"a',
    "a'b 'c",
    '{',
    'a }',
    '"a"b',
    "a\u00a0'b ; y '",
    '; y z #',
    'x {',
    '"a" ; b',
  ])('%j is not', (value) => {
    expect(isOneValue('x @', value)).toBe(false);
  });

  test('it depends on what the line has around it', () => {
    expect(isOneValue("lua_package_path '@;;'", '/opt/?.lua;/opt/?/init.lua')).toBe(true);
    expect(isOneValue("lua_package_path '@;;'", "/opt/'; set_real_ip_from 0.0.0.0/0; add_header X '")).toBe(false);
    expect(isOneValue('ssl_session_cache shared:SSL:@', '10m')).toBe(true);
    expect(isOneValue('ssl_session_cache shared:SSL:@', '"10m;x"')).toBe(false);
    expect(isOneValue('log @', '"10m;x"')).toBe(true);
  });
});

const text = textOf(['\n', '\r', 'real_ip_header X'], { maxLength: 12 });

test('of any text that is one value the directives around it stay what they are', () => {
  fc.assert(
    fc.property(text, fc.constantFrom('x @', "y '@;;'", 'z shared:SSL:@'), (value, line) => {
      fc.pre(isOneValue(line, value));
      const { statements, ending } = readStatements(`before one;\n${line.split('@').join(value)};\nafter two three;\n`);
      expect(ending).toBe('whole');
      expect(statements.map(({ name }) => name)).toEqual(['before', line[0], 'after']);
      expect(statements[2].args).toEqual(['two', 'three']);
    }),
    { numRuns: 5000 },
  );
});

test('a quoted word is read back as it was', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1 }), fc.constantFrom('"', "'"), (strings, quote) => {
      const quoted = strings.map((one) => quote + one.replace(/[\\"']/g, '\\$&') + quote);
      expect(words(quoted.join(' '))).toEqual(strings);
    }),
  );
});
