import { directivesIn, effectOf } from '../kong/directives';
import { isOneValue, linesOf } from '../kong/pasted';
import { Decides, isInVault, isReference, isVaultReference, settingOf } from '../kong/settings';
import { readFromFile } from '../kong/unknowns';

/*
 * Which address Kong believes, where it listens, what it clears and which files it reads: variables that decide about
 * these belong to the library. Every way in asks here: props, `addEnv`, the container itself, `envFrom`, Helm values,
 * the operator. Which variable decides about what is written in `kong/settings.ts`.
 */

/**
 * Whose pods a variable is set in: the library's own, or those of a Helm chart or the operator, which configure Kong
 * themselves.
 */
export enum Pods {
  OWN,
  OF_OTHERS,
}

const LISTENERS = 'the listeners follow from the load balancer, ipFamilies, ports and exposeInCluster()';
const FILES = 'which files Kong reads and writes follows from the props';
const CONFIGURATION = 'use the prop configuration';

/** What to use instead of a variable, by what it decides. */
const REMEDIES: Readonly<Partial<Record<Decides, string>>> = {
  trust: 'what Kong trusts is the prop trustedProxies of the ways through PROXY protocol or a header',
  header: 'choose the way that fits the load balancer, and the prop header for another header',
  recursion: 'use the prop recursive of the way through a header',
  listen: LISTENERS,
  streams: LISTENERS,
  clear: 'use the prop forwardedHeaderPolicy',
  status: "the probes and the balancers' health checks need it as it is",
  files: FILES,
};

/** As `REMEDIES`, for the library's own pods alone. */
const REMEDIES_IN_OWN_PODS: typeof REMEDIES = {
  mode: CONFIGURATION,
  configuration: CONFIGURATION,
  admin: 'a gateway is changed by its configuration, not by its own Admin API',
  certificate: 'use the prop tlsSecret',
  prefix: FILES,
};

/** What directives of nginx decide that have a prop; of all others users may set those that are free. */
const BY_DIRECTIVE: Readonly<Record<string, Decides>> = {
  set_real_ip_from: 'trust',
  real_ip_header: 'header',
  real_ip_recursive: 'recursion',
  listen: 'listen',
  more_clear_input_headers: 'clear',
  more_set_input_headers: 'clear',
};

/** The kernel refuses to start a process with a longer variable (MAX_ARG_STRLEN, which counts the final NUL). */
const LONGEST_VARIABLE = 128 * 1024 - 1;

/**
 * What is wrong with setting a variable, or undefined.
 *
 * @param owner whose variables these are, for the message
 * @param value undefined when it comes from a Secret, a ConfigMap or a field of the pod, and cannot be seen
 */
export function refusal(owner: string, key: string, value: string | undefined, pods = Pods.OWN): string | undefined {
  if (!/^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(key)) {
    return `"${key}" is not a name of an environment variable; write one such as KONG_LOG_LEVEL`;
  }
  const file = readFromFile(key);
  const name = (file ?? key).toUpperCase();
  if (/^KONG_KONG_/.test(name)) {
    return `${key} has KONG_ twice, and Kong would ignore it; write ${key.slice('KONG_'.length)}`;
  }
  const remedy = decidedBy(name)
    .map((what) => REMEDIES[what] ?? (pods === Pods.OWN ? REMEDIES_IN_OWN_PODS[what] : undefined))
    .find((found) => found !== undefined);
  if (remedy !== undefined) {
    return `${key} belongs to ${owner}; ${remedy}`;
  }
  if (directivesIn(name).some((directive) => effectOf(directive.name, directive.place).effect !== 'free')) {
    return (
      `${key} belongs to ${owner}, since this directive of nginx could change which address Kong believes; ` +
      'limits, timeouts, buffers, TLS, compression, log formats and response headers can be set, ' +
      'for anything else write a plugin'
    );
  }
  if (value !== undefined && /^[-+]?0o[0-7]+$/.test(value)) {
    return (
      `${key} is ${JSON.stringify(value)}, which cdk8s writes without quotes, ` +
      'and which the cluster then reads as a number; write it differently'
    );
  }
  return value === undefined || file !== undefined
    ? refusalOfHidden(key, name, file)
    : refusalOfValue(key, name, value);
}

/** What is wrong with a variable's size, or undefined. */
export function tooLong(key: string, value: string): string | undefined {
  const bytes = Buffer.byteLength(`${key}=${value}`);
  return bytes > LONGEST_VARIABLE
    ? `${key} has ${bytes} bytes, and no process starts with more than ${LONGEST_VARIABLE} in a variable; ` +
        'make it shorter'
    : undefined;
}

/** About what a variable decides: as a setting of Kong, or by a directive of nginx in its name. */
function decidedBy(name: string): Decides[] {
  const setting = settingOf(name)?.decides ?? byPrefix(name);
  return [
    ...(setting ? [setting] : []),
    ...directivesIn(name).flatMap((directive) => BY_DIRECTIVE[directive.name] ?? []),
  ];
}

/** Families of settings that belong together, whatever a release adds to them. */
function byPrefix(name: string): Decides | undefined {
  if (name.startsWith('KONG_ADMIN_')) return 'admin';
  return name.startsWith('KONG_STATUS_SSL') ? 'status' : undefined;
}

/** Kong pastes these values into nginx's configuration, so they must be seen. */
function refusalOfHidden(key: string, name: string, file: string | undefined): string | undefined {
  const source = file === undefined ? 'a Secret, a ConfigMap or a field of the pod' : 'a file';
  return linesOf(name).length > 0
    ? `${key} comes from ${source}, but becomes a part of nginx's configuration, ` +
        'which could change which address Kong believes; write its value'
    : undefined;
}

function refusalOfValue(key: string, name: string, value: string): string | undefined {
  const shown = JSON.stringify(value);
  if (value.includes('\0')) {
    return `${key} has a NUL character, with which no process starts; leave it out`;
  }
  if (name.startsWith('KONG_') && isReference(value)) {
    return (
      `${key}: Kong puts another setting in the place of ` +
      `\${{…}} in ${shown}, which could change which address Kong believes; write its value`
    );
  }
  const lines = linesOf(name).map(({ line }) => line);
  if (lines.length > 0 && /(?<!\$)(\$\$)*\$\([^)]+\)/.test(value)) {
    return (
      `${key}: Kubernetes puts another variable in the place of $(…) in ${shown}, ` +
      "which then becomes a part of nginx's configuration and could change which address Kong believes; " +
      'write its value'
    );
  }
  if (lines.length > 0 && isInVault(value)) {
    return (
      `${key}: Kong takes ${shown} from a vault, but it becomes a part of nginx's configuration, ` +
      'which could change which address Kong believes; write its value'
    );
  }
  if (name.startsWith('KONG_') && !isFree(name, lines, value)) {
    return (
      `${key}: ${shown} would end its directive of nginx and begin another, or swallow the next one, ` +
      'which could change which address Kong believes; write no line breaks, no comments and no open quotes, ' +
      'and ";", "{" and "}" only within quotes'
    );
  }
  return tooLong(key, value);
}

/**
 * What this version of Kong does not paste could be pasted by the next: it is held to the same rule, unless it is
 * known to be text.
 */
function isFree(name: string, lines: readonly string[], value: string): boolean {
  if (/[\r\n]/.test(value)) return false;
  if (lines.length > 0) return lines.every((line) => isOneValue(line, value));
  return settingOf(name)?.text === true || isVaultReference(value) || isOneValue('value @', value);
}
