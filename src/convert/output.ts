import { stringify } from 'yaml';
import { Conversion, Target } from './conversion';
import { MadeTarget } from './target';
import { typescriptOf } from './typescript';

export const OUTPUTS = ['values', 'typescript', 'environment', 'operator'] as const;

export type Output = typeof OUTPUTS[number];

/** YAML as Kubernetes and Helm read it, in which `on` is a boolean unless it stands in quotes. */
function yaml(value: unknown): string {
  return stringify(value, { version: '1.1', aliasDuplicateObjects: false, lineWidth: 0 });
}

/** @throws when the operator has no field for what the way needs */
export function write(target: Target, made: MadeTarget, output: Output): string {
  const { clientIp } = made;
  switch (output) {
    case 'typescript': return typescriptOf(target, made);
    case 'environment': return variables(clientIp.environment);
    case 'operator': return [operatorOf(clientIp.dataPlaneOptions()), ...made.beside()].map(yaml).join('---\n');
    default: return yaml(clientIp.helmValues());
  }
}

function variables(environment: Readonly<Record<string, string>>): string {
  return Object.entries(environment).map(([name, value]) => `${name}=${value}\n`).join('');
}

function operatorOf(dataPlaneOptions: unknown): object {
  return {
    apiVersion: 'gateway-operator.konghq.com/v2beta1',
    kind: 'GatewayConfiguration',
    metadata: { name: 'kong' },
    spec: { dataPlaneOptions },
  };
}

function part(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `- ${line}`), ''];
}

/** What is to be known of the result, as comments above it, so that one file has both. */
export function notes({ was, unsafe, noEqual, questions }: Conversion, output: Output, more: readonly string[]): string {
  const mark = output === 'typescript' ? '//' : '#';
  const text = [
    ...part('As it was:', was),
    ...part('Unsafe in it:', unsafe),
    ...part('Without an equal here, and what takes its place:', noEqual),
    ...part('To be answered first:', questions),
    ...part('Of the result:', more),
  ];
  return text.map((line) => `${mark} ${line}`.trimEnd()).join('\n') + '\n';
}
