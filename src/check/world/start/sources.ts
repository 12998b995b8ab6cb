import { isIdle, readStart, Start, startsKong } from './command';
import { Mount, MountedFile, MountedFiles } from './files';
import { KubernetesObject } from '../../../controllers/balancer';
import { ManifestObject } from '../../../forms/manifests';
import { readConfFile } from '../../../kong/conf-file';
import { directivesIn } from '../../../kong/directives';
import { Catalogue } from '../catalogue';
import { Container, Environment, secretKey, Spot, Variable } from '../environment';
import { Declared } from '../plugins';
import { valueAt } from '../workloads';

/** Something of the pod that may set anything, and that the check cannot read. */
export interface Unread extends Spot {
  /** What it is, in a sentence. */
  readonly why: string;
  readonly question: string;
  readonly answer: string;
}

/** From where a Kong takes its settings, besides the variables of its container. */
export interface Sources {
  readonly environment: Environment;
  /** Files that its settings name and that are in the input, by their paths. */
  readonly files: ReadonlyMap<string, string>;
  readonly unread: readonly Unread[];
  /** Kong's declarative configuration, if it is in the input. */
  readonly declared?: Declared;
}

/** Where Kong looks for its configuration file if none is named; the images bring none. */
const DEFAULT_PATHS = ['/etc/kong/kong.conf', '/etc/kong.conf'];
/** The programs and templates of the image. What lies in the folder of plugins is not among them. */
const CODE = [
  '/usr/local/share/lua/5.1/kong',
  '/usr/local/openresty',
  '/docker-entrypoint.sh',
  '/entrypoint.sh',
  '/usr/local/bin/kong',
  '/usr/bin/kong',
];
const PLUGINS = '/usr/local/share/lua/5.1/kong/plugins/';

interface Pod {
  readonly workload: ManifestObject;
  readonly pod: KubernetesObject;
  readonly container: Container;
  readonly beside: readonly Container[];
  readonly annotations: Readonly<Record<string, unknown>>;
}

export function sourcesOf(gateway: Pod, variables: Environment, catalogue: Catalogue): Sources {
  const { workload, container } = gateway;
  const files = new MountedFiles(workload, gateway.pod, container, gateway.beside, catalogue, gateway.annotations);
  const command = {
    at: workload,
    field: `${container.field}.${container.spec.command === undefined ? 'args' : 'command'}`,
  };
  const start = startOf(container, variables, files);
  const conf = confOf(start, files, command);
  const set = start.assignments.map(({ name, value }): Variable => ({
    ...command,
    name,
    value,
    hiddenIn: value === undefined ? 'the start command' : undefined,
  }));
  const environment = variables.between('unread' in conf ? [] : conf.settings, set);
  return {
    environment,
    files: includedFiles(environment, files),
    declared: declaredIn(environment, files),
    unread: [
      ...('unread' in conf ? [conf.unread] : []),
      ...(start.unread === undefined ? [] : [unreadCommand(command, start.unread)]),
      ...(start.nginxConf === undefined ? [] : [unreadTemplate(command, start.nginxConf)]),
      ...files.mounts.filter(coversCode).map(unreadMount),
      ...unreadCommands(gateway),
    ],
  };
}

function startOf({ spec }: Container, variables: Environment, files: MountedFiles): Start {
  const words = [spec.command, spec.args]
    .flatMap((list) => (Array.isArray(list) ? list : []))
    .map((word) => String(word).replace(/(?<!\$)\$\(([^)]+)\)/g, (all, name) => variables.value(name) ?? all));
  return readStart(words, (path) => {
    const file = files.at(path);
    return file?.state === 'text' ? file.text : undefined;
  });
}

/** The settings of kong.conf, as variables that stand in its lines. */
function confOf(
  { conf }: Start,
  files: MountedFiles,
  command: Spot,
): { readonly settings: readonly Variable[] } | { readonly unread: Unread } {
  for (const path of conf === undefined ? DEFAULT_PATHS : [conf]) {
    const file = files.at(path);
    if (file?.state === 'text') return { settings: settingsIn(file) };
    if (file?.state === 'hidden') return { unread: unreadConf(file, path, file.where) };
    if (file === undefined && conf !== undefined) return { unread: unreadConf(command, path, 'the image') };
  }
  return { settings: [] };
}

