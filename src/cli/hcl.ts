import { readFileSync } from 'fs';
import { join } from 'path';
import { packageFolder } from './package';
import { ParseHcl } from '../forms/terraform/syntax';

/** The parser of HCL, which the build puts into this folder: a program of WebAssembly, and its grammar. */
const ASSETS = 'assets';

/** Loads the parser of Terraform's language. It takes a moment, so only inputs with Terraform pay for it. */
export async function loadHcl(): Promise<ParseHcl> {
  const folder = join(packageFolder(), ASSETS);
  const { Parser, Language } = await import(join(folder, 'web-tree-sitter.cjs'));
  await Parser.init({ locateFile: (name: string) => join(folder, name) });
  const parser = new Parser();
  parser.setLanguage(await Language.load(readFileSync(join(folder, 'tree-sitter-hcl.wasm'))));
  return (text) => parser.parse(text).rootNode;
}
