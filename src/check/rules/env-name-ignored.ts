import { CLEAN, NLB_PROXY, PROXY } from './example';
import { near } from './questions';
import { Rule } from './rule';
import { KONG } from './sources';
import { directivesIn, effectOf } from '../../kong/directives';
import { settingOf, settingsThat } from '../../kong/settings';

export const envNameIgnored: Rule = {
  id: 'env-name-ignored',
  level: 'error',
  title: 'A variable that Kong does not know carries a setting.',
  why: 'Kong silently ignores unknown variables, and the default applies.',
  mend: 'Write the right name. In the env values of the chart, leave out the prefix kong_.',
  sources: [KONG.configuration, KONG.ingressIssue(549)],
  wrong: {
    env: { ...PROXY, ...CLEAN, KONG_TRUSTED_IPS: '10.0.0.0/16', KONG_READ_IP_RECURSIVE: 'on' },
    service: { annotations: NLB_PROXY },
  },
  right: { env: { ...PROXY, ...CLEAN }, service: { annotations: NLB_PROXY } },
  find: ({ gateway: { environment } }) =>
    environment.all.flatMap(({ name, at, field }) => {
      const meant = meantBy(name);
      return meant === undefined
        ? []
        : [
            {
              at,
              field,
              why: `Kong does not know ${name} and silently ignores it: the default of ${meant} applies.`,
              mend: `Write ${meant}.`,
            },
          ];
    }),
};

/** What may have been meant: settings and directives that decide. */
const MEANT = [
  ...settingsThat('trust', 'header', 'recursion', 'listen', 'streams', 'status', 'clear'),
  ...['REAL_IP_HEADER', 'REAL_IP_RECURSIVE', 'SET_REAL_IP_FROM', 'MORE_CLEAR_INPUT_HEADERS'].map(
    (name) => `KONG_NGINX_PROXY_${name}`,
  ),
];

/** Settings of early releases, and what took their place. */
const OLD: Readonly<Record<string, string>> = {
  KONG_PROXY_LISTEN_SSL: 'KONG_PROXY_LISTEN, with an entry such as 0.0.0.0:8443 ssl',
  KONG_SSL: 'KONG_PROXY_LISTEN, with an entry such as 0.0.0.0:8443 ssl',
};

/** Whether Kong makes of a name a directive that nginx is known to have. */
function isDirective(name: string): boolean {
  return directivesIn(name).some((directive) => effectOf(directive.name, directive.place).effect !== 'unknown');
}

/** The name that was meant; undefined where the name is a setting, or nothing like one. */
function meantBy(name: string): string | undefined {
  if (settingOf(name) || MEANT.includes(name) || isDirective(name)) return undefined;
  if (Object.hasOwn(OLD, name)) return OLD[name];
  if (!/^kong[_-]/i.test(name)) return undefined;
  const single = name.replace(/^KONG_(KONG_)+/i, 'KONG_').toUpperCase();
  return MEANT.find((setting) => setting === single.replaceAll('-', '_')) ?? near(single, MEANT);
}
