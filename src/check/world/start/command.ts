import { ShellStatement, shellStatements } from './shell';

/** A variable that a command sets before it starts Kong; without a value where that cannot be read. */
export interface Assignment {
  readonly name: string;
  readonly value?: string;
}

/** How a container starts Kong. */
export interface Start {
  /** The file given by `-c`. */
  readonly conf?: string;
  /** The template given by `--nginx-conf`. */
  readonly nginxConf?: string;
  readonly assignments: readonly Assignment[];
  /** What the command does that cannot be read: `runs /start.sh`. */
  readonly unread?: string;
}

const SHELLS = ['sh', 'bash', 'ash', 'dash'];
/** Programs that start what follows them. */
const STARTERS = ['docker-entrypoint.sh', 'entrypoint.sh', 'tini', 'dumb-init', 'exec', '--'];
/** Commands that neither set nor write anything for Kong. */
const IDLE = [
  'set',
  'cd',
  'sleep',
  'echo',
  'printf',
  'true',
  ':',
  'ulimit',
  'umask',
  'date',
  'exit',
  'wait',
  'test',
  'curl',
  'wget',
  'id',
  'whoami',
  'hostname',
];
const STARTS = ['docker-start', 'start', 'restart', 'roar'];
/** Commands of Kong that end and leave its settings alone. */
const ENDS = [
  'migrations',
  'version',
  'check',
  'config',
  'health',
  'vault',
  'quit',
  'stop',
  'drain',
  'debug',
  'hybrid',
];
const FLAGS = ['--v', '--vv', '--run-migrations', '--force', '-F'];
const FLAGS_WITH_VALUE = ['-p', '--prefix', '--db-timeout', '--lock-timeout', '--nginx-conf', '-c', '--conf'];

const NOTHING: Start = { assignments: [] };

/**
 * What a command makes of Kong's settings, as far as it can be read.
 *
 * @param words the command and its arguments
 * @param scriptAt the text of a file in the container, if it is known
 */
export function readStart(words: readonly string[], scriptAt: (path: string) => string | undefined): Start {
  const [first, ...rest] = words;
  if (first === undefined) return NOTHING;
  const program = first.slice(first.lastIndexOf('/') + 1);
  if (STARTERS.includes(program)) return readStart(rest, scriptAt);
  if (program === 'env') return readEnv(rest, scriptAt);
  if (program === 'kong') return readKong(rest);
  if (SHELLS.includes(program)) return readShell(rest, scriptAt);
  const script = scriptAt(first);
  return script === undefined ? { ...NOTHING, unread: `runs ${first}` } : readScript(script, scriptAt);
}

/** Whether a command, such as a hook, does nothing to Kong's settings. */
export function isIdle(words: readonly string[]): boolean {
  const [first = '', ...rest] = words;
  if (SHELLS.includes(first.slice(first.lastIndexOf('/') + 1)) && /^-\w*c$/.test(rest[0] ?? '')) {
    return (
      shellStatements(rest[1] ?? '')?.every(
        ({ words: inner, assignments }) => assignments.length === 0 && isIdle(inner),
      ) === true
    );
  }
  return first === '' || IDLE.includes(first.slice(first.lastIndexOf('/') + 1)) || isEnding(words);
}

/** Whether a command starts Kong, or makes it read its settings again. */
export function startsKong(words: readonly string[]): boolean {
  return /\bkong\s+(start|restart|reload|prepare|docker-start)\b|\bnginx\b|\bKONG_\w+=/.test(words.join(' '));
}

/** `env NAME=VALUE … COMMAND`. */
function readEnv(words: readonly string[], scriptAt: (path: string) => string | undefined): Start {
  const count = words.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word));
  const assigned = words.slice(0, Math.max(count, 0)).map((word): Assignment => {
    const [name, value] = word.split(/=(.*)/s);
    return { name, value };
  });
  const start = readStart(count < 0 ? [] : words.slice(count), scriptAt);
  return { ...start, assignments: [...assigned, ...start.assignments] };
}

function readShell(words: readonly string[], scriptAt: (path: string) => string | undefined): Start {
  const index = words.findIndex((word) => !word.startsWith('-'));
  const isText = words.slice(0, index).some((option) => /^-\w*c$/.test(option));
  const text = isText ? words[index] : scriptAt(words[index] ?? '');
  return text === undefined ? { ...NOTHING, unread: `runs ${words[index] ?? 'a shell'}` } : readScript(text, scriptAt);
}

function readScript(text: string, scriptAt: (path: string) => string | undefined): Start {
  const statements = shellStatements(text);
  if (!statements) return { ...NOTHING, unread: 'runs a script of more than assignments and plain commands' };
  const exported = new Map<string, Assignment>();
  for (const statement of statements) {
    const set = exportsOf(statement);
    const { words } = statement;
    if (set) {
      set.forEach((one) => exported.set(one.name, one));
    } else if (words.length > 0 && !isIdle(words)) {
      const start = readStart(words, scriptAt);
      return { ...start, assignments: [...exported.values(), ...statement.assignments, ...start.assignments] };
    }
  }
  return { assignments: [...exported.values()], unread: 'ends without a command that starts Kong' };
}

/** Assignments that the commands behind them see; a variable that is not exported is taken to be. */
function exportsOf({ words, assignments }: ShellStatement): readonly Assignment[] | undefined {
  if (words.length === 0) return assignments;
  if (words[0] === 'unset') return words.slice(1).map((name) => ({ name }));
  return words[0] === 'export' ? assignments : undefined;
}

function isEnding([program, command]: readonly string[]): boolean {
  return /^(\S*\/)?kong$/.test(program) && ENDS.includes(command);
}

function readKong(words: readonly string[]): Start {
  const given = new Map<string, string>();
  const others: string[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const [flag, joined] = words[index].split(/=(.*)/s);
    if (FLAGS_WITH_VALUE.includes(flag)) {
      given.set(flag, joined ?? words[index + 1] ?? '');
      index += joined === undefined ? 1 : 0;
    } else if (!FLAGS.includes(flag)) {
      others.push(words[index]);
    }
  }
  const [command, ...unknown] = others;
  const unread = !STARTS.includes(command) || unknown.length > 0 ? { unread: `runs kong ${others.join(' ')}` } : {};
  const prefix = given.get('-p') ?? given.get('--prefix');
  return {
    conf: given.get('-c') ?? given.get('--conf'),
    nginxConf: given.get('--nginx-conf'),
    assignments: prefix === undefined ? [] : [{ name: 'KONG_PREFIX', value: prefix }],
    ...unread,
  };
}
