/**
 * What the upstream sees of the forwarded headers that a client sent: `X-Forwarded-*`, `Forwarded`,
 * and their spellings with underscores.
 */
export enum ForwardedHeaderPolicy {
  /**
   * Removed. `X-Forwarded-For` and `X-Real-IP` then both hold the client and nothing else.
   *
   * Behind an L7 balancer, those that it writes itself are kept, and all others that anybody is known to read are
   * removed. Other headers that claim something, such as `True-Client-IP`, always pass as the client wrote them.
   */
  REPLACE = 'Replace',

  /**
   * Kong's own behaviour: kept, and the connecting address appended to `X-Forwarded-For`.
   *
   * With PROXY protocol the list then is what the client wrote, followed by the balancer: an upstream that reads it
   * can be fooled, and a forged `X-Forwarded-Proto: https` opens routes that accept https only.
   */
  APPEND = 'Append',
}

/** The forwarded headers that an L7 balancer may overwrite, and that Kong then passes on. */
export const OVERWRITABLE_HEADERS = [
  'X-Forwarded-Host',
  'X-Forwarded-Path',
  'X-Forwarded-Prefix',
  'X-Forwarded-Port',
  'X-Forwarded-Proto',
];

/** Names that begin like an overwritable one, so that no wildcard of their first letter can remove them. */
const LIKE_OVERWRITABLE = [
  'Host',
  'Host-*',
  'Hostname',
  'Https',
  'Http-*',
  'Path',
  'Path-*',
  'Prefix',
  'Preferred-*',
  'Port',
  'Port-*',
  'Proto',
  'Proto-*',
  'Protocol',
];

/**
 * Kong reads the first hundred headers of a request, and a balancer writes its own behind the client's; nginx takes
 * no more than a thousand.
 */
const MOST_HEADERS = '1000';

/**
 * Removes the forwarded headers that a client must not write, before Kong reads them.
 *
 * With request debug on (Kong's default), Kong caches the headers before nginx clears them: both settings are needed.
 * The names with underscores are there since Kong takes `_` for `-` when it looks a header up. `X-Real-IP` is there
 * for routes and plugins: towards the upstream Kong overwrites it, and nginx has read the client's address before it
 * clears anything.
 *
 * @param kept the headers that an L7 balancer overwrites; undefined when no L7 balancer is in front of Kong
 * @param header the header from which Kong takes the client's address, whose other spellings go
 */
export function headerEnvironment(
  policy?: ForwardedHeaderPolicy,
  kept?: readonly string[],
  header = '',
): { [key: string]: string } {
  const forwarded = kept ? allBut(kept) : ['X-Forwarded*'];
  return {
    ...(kept ? { KONG_LUA_MAX_REQ_HEADERS: MOST_HEADERS } : {}),
    ...(policy === ForwardedHeaderPolicy.APPEND
      ? {}
      : {
          KONG_REQUEST_DEBUG: 'off',
          KONG_NGINX_PROXY_MORE_CLEAR_INPUT_HEADERS: [
            ...new Set([
              ...forwarded,
              'X_Forwarded*',
              'Forwarded',
              'X-Real-IP',
              'X_Real*',
              'X-Real_IP',
              ...spellingsOf(header),
            ]),
          ].join(' '),
        }),
  };
}

/**
 * The header's name with underscores in the place of hyphens, in every mixture: an upstream may take them for the
 * name itself.
 */
function spellingsOf(header: string): string[] {
  const [first, ...others] = header.split('-');
  const all = others.reduce((names, part) => names.flatMap((name) => [`${name}-${part}`, `${name}_${part}`]), [first]);
  return /^X-(Forwarded|Real-IP$)/i.test(header) ? [] : all.slice(1);
}

/**
 * nginx clears by name or by the beginning of a name, never "all but": so each first letter that no kept name has,
 * and of the other letters the known names.
 */
function allBut(kept: readonly string[]): string[] {
  const suffixes = kept.map((name) => name.slice('X-Forwarded-'.length));
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].filter(
    (letter) => !suffixes.some((suffix) => suffix.startsWith(letter)),
  );
  const alike = LIKE_OVERWRITABLE.filter((name) => !letters.includes(name[0]) && !suffixes.includes(name));
  return [
    'X-Forwarded',
    'X-Forwarded_*',
    ...[...letters.map((letter) => `${letter}*`), ...alike].map((suffix) => `X-Forwarded-${suffix}`),
  ];
}
