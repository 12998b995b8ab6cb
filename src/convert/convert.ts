import { Answers, Conversion, Source } from './conversion';
import { INGRESS_NGINX } from './ingress-nginx';
import { notes, Output, write } from './output';
import { makeTarget, MadeTarget } from './target';
import { check } from '../check/check';
import { ClientIpGatewayReport, ClientIpLevel, ClientIpVerdict } from '../check/report';
import { ClientIpManifest } from '../forms/text';
import { plainly } from '../values/way';

/** Every gateway whose settings are read. */
export const SOURCES: readonly Source[] = [INGRESS_NGINX];

/** What the command prints, and whether it can be used. */
export interface Converted {
  readonly text: string;
  /** What the check says of the values; undefined where there are none. */
  readonly verdict?: string;
}

/** @throws when nothing of the source is in the texts, or a text cannot be read */
export function convert(
  source: Source,
  texts: readonly ClientIpManifest[],
  answers: Answers,
  output: Output,
): Converted {
  const conversion = source.convert(texts, answers);
  if (conversion.target === undefined) return { text: notes(conversion, output, []) };
  const made = tried(conversion, () => makeTarget(conversion.target!));
  if (!('clientIp' in made)) return { text: notes(made, output, []) };
  const values = write(conversion.target, made, 'values');
  const report = judge(values, answers);
  if (report === undefined) throw new Error('the check found no gateway in the values; report this with your input');
  const { verdict } = report;
  const said = [...checked(report), ...leftOut(made, values)];
  const isUsable = verdict === ClientIpVerdict.KEPT || verdict === ClientIpVerdict.UNKNOWN;
  const result = isUsable ? `\n${write(conversion.target, made, output)}` : '';
  return { text: `${notes(conversion, output, said)}${result}`, verdict };
}

/** What the constructs refuse is a question like the others. */
function tried(conversion: Conversion, make: () => MadeTarget): MadeTarget | Conversion {
  try {
    return plainly(make);
  } catch (error) {
    return { ...conversion, target: undefined, questions: [(error as Error).message] };
  }
}

/** The values as the chart renders them, and the check reads them. */
function judge(values: string, { cloud, controller }: Answers): ClientIpGatewayReport | undefined {
  return check([{ name: 'values.yaml', text: values }], { chart: 'kong', cloud, controller }).gateways[0];
}

function checked({ verdict, findings, questions }: ClientIpGatewayReport): string[] {
  return [
    `the check's verdict on these values with Kong's chart: ${verdict}`,
    ...findings
      .filter(({ level }) => level !== ClientIpLevel.NOTE)
      .map(({ level, rule, why, mend }) => `${level} ${rule}: ${why} ${mend}`),
    ...questions.map(({ question, answer }) => `open question: ${question} (${answer})`),
  ];
}

/** Annotations that are not in the values. */
function leftOut({ left }: MadeTarget, values: string): string[] {
  return left
    .filter((key) => !values.includes(key))
    .map(
      (key) =>
        `the annotation ${key} is not copied: what it sets is a prop of the load balancer, or has no equal there. ` +
        'Compare the values',
    );
}
