/** What is used of the nodes of a syntax tree of HCL, as tree-sitter makes them. */
export interface SyntaxNode {
  readonly type: string;
  readonly text: string;
  readonly startPosition: { readonly row: number; readonly column: number };
  readonly isError: boolean;
  readonly isMissing: boolean;
  readonly hasError: boolean;
  readonly namedChildren: readonly (SyntaxNode | null)[];
  readonly children: readonly (SyntaxNode | null)[];
}

/** Parses HCL. The parser is a program of WebAssembly, which has to be loaded before. */
export type ParseHcl = (text: string) => SyntaxNode;

/** A text in a file: a heredoc keeps its lines, a string is written at one place. */
export interface Text {
  readonly kind: 'text';
  readonly text: string;
  readonly line: number;
  readonly column: number;
  readonly isHeredoc: boolean;
}

interface Spot {
  readonly line: number;
  readonly column: number;
}

/** An expression of HCL, as far as it can be read without running Terraform. */
export type Expression = Spot &
  (
    | { readonly kind: 'literal'; readonly value: number | boolean | null }
    | Text
    | { readonly kind: 'list'; readonly items: readonly Expression[] }
    | { readonly kind: 'map'; readonly entries: readonly (readonly [key: string, value: Expression])[] }
    | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
    /** `var.x`, a condition, a loop: what only Terraform can tell. */
    | { readonly kind: 'other'; readonly text: string }
  );

export interface Block extends Spot {
  readonly kind: string;
  readonly labels: readonly string[];
  readonly attributes: ReadonlyMap<string, Expression>;
  readonly blocks: readonly Block[];
  readonly text: string;
}

/** The line of the first mistake in a text; undefined where there is none. */
export function mistakeIn(root: SyntaxNode): Spot | undefined {
  if (!root.hasError) return undefined;
  const waiting: SyntaxNode[] = [root];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.isError || node.isMissing) return spotOf(node);
    waiting.push(
      ...all(node.children)
        .filter(({ hasError, isMissing }) => hasError || isMissing)
        .reverse(),
    );
  }
  return spotOf(root);
}

/** The blocks of a file, one behind the other. */
export function blocksOf(root: SyntaxNode): Block[] {
  return all(root.namedChildren)
    .filter(({ type }) => type === 'body')
    .flatMap((body) => bodyOf(body).blocks);
}

function bodyOf(body: SyntaxNode | undefined): Pick<Block, 'attributes' | 'blocks'> {
  const children = all(body?.namedChildren ?? []);
  const attributes = children
    .filter(({ type }) => type === 'attribute')
    .map((attribute) => {
      const [name, value] = all(attribute.namedChildren);
      return [name.text, expressionOf(value)] as const;
    });
  return { attributes: new Map(attributes), blocks: children.filter(({ type }) => type === 'block').map(blockOf) };
}

function blockOf(block: SyntaxNode): Block {
  const [kind, ...rest] = all(block.namedChildren);
  const labels = rest
    .filter(({ type }) => type === 'string_lit' || type === 'identifier')
    .map(({ text }) => text.replace(/^"|"$/g, ''));
  return {
    kind: kind.text,
    labels,
    ...bodyOf(rest.find(({ type }) => type === 'body')),
    ...spotOf(block),
    text: block.text,
  };
}

/** Nodes that hold one other node, and say nothing themselves. */
const WRAPPERS = new Set(['expression', 'literal_value', 'collection_value', 'template_expr']);

function expressionOf(node: SyntaxNode): Expression {
  const spot = spotOf(node);
  const children = all(node.namedChildren);
  if (WRAPPERS.has(node.type) && children.length === 1) return expressionOf(children[0]);
  switch (node.type) {
    case 'numeric_lit':
      return { kind: 'literal', value: Number(node.text), ...spot };
    case 'bool_lit':
      return { kind: 'literal', value: node.text === 'true', ...spot };
    case 'null_lit':
      return { kind: 'literal', value: null, ...spot };
    case 'string_lit':
    case 'quoted_template':
      return { kind: 'text', text: unquoted(node.text), isHeredoc: false, ...spot };
    case 'heredoc_template':
      return { ...heredoc(node.text, spot), kind: 'text', isHeredoc: true };
    case 'tuple':
      return { kind: 'list', items: children.filter(({ type }) => type === 'expression').map(expressionOf), ...spot };
    case 'object':
      return { kind: 'map', entries: children.filter(({ type }) => type === 'object_elem').map(entryOf), ...spot };
    case 'function_call':
      return { kind: 'call', ...callOf(children), ...spot };
    default:
      return { kind: 'other', text: node.text, ...spot };
  }
}

function entryOf(element: SyntaxNode): readonly [string, Expression] {
  const [key, value] = all(element.namedChildren);
  return [unquoted(key.text), expressionOf(value)];
}

function callOf([name, args]: readonly SyntaxNode[]): { name: string; args: Expression[] } {
  return {
    name: name.text,
    args: all(args?.namedChildren ?? [])
      .filter(({ type }) => type === 'expression')
      .map(expressionOf),
  };
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

function unquoted(text: string): string {
  if (!text.startsWith('"')) return text;
  return text.slice(1, -1).replace(/\\(.)/g, (whole, letter: string) => ESCAPES[letter] ?? whole);
}

/** The lines between the markers; with `<<-` without the blanks that all of them begin with. */
function heredoc(text: string, { line }: Spot): { text: string } & Spot {
  const [marker, ...rest] = text.split('\n');
  const lines = rest.slice(0, -1);
  const indents = lines.filter((one) => one.trim() !== '').map((one) => /^[ \t]*/.exec(one)![0].length);
  const indent = marker.startsWith('<<-') && indents.length > 0 ? Math.min(...indents) : 0;
  return { text: lines.map((one) => `${one.slice(indent)}\n`).join(''), line: line + 1, column: indent + 1 };
}

function spotOf({ startPosition }: SyntaxNode): Spot {
  return { line: startPosition.row + 1, column: startPosition.column + 1 };
}

function all(nodes: readonly (SyntaxNode | null)[]): SyntaxNode[] {
  return nodes.filter((node): node is SyntaxNode => node !== null);
}
