import { checkOf, Found, Install, NOTHING } from './install';
import { isObject } from '../../input/objects';
import { TextDocument } from '../documents';
import { baseOf } from '../files';
import { ClientIpManifest } from '../text';

/*
 * Scripts, pipelines and programs that install Kong, and objects of tools that this check does not know. They are not
 * read, but named: what was not judged must not look as if it was right.
 */

/** Kong's repository of charts, or a chart by the name that people give that repository. */
const SIGN =
  /charts\.konghq\.com|\bhelm\b[^\n]*\bkong\/(?:kong|ingress)\b|chart\w*["']?\s*[:=]\s*["']?kong\/(?:kong|ingress)\b/i;
/** The module that Terragrunt runs. */
const MODULE = /\bsource\s*=\s*"[^"\n]*\bkong\b/i;

const PROGRAM =
  /(^|[\\/])(Makefile|Jenkinsfile|Tiltfile|justfile)$|\.(sh|bash|mk|hcl|tofu|tf\.json|ts|js|mjs|py|go|cs|jsonnet|libsonnet|cue|groovy)$|(^|[\\/])\.(github|gitlab|circleci)[\\/]|\.gitlab-ci\.ya?ml$/;

/** Whether a file is a program by its name, of which nothing but a sign of Kong is read. */
export function isProgram(name: string): boolean {
  return PROGRAM.test(name);
}

/** Whether a program installs Kong. */
export function hasSign({ name, text }: ClientIpManifest): boolean {
  return SIGN.test(text) || (name.endsWith('.hcl') && MODULE.test(text));
}

/** A program that installs Kong. */
export function readProgram(file: ClientIpManifest): Found {
  const found = SIGN.exec(file.text) ?? (file.name.endsWith('.hcl') ? MODULE.exec(file.text) : null);
  return found ? notRead(file.name, lineAt(file.text, found.index)) : NOTHING;
}

/** Objects that say where charts are, or that a name is allowed, and install none. */
const WITHOUT_RELEASE = /Repository$|^(Secret|AppProject|CustomResourceDefinition|ClusterRole|Role)$/;

/** A document that installs Kong by a tool that is not known here. */
export function readSign({ text }: ClientIpManifest, documents: readonly TextDocument[]): Found {
  if (!SIGN.test(text)) return NOTHING;
  const document = documents.find(({ value }) => !isWithoutRelease(value) && SIGN.test(JSON.stringify(value)));
  if (!document) return NOTHING;
  const { file, line } = document.place();
  return notRead(file, line);
}

function isWithoutRelease(value: unknown): boolean {
  return isObject(value) && WITHOUT_RELEASE.test(String(value.kind));
}

function notRead(path: string, line: number): Found {
  const why = 'It installs Kong in a form that this check does not read.';
  return { ...NOTHING, notJudged: [{ path, line, why, run: checkOf('helm get manifest kong --namespace kong') }] };
}

/** A release whose values file a command takes, and sets more values over it. */
export function withCommands(install: Install, programs: readonly ClientIpManifest[]): Install {
  const files = new Set(install.layers.map((layer) => baseOf(layer.place().file)));
  const doubts = programs.flatMap(({ name, text }) =>
    commandsIn(text)
      .filter(({ command }) => /\s--set\b/.test(command) && [...files].some((file) => takes(command, file)))
      .map(({ line }) => `Which values does the command in ${name}:${line} set over ${[...files].join(' and ')}?`),
  );
  return doubts.length === 0 ? install : { ...install, doubts: [...install.doubts, ...doubts] };
}

/** Commands of Helm that install Kong, each with the lines on which it goes on. */
function commandsIn(text: string): { command: string; line: number }[] {
  return [...text.matchAll(/\bhelm\b(?:\\\r?\n|[^\n])*/g)]
    .filter(([command]) => /\bkong\b/.test(command))
    .map(({ 0: command, index }) => ({ command, line: lineAt(text, index) }));
}

function takes(command: string, file: string): boolean {
  return command.split(/[\s"'=]+/).some((word) => baseOf(word) === file);
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
