import { isScalar, parseDocument, Scalar } from 'yaml';
import { removeInYaml, setInYaml } from './yaml-edit';
import { CannotEdit, EditStep } from './yaml-path';
import { documentsOf } from '../forms/document-starts';
import { normal } from '../forms/files';
import { ClientIpManifest } from '../forms/text';
import { AS_KUBECTL } from '../input/yaml';

/** A change of one value where the user keeps it. */
export interface Edit {
  readonly file: string;
  readonly part: number;
  readonly path: readonly EditStep[];
  /** The path inside the text of YAML at `path`. */
  readonly inner?: readonly EditStep[];
  /** The new value; undefined to take the value out. */
  readonly value?: unknown;
}

/** The texts with edits in them. Texts that no edit concerns are the same objects as before. */
export function applyEdits(texts: readonly ClientIpManifest[], edits: readonly Edit[]): ClientIpManifest[] {
  return texts.map((text) => {
    const own = edits.filter(({ file }) => normal(file) === normal(text.name));
    return own.length === 0 ? text : { name: text.name, text: own.reduce(applyEdit, text.text) };
  });
}

function applyEdit(text: string, edit: Edit): string {
  const part = documentsOf(text)[edit.part];
  if (!part) throw new CannotEdit(`${edit.file} has no document number ${edit.part + 1}`);
  const edited =
    edit.inner === undefined
      ? change(part.text, edit.path, edit.value)
      : changeInner(part.text, edit.path, (inner) => change(inner, edit.inner!, edit.value));
  return text.slice(0, part.start) + edited + text.slice(part.start + part.text.length);
}

function change(text: string, path: readonly EditStep[], value: unknown): string {
  return value === undefined ? removeInYaml(text, path) : setInYaml(text, path, value);
}

/** A text inside a document: a block keeps its header and its indentation. */
function changeInner(text: string, path: readonly EditStep[], edit: (inner: string) => string): string {
  const node = parseDocument(text, AS_KUBECTL).getIn(path as (string | number)[], true);
  if (!isScalar(node) || typeof node.value !== 'string') throw new CannotEdit('this is not a text');
  const edited = edit(node.value);
  if (node.type !== Scalar.BLOCK_LITERAL) return setInYaml(text, path, edited);
  const [start, end] = node.range!;
  const header = text.indexOf('\n', start) + 1;
  const [, indent] = /^(?:[ \t]*\n)*( *)/.exec(text.slice(header))!;
  const lines = edited
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => (line === '' ? '' : indent + line));
  const tail = text.slice(header, end).endsWith('\n') ? '\n' : '';
  return `${text.slice(0, header)}${lines.join('\n')}${tail}${text.slice(end)}`;
}