function settingsIn({ text, at, field }: MountedFile & { readonly state: 'text' }): Variable[] {
  return Object.entries(readConfFile(text)).map(([name, value]) => ({
    name,
    value,
    at,
    field,
    secret: secretKey(at, (field ?? '').replace(/^\w+\./, '')),
  }));
}

/** The configuration of a Kong without a database: in a variable, or in a file that a variable names. */
function declaredIn(environment: Environment, files: MountedFiles): Declared | undefined {
  const text = environment.value('KONG_DECLARATIVE_CONFIG_STRING');
  if (text !== undefined) return { ...environment.spot('KONG_DECLARATIVE_CONFIG_STRING'), text };
  const file = files.at(environment.value('KONG_DECLARATIVE_CONFIG') ?? '');
  return file?.state === 'text' ? file : undefined;
}

/** What `include` names, where it is in the input. */
function includedFiles(environment: Environment, files: MountedFiles): ReadonlyMap<string, string> {
  const paths = environment.all
    .filter(
      ({ name, value }) => value !== undefined && directivesIn(name).some((directive) => directive.name === 'include'),
    )
    .map(({ value }) => value!.trim());
  return new Map(
    paths.flatMap((path): [string, string][] => {
      const file = files.at(path);
      return file?.state === 'text' ? [[path, file.text]] : [];
    }),
  );
}

/**
 * A volume over the image's programs or templates, or over a folder around them, or over what Kong has written into
 * its prefix.
 */
function coversCode({ path }: Mount): boolean {
  if (path.startsWith(PLUGINS)) return false;
  if (/\/kong\/templates(\/|$)/.test(path) || /\/(nginx[\w-]*\.conf|\.kong_env)$/.test(path)) return true;
  return CODE.some((code) => path === code || path.startsWith(`${code}/`) || code.startsWith(`${path}/`));
}

function unreadConf({ at, field }: Spot, path: string, where: string): Unread {
  return {
    at,
    field,
    why:
      `Kong reads ${path} from ${where}, which is not in the input: ` +
      'it may set which address Kong believes wherever no variable does.',
    question: `What is in ${path}? It comes from ${where}.`,
    answer: 'add that ConfigMap or Secret to the input',
  };
}

function unreadCommand({ at, field }: Spot, does: string): Unread {
  return {
    at,
    field,
    why: `The command of the container ${does}: it may set variables of Kong, or start it with other files.`,
    question: `Does the command of the container set variables of Kong, or write its files? It ${does}.`,
    answer: 'write the variables into env, and leave the command to the image',
  };
}

function unreadTemplate({ at, field }: Spot, path: string): Unread {
  return {
    at,
    field,
    why:
      `Kong is started with --nginx-conf ${path}: nginx's whole configuration comes from that template, ` +
      'whatever the variables are.',
    question: `What does the template ${path} put into nginx's configuration?`,
    answer: 'look at it for set_real_ip_from and real_ip_header, or leave --nginx-conf out',
  };
}

function unreadMount({ at, field, path }: Mount): Unread {
  return {
    at,
    field,
    why:
      `A volume lies over ${path}, where the image has Kong's own programs or templates: ` +
      'what they do is not in the input.',
    question: `What does the volume at ${path} change in Kong?`,
    answer: 'look at its files, or take the volume away',
  };
}

/** Commands that the kubelet runs in the container while Kong proxies, and what of them matters. */
const RUN_BESIDE: readonly (readonly [field: string, matters: (words: readonly string[]) => boolean])[] = [
  ['lifecycle.postStart', (words) => !isIdle(words)],
  // A probe asks, in whatever words, and changes nothing.
  ...['startupProbe', 'readinessProbe', 'livenessProbe'].map((probe) => [probe, startsKong] as const),
];

function unreadCommands({ workload, container }: Pod): Unread[] {
  return RUN_BESIDE.flatMap(([field, matters]): Unread[] => {
    const command: unknown = valueAt(container.spec, `${field}.exec.command`);
    const words = Array.isArray(command) ? command.map(String) : [];
    if (!matters(words)) return [];
    return [
      {
        at: workload,
        field: `${container.field}.${field}`,
        why: 'A command runs in the container once Kong has started: it may start Kong again with other settings.',
        question: `Does the command of ${field} change Kong's settings? It runs ${words[0]}.`,
        answer: 'look at it, or take it away',
      },
    ];
  });
}
