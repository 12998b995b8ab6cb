/** A simple command of a shell: assignments in front of it or of `export`, and its words. */
export interface ShellStatement {
  readonly words: readonly string[];
  readonly assignments: readonly { readonly name: string; readonly value?: string }[];
}

/** A word without its quotes; `open` when the shell would put something into it. */
interface Word {
  readonly text: string;
  readonly open: boolean;
}

/** What makes a script more than a list of simple commands. */
const KEYWORDS = ['if', 'for', 'while', 'until', 'case', 'function', 'eval', 'source', '.', '[', '[[', '!', 'trap'];

/**
 * The commands of a script one after the other; undefined when it has more than these: pipes, branches, functions,
 * redirections.
 */
export function shellStatements(script: string): ShellStatement[] | undefined {
  const statements: ShellStatement[] = [];
  for (const words of commandsOf(script) ?? [undefined]) {
    if (words === undefined || KEYWORDS.includes(words[0]?.text ?? '')) return undefined;
    const isExport = words[0]?.text === 'export';
    const first = words.slice(isExport ? 1 : 0);
    const count = first.findIndex(({ text }) => !ASSIGNMENT.test(text));
    const assigned = count < 0 ? first : first.slice(0, count);
    const rest = count < 0 ? [] : first.slice(count);
    if (rest.some(({ open }, index) => index === 0 && open)) return undefined;
    statements.push({
      assignments: assigned.map(({ text, open }) => {
        const [, name, value] = ASSIGNMENT.exec(text)!;
        return open ? { name } : { name, value };
      }),
      words: [...(isExport ? ['export'] : []), ...rest.map(({ text }) => text)],
    });
  }
  return statements;
}

const ASSIGNMENT = /^([A-Za-z_]\w*)=(.*)$/s;

/** The words between separators. */
function commandsOf(script: string): Word[][] | undefined {
  const commands: Word[][] = [[]];
  let at = 0;
  while (at < script.length) {
    const rest = script.slice(at, at + 2);
    if (rest === '\\\n') {
      at += 2;
    } else if (/[ \t\r]/.test(script[at])) {
      at += 1;
    } else if (script[at] === '#') {
      const end = script.indexOf('\n', at);
      at = end < 0 ? script.length : end;
    } else if (rest === '&&' || script[at] === ';' || script[at] === '\n') {
      commands.push([]);
      at += rest === '&&' ? 2 : 1;
    } else {
      const word = wordAt(script, at);
      if (!word) return undefined;
      commands[commands.length - 1].push(word.word);
      at = word.end;
    }
  }
  return commands.filter((command) => command.length > 0);
}

function wordAt(script: string, start: number): { word: Word; end: number } | undefined {
  let text = '';
  let open = false;
  let quote = '';
  let at = start;
  for (; at < script.length; at += 1) {
    const character = script[at];
    if (quote === "'") {
      if (character === quote) quote = '';
      else text += character;
    } else if (character === '\\') {
      at += 1;
      const keeps = quote === '"' && !/["\\$`\n]/.test(script[at] ?? '');
      text += `${keeps ? '\\' : ''}${script[at] === '\n' ? '' : (script[at] ?? '')}`;
    } else if (character === '`' || character === '$') {
      open = true;
      if (script.startsWith('$(', at) || character === '`') return undefined;
      text += character;
    } else if (character === quote) {
      quote = '';
    } else if (quote === '' && /["']/.test(character)) {
      quote = character;
    } else if (quote === '' && /[ \t\r\n;&]/.test(character)) {
      break;
    } else if (quote === '' && /[|<>(){}*?~]/.test(character)) {
      if (!/[{}*?~]/.test(character)) return undefined;
      open = true;
      text += character;
    } else {
      text += character;
    }
  }
  const single = script[at] === '&' && script[at + 1] !== '&';
  return quote !== '' || single || at === start ? undefined : { word: { text, open }, end: at };
}
