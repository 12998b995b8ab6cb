import { Environment, Spot, Variable } from './environment';
import { Gateway } from './gateways';
import { Kong } from '../../kong/kong';
import { settingsThat } from '../../kong/settings';
import { couldMatter, matters } from '../../kong/unknowns';

/** Something that decides, and that the input does not tell. */
export interface Hidden extends Spot {
  /** The rule that tells of it: of a variable, or of files and commands. */
  readonly rule: 'env-hidden' | 'settings-unread';
  readonly why: string;
  readonly question: string;
  readonly answer: string;
}

/** What decides which senders Kong believes, and is not in the input. */
export function hiddenOf({ environment, unread }: Gateway, kong: Kong | undefined): Hidden[] {
  const variables = environment.all.filter(({ name, hiddenIn }) => hiddenIn !== undefined && matters(name));
  const sources = environment.hiddenSources
    .filter(({ prefix }) => couldMatter(prefix))
    .map(({ name: source, prefix, at, field }): Variable => ({
      name: nameBehind(prefix, environment),
      at,
      field,
      hiddenIn: `the ${source}`,
    }));
  return [
    ...[...variables, ...sources].map(hiddenVariable),
    ...(kong?.configuration.unknowns ?? []).map((sentence) => unknownSetting(sentence, environment)),
    ...unread.map((one): Hidden => ({ ...one, rule: 'settings-unread' })),
  ];
}

function hiddenVariable({ name, at, field, hiddenIn }: Variable): Hidden {
  return {
    at,
    field,
    rule: 'env-hidden',
    why: `${name} comes from ${hiddenIn}, which is not in the input, so the check cannot tell what Kong believes.`,
    question: `What is ${name}? It comes from ${hiddenIn}.`,
    answer: hiddenIn?.startsWith('the expression')
      ? 'check the output of your tool, such as terraform show -json of a plan'
      : 'add that object to the input',
  };
}

/** A setting of which the model says, in a sentence that begins with its name, what it does not know. */
function unknownSetting(sentence: string, environment: Environment): Hidden {
  const [name] = sentence.split(' ');
  return {
    ...environment.spot(name),
    rule: 'env-hidden',
    why: `The check cannot tell what Kong believes: ${sentence}.`,
    question: `What does ${name} change about the address that Kong believes? ${sentence}.`,
    answer: 'look at it, or leave it out',
  };
}

/** A variable that a whole Secret or ConfigMap could set: one that decides most, or else a directive of nginx. */
function nameBehind(prefix: string, environment: Environment): string {
  return (
    settingsThat('trust', 'header', 'recursion', 'listen').find(
      (name) => name.startsWith(prefix) && environment.variable(name) === undefined,
    ) ?? `${prefix === '' ? 'KONG_' : prefix}…`
  );
}
