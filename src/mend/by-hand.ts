import { ByHand } from './changes';
import { pathText } from '../charts/release';

/** What to write where no text can be changed: `set` blocks for Terraform, which count over its `values`. */
export function byHandText(values: readonly ByHand[]): string {
  return values
    .map(({ install, path, value, insteadOf }) => {
      const where = insteadOf === undefined ? install : `${install}, instead of ${insteadOf.file}:${insteadOf.line}`;
      return install.startsWith('helm_release') ? setBlock(where, path, value) : line(where, path, value);
    })
    .join('');
}

function setBlock(where: string, path: ByHand['path'], value: unknown): string {
  const name = path
    .map((step) => String(step).replace(/[.,[\]=]/g, '\\$&'))
    .join('.')
    .replaceAll('\\', '\\\\');
  if (Array.isArray(value)) {
    return `# in ${where}:\nset_list {\n  name  = "${name}"\n  value = ${JSON.stringify(value)}\n}\n`;
  }
  return (
    `# in ${where}:\nset ` +
    `{\n  name  = "${name}"\n  value = ${value === undefined ? '"null"' : JSON.stringify(value)}\n}\n`
  );
}

function line(where: string, path: ByHand['path'], value: unknown): string {
  return `# in ${where}: ${pathText(path)} = ${JSON.stringify(value ?? null)}\n`;
}
