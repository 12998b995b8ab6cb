import { existsSync, readFileSync } from 'fs';
import { parseDocument } from 'yaml';
import { UsageError } from './input';
import { Accepted } from '../check/accept';
import { ClientIpCheckOptions } from '../check/options';
import { RETIRED, RULES } from '../check/rules';
import { isObject } from '../input/objects';

/** What a user always passes, in `.kong-client-ip.yaml`. */
export interface Config extends ClientIpCheckOptions {
  /** Files and folders that are not read. */
  readonly ignore?: string[];
  readonly accept?: Accepted[];
  readonly failOn?: string[];
}

const NAME = '.kong-client-ip.yaml';
const TEXTS = ['cloud', 'controller', 'chart', 'chartVersion'] as const;
const LISTS = ['nodes', 'pods', 'balancer', 'ignore', 'failOn'] as const;

/** The configuration file that the user names, or the one in this folder; an empty configuration if there is none. */
export function readConfig(named: string | undefined): Config {
  const path = named ?? NAME;
  if (!existsSync(path)) {
    if (named === undefined) return {};
    throw new UsageError(`${path} cannot be read: there is no such file`);
  }
  const document = parseDocument(readFileSync(path, 'utf8'));
  const [error] = document.errors;
  if (error) throw new UsageError(`${path}: ${error.message.split('\n')[0]}`);
  return configOf(document.toJS() ?? {}, path);
}

function configOf(tree: unknown, path: string): Config {
  const entries = Object.entries(isObject(tree) ? tree : refuse(path, 'it must be a map, such as "cloud: aws"'));
  return Object.fromEntries(entries.map(([key, value]) => [key, valueOf(key, value, path)]));
}

function valueOf(key: string, value: unknown, path: string): unknown {
  if (TEXTS.some((one) => one === key)) {
    return typeof value === 'string' ? value : refuse(path, `${key} must be a text`);
  }
  if (LISTS.some((one) => one === key)) {
    return isTexts(value) ? value : refuse(path, `${key} must be a list of texts`);
  }
  if (key !== 'accept') {
    refuse(path, `${JSON.stringify(key)} is not known; write ${[...TEXTS, ...LISTS, 'accept'].join(', ')}`);
  }
  if (!Array.isArray(value)) refuse(path, 'accept must be a list of findings with rule and reason');
  return (value as unknown[]).map((item) => {
    if (!isAccepted(item)) refuse(path, 'each item of accept needs the texts rule and reason, and may have object');
    if (!isRule(item.rule)) {
      refuse(path, `accept: ${JSON.stringify(item.rule)} is not a rule; write the name that the finding begins with`);
    }
    return item;
  });
}

function refuse(path: string, what: string): never {
  throw new UsageError(`${path}: ${what}`);
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** Rules of former releases count as well: their findings are gone. */
function isRule(name: string): boolean {
  return RETIRED.includes(name) || RULES.some(({ id }) => id === name);
}

/** A finding is accepted with a reason only. */
function isAccepted(item: unknown): item is Accepted {
  if (!isObject(item)) return false;
  if (typeof item.rule !== 'string') return false;
  if (typeof item.reason !== 'string' || item.reason.trim() === '') return false;
  return item.object === undefined || typeof item.object === 'string';
}
