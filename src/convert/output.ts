import { Conversion, Target } from './conversion';
import { MadeTarget } from './target';
import { typescriptOf } from './typescript';
import * as formats from '../values/formats';

/** How the same way can be written: as the command `values` does, or as a program. */
export type Output = formats.Format | 'typescript';

/** @throws when the operator has no field for what the way needs */
export function write(target: Target, made: MadeTarget, output: Output): string {
  return output === 'typescript' ? typescriptOf(target, made) : formats.write(made, output, 'kong');
}

/** What is to be known of the result, as comments above it, so that one file has both. */
export function notes(
  { was, unsafe, noEqual, questions }: Conversion,
  output: Output,
  more: readonly string[],
): string {
  const mark = output === 'typescript' ? '//' : '#';
  const text = [
    ...part('How it was:', was),
    ...part('What was unsafe:', unsafe),
    ...part('What Kong does in another way:', noEqual),
    ...part('Answer these questions first:', questions),
    ...part('About the result:', more),
  ];
  return `${text.map((line) => `${mark} ${line}`.trimEnd()).join('\n')}\n`;
}

function part(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `- ${line}`), ''];
}
