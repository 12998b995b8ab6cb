import { Environment, Variable } from './environment';
import { Gateway } from './gateways';
import { Kong } from '../../kong/kong';
import { settingsThat } from '../../kong/settings';
import { couldMatter, matters } from '../../kong/unknowns';

/** What decides, and is not in the input. */
export function hiddenVariables({ environment }: Gateway, kong: Kong | undefined): Variable[] {
  const hidden = environment.all.filter(({ name, hiddenIn }) => hiddenIn !== undefined && matters(name));
  const bySource = environment.hiddenSources.filter(({ prefix }) => couldMatter(prefix)).map(({ name: source, prefix, at, field }): Variable =>
    ({ name: nameBehind(prefix, environment), at, field, hiddenIn: `the ${source}` }));
  const byDirective = (kong?.configuration.unknowns ?? []).map((text): Variable => {
    const name = text.split(' ')[0];
    return { ...environment.spot(name), name, hiddenIn: text };
  });
  return [...hidden, ...bySource, ...byDirective];
}

/** A variable that a whole Secret or ConfigMap could set: one that decides most, or else a directive of nginx. */
function nameBehind(prefix: string, environment: Environment): string {
  return settingsThat('trust', 'header', 'recursion', 'listen').find((name) => name.startsWith(prefix) && environment.variable(name) === undefined)
    ?? `${prefix === '' ? 'KONG_' : prefix}…`;
}
