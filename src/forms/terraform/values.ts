import { Expression, Text } from './syntax';
import { isObject } from '../../input/objects';
import { Place, readDocumentsAt, Step } from '../documents';
import { hideExpressions } from '../expressions';
import { Files } from '../files';
import { doubted, known, NO_VALUES, Values } from '../installs/install';
import { fileValues } from '../installs/values-of';
import { Layer } from '../layer';
import { ClientIpManifest } from '../text';

/** An item of `values`: a text of YAML, a file, or a map that becomes YAML. */
export function valuesOfItem(item: Expression, file: string, files: Files): Values {
  if (item.kind === 'text') return textValues(item, file);
  if (item.kind !== 'call') return unknown(item);
  const [first] = item.args;
  switch (item.name) {
    case 'yamlencode':
    case 'jsonencode':
      return first?.kind === 'map' ? treeValues(first, file) : unknown(item);
    case 'file':
      return pathOf(first) === undefined
        ? unknown(item)
        : fileValues(files, beside(files, file, pathOf(first)!), pathOf(first)!);
    case 'templatefile':
      return pathOf(first) === undefined
        ? unknown(item)
        : templateValues(files, beside(files, file, pathOf(first)!), pathOf(first)!);
    default:
      return unknown(item);
  }
}

/** What is not a text in this file: only Terraform knows it. */
function unknown(item: Expression): Values {
  return doubted(`What are the values ${sourceOf(item)}?`);
}

/** An expression as it is written, shortened. */
export function sourceOf(expression: Expression): string {
  const text = textOf(expression).replace(/\s+/g, ' ');
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function textOf(expression: Expression): string {
  switch (expression.kind) {
    case 'call':
      return `${expression.name}(…)`;
    case 'text':
    case 'other':
      return expression.text;
    case 'literal':
      return String(expression.value);
    default:
      return expression.kind;
  }
}

function textValues({ text, line, column, isHeredoc }: Text, file: string): Values {
  const start: Place = { file, line, column };
  const inside = (inner: number, at: number): Place => ({ file, line: line + inner - 1, column: column + at - 1 });
  return yamlValues(text, file, isHeredoc ? inside : () => start);
}

/** YAML in which Terraform fills in expressions; its `%{ if }` can be anything. */
function yamlValues(text: string, file: string, placeOf: (line: number, column: number) => Place): Values {
  if (/%\{/.test(text)) {
    return doubted(`What does the template at ${file}:${placeOf(1, 1).line} come to? It has conditions or loops.`);
  }
  const { documents, unreadable } = readDocumentsAt(text, file, placeOf);
  const layers = documents
    .filter(({ value }) => isObject(value))
    .map(({ value, place }): Layer => ({ tree: hideExpressions(value), keeping: { kind: 'terraform', file }, place }));
  return known({ layers, unreadable });
}

function templateValues(files: Files, template: ClientIpManifest | undefined, path: string): Values {
  if (!template) return fileValues(files, undefined, path);
  return {
    ...yamlValues(template.text, template.name, (line, column) => ({ file: template.name, line, column })),
    used: [template.name],
  };
}

/** A map of HCL as values, each at the place where it is written. */
function treeValues(map: Expression, file: string): Values {
  const place = (path: readonly Step[] = []): Place => {
    const { line, column } = nearest(map, path);
    return { file, line, column };
  };
  const layer: Layer = { tree: hideExpressions(plain(map)), keeping: { kind: 'terraform', file }, place };
  return { ...NO_VALUES, layers: [layer] };
}

function nearest(expression: Expression, [step, ...rest]: readonly Step[]): Expression {
  if (step === undefined) return expression;
  const next = memberOf(expression, step);
  return next ? nearest(next, rest) : expression;
}

function memberOf(expression: Expression, step: Step): Expression | undefined {
  switch (expression.kind) {
    case 'map':
      return expression.entries.find(([key]) => key === String(step))?.[1];
    case 'list':
      return expression.items[Number(step)];
    default:
      return undefined;
  }
}

/** An expression as a value; what only Terraform knows as `${…}`. */
export function plain(expression: Expression): unknown {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'text':
      return expression.text;
    case 'list':
      return expression.items.map(plain);
    case 'map':
      return Object.fromEntries(expression.entries.map(([key, value]) => [key, plain(value)]));
    default:
      return `\${${sourceOf(expression)}}`;
  }
}

/** A path as Terraform writes it: from the folder of the module. */
function pathOf(expression: Expression | undefined): string | undefined {
  if (expression?.kind !== 'text') return undefined;
  const path = expression.text.replace(/^\$\{path\.(module|root|cwd)\}\//, '');
  return path.includes('${') ? undefined : path;
}

/** The files that an expression names, which are then no releases by themselves. */
export function filesNamedIn(source: string, file: string, files: Files): string[] {
  const named = [...source.matchAll(/\b(?:file|templatefile)\(\s*"(?:\$\{path\.\w+\}\/)?([^"$]+)"/g)];
  return named.flatMap(([, path]) => beside(files, file, path)?.name ?? []);
}

function beside(files: Files, file: string, path: string): ClientIpManifest | undefined {
  return files.beside(file, path) ?? files.fromRoot(file, path);
}
