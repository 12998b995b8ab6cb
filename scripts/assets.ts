import { copyFileSync, mkdirSync } from 'fs';
import { dirname, join } from 'path';

/** What the parser of Terraform's language consists of, with the licences. */
const FILES: Readonly<Record<string, string>> = {
  'web-tree-sitter.cjs': 'web-tree-sitter/web-tree-sitter.cjs',
  'web-tree-sitter.wasm': 'web-tree-sitter/web-tree-sitter.wasm',
  'web-tree-sitter.LICENSE': 'web-tree-sitter/LICENSE',
  'tree-sitter-hcl.wasm': '@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-hcl.wasm',
  'tree-sitter-hcl.LICENSE': '@tree-sitter-grammars/tree-sitter-hcl/LICENSE',
};

const root = dirname(__dirname);
mkdirSync(join(root, 'assets'), { recursive: true });
for (const [name, source] of Object.entries(FILES)) {
  copyFileSync(join(root, 'node_modules', source), join(root, 'assets', name));
}
