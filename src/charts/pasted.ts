import { parse, stringify } from 'yaml';
import { Tree } from './release';
import { print, Refusal } from './template';
import { isObject } from '../input/objects';
import { AS_KUBECTL } from '../input/yaml';

/*
 * Values that a template pastes into YAML without quotes. YAML then reads them again: the text "8000" becomes a
 * number, "on" a boolean, and a colon can break the document.
 */

/** What becomes of `key: {{ value }}`. */
export function pasted(value: unknown): unknown {
  const text = print(value);
  return /^(?:[A-Za-z][\w./-]*|\d+)$/.test(text) && !/^(?:[yn]|yes|no|on|off|true|false|null|0\d*)$/i.test(text)
    ? plain(text)
    : parsed(`value: ${text}`).value;
}

function plain(text: string): string | number {
  return /^\d+$/.test(text) ? Number(text) : text;
}

/** What becomes of a list of which each item is written as `- {{ item }}`. */
export function pastedAll(values: readonly unknown[]): unknown[] {
  return values.map((value) => (parsed(`list:\n- ${print(value)}`).list as unknown[])[0]);
}

/** A text that a template takes for YAML. */
export function pastedTree(text: string): Tree {
  const tree = parsed(text);
  if (!isObject(tree)) {
    throw new Refusal(`${JSON.stringify(text)} is not a map of YAML`);
  }
  return tree;
}

function parsed(text: string): Tree {
  try {
    return (parse(text, AS_KUBECTL) ?? {}) as Tree;
  } catch (error) {
    const cause = (error as Error).message.split('\n')[0].replace(/:$/, '');
    throw new Refusal(`${JSON.stringify(text)} breaks the YAML that it is pasted into (${cause}); put it in quotes`);
  }
}

/** `toYaml`, as text. */
export function asYaml(value: unknown): string {
  return stringify(value).trimEnd();
}
