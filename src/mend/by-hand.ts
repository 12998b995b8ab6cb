import { ByHand } from './changes';
import { pathText } from '../charts/release';

/** What to write where no text can be changed: `set` blocks for Terraform, which count over its `values`. */
export function byHandText(values: readonly ByHand[]): string {
  return values
    .map(({ install, path, value }) =>
      install.startsWith('helm_release') ? setBlock(install, path, value) : line(install, path, value),
    )
    .join('');
}

function setBlock(install: string, path: ByHand['path'], value: unknown): string {
  const name = path
    .map((step) => String(step).replace(/[.,[\]=]/g, '\\$&'))
    .join('.')
    .replaceAll('\\', '\\\\');
  if (Array.isArray(value)) {
    return `# in ${install}:\nset_list {\n  name  = "${name}"\n  value = ${JSON.stringify(value)}\n}\n`;
  }
  return `# in ${install}:\nset {\n  name  = "${name}"\n  value = ${value === undefined ? '"null"' : JSON.stringify(value)}\n}\n`;
}

function line(install: string, path: ByHand['path'], value: unknown): string {
  return `# in ${install}: ${pathText(path)} = ${JSON.stringify(value ?? null)}\n`;
}
