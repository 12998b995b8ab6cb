import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';

const FOLDER = 'src/check/rules';
/** A key of annotations with a domain, of which only those that every cluster knows may stand in a rule. */
const KEY = /(?<![\w/.])(?:[a-z0-9-]+\.)+[a-z]{2,}\/[a-z][\w.-]*/g;
const OF_KUBERNETES = ['kubernetes.io/ingress.class'];

// Examples may have them, and stand before `find`; sources are pages.
test.each(readdirSync(FOLDER).filter((file) => !['example.ts', 'sources.ts'].includes(file)))(
  '%s names the key of no cloud',
  (file) => {
    const source = readFileSync(join(FOLDER, file), 'utf8');
    const told = source
      .split('\n')
      .filter((line) => /^ {2}(title|why|mend): /.test(line))
      .join('\n');
    const code = source.slice(Math.max(0, source.indexOf('\n  find')));
    expect(
      [...`${told}\n${code}`.matchAll(KEY)].map(([key]) => key).filter((key) => !OF_KUBERNETES.includes(key)),
    ).toEqual([]);
  },
);
