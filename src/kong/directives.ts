import { Environment } from './traffic';

/** What KONG_NGINX_<namespace>_<DIRECTIVE> puts into nginx's configuration; nothing for an empty value or `NONE`. */
export function nginxDirectives(environment: Environment, namespace: string): ReadonlyMap<string, string> {
  const prefix = `KONG_NGINX_${namespace}_`;
  const directives = Object.entries(environment)
    .filter(([name]) => name.startsWith(prefix) && name.length > prefix.length && name === name.toUpperCase())
    .map(([name, value]) => [name.slice(prefix.length).toLowerCase(), value.trim()] as const)
    .filter(([, value]) => value !== '' && value !== 'NONE');
  return new Map(directives.sort(([a], [b]) => a < b ? -1 : 1));
}

/** The names in more_clear_input_headers, each as far as its colon; with `-t` it spares requests without a content type. */
export function clearedNames(value: string): string[] {
  const args = words(value);
  return args.includes('-t') ? [] : args.filter((arg) => !arg.startsWith('-')).map((arg) => arg.split(/[:\s]/)[0]);
}

/** The arguments of a directive, without quotes. */
export function words(value: string): string[] {
  return (value.match(/"[^"]*"|'[^']*'|\S+/g) ?? []).map((word) => word.replace(/^(["'])(.*)\1$/, '$2'));
}
