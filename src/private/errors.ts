import { Construct } from 'constructs';

/** An error that names the construct it is about, in the form that cdk8s gives to lazy findings. */
export function errorAt(scope: Construct, message: string): Error {
  return new Error(`[${scope.node.path}] ${message}`);
}

/** A value as a reader would write it in code. */
export function quote(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
