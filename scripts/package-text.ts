import { readFileSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';

/*
 * The packages of Python, Java and .NET show the readme of the jsii assembly, with its examples in their language.
 * README.md is for people on GitHub and npm: its commands are those of TypeScript, and its links lead to files of the
 * repository. docs/packages.md fits every language.
 */
const root = dirname(__dirname);
const assembly = join(root, '.jsii');
const content = JSON.parse(readFileSync(assembly, 'utf8'));
content.readme = { markdown: readFileSync(join(root, 'docs/packages.md'), 'utf8').replace(/^<!--[^]*?^-->\n/gm, '') };
writeFileSync(assembly, JSON.stringify(content, undefined, 2));
