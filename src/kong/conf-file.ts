import { Environment } from './traffic';

/**
 * The settings in a kong.conf, as the variables that would say the same: `trusted_ips = 10.0.0.0/8`. A `#` begins a
 * comment unless a backslash precedes it, and a backslash at the end of a line goes on in the next.
 *
 * @see https://github.com/Kong/kong/blob/3.9.3/kong/conf_loader/init.lua
 */
export function readConfFile(text: string): Environment {
  const settings: Record<string, string> = {};
  for (const line of text.replace(/\\\r?\n/g, '').split(/\r?\n/)) {
    const [, key, value] = /^\s*([^#=\s][^=]*?)\s*=(.*)$/.exec(line) ?? [];
    if (key === undefined) continue;
    settings[`KONG_${key.replace(/\W/g, '_').toUpperCase()}`] = value
      .replace(/\s*(?<!\\)#.*$/, '')
      .replaceAll('\\#', '#')
      .trim();
  }
  return settings;
}
