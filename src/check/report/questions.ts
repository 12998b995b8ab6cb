import { Unsettled } from '../../controllers/reading';
import { Judgement } from '../judge';
import { ClientIpQuestion } from '../report';
import { KnownNetworks } from '../trial/sending';

/** What would decide, or was supposed, and who can tell. */
export function questionsOf(judgement: Judgement, known: KnownNetworks): ClientIpQuestion[] {
  const { entrances, hidden, kong, between, gateway } = judgement;
  const unsettled = unsettledReadings(judgement);
  const doubts = new Set(unsettled.map(({ doubt }) => doubt));
  const controllers = possibleControllers(judgement);
  return [
    ...hidden.map(({ question, answer }) => ({ question, answer })),
    ...ask(
      !gateway.image.isKongs,
      'Does the image set variables of Kong, or bring its own kong.conf or templates? The check assumes not.',
      `look at the image ${String(gateway.container.spec.image)}`,
    ),
    ...ask(
      kong !== undefined && entrances.length === 0,
      'How do clients reach this gateway?',
      'add the Service or Ingress to the input',
    ),
    ...ask(doubts.has('unknown-balancer') || isUnnamed(judgement), 'Which balancer serves this Service?', '--cloud'),
    ...missingObjects(unsettled),
    ...ask(
      doubts.has('balancer-type'),
      'Is the balancer REGIONAL or REGIONAL_NETWORK?',
      'write the annotation do-loadbalancer-type',
    ),
    ...ask(controllers.length > 1, `Which controller takes this Service: ${controllers.join(' or ')}?`, '--controller'),
    ...OUTSIDE.flatMap(({ doubt, question, answer }) => ask(doubts.has(doubt), question, answer)),
    ...trialQuestions(judgement).map((question) => ({ question, answer: 'look at its configuration' })),
    ...between.flatMap(({ question, answer }) =>
      question === undefined || answer === undefined ? [] : [{ question, answer }],
    ),
    ...peerQuestions(judgement, known),
  ];
}

/** What no manifest of the cluster tells. */
const OUTSIDE = [
  {
    doubt: 'front-proxy',
    question: 'Does the proxy in front know the client, and does it overwrite X-Forwarded-For?',
    answer: 'look at that proxy',
  },
  {
    doubt: 'outside',
    question: 'What does the balancer outside the manifest send, and from where does it dial?',
    answer: 'look at that balancer',
  },
] as const;

function ask(isOpen: boolean, question: string, answer: string): ClientIpQuestion[] {
  return isOpen ? [{ question, answer }] : [];
}

function unsettledReadings({ entrances }: Judgement): Unsettled[] {
  const readings = entrances.flatMap(({ hypotheses }) => hypotheses.map(({ reading }) => reading));
  return [...new Set(readings.flatMap((reading) => (reading.state === 'unsettled' ? reading : [])))];
}

function missingObjects(unsettled: readonly Unsettled[]): ClientIpQuestion[] {
  return unsettled
    .filter(({ doubt }) => doubt === 'missing-object')
    .flatMap(({ remarks }) => remarks.filter(({ rule }) => rule === 'balancer-unknown'))
    .map(({ why }) => ({ question: why, answer: 'add that object to the input' }));
}

/** The controllers that may take a Service of which it decides who does. */
function possibleControllers({ entrances }: Judgement): string[] {
  const open = entrances.filter(({ verdict, hypotheses }) => verdict === 'unknown' && hypotheses.length > 1);
  return [...new Set(open.flatMap(({ hypotheses }) => hypotheses.map(({ reading }) => reading.controller)))];
}

function trialQuestions({ entrances }: Judgement): string[] {
  const ways = entrances.flatMap(({ hypotheses }) => hypotheses).flatMap((hypothesis) => hypothesis.ways);
  return [...new Set(ways.flatMap(({ trial }) => trial.asks ?? []))];
}

/** Whether those dial Kong who are trusted, where nobody said from which networks they do. */
function peerQuestions({ entrances, trust }: Judgement, known: KnownNetworks): ClientIpQuestion[] {
  if (trust.nobody || trust.everybody) return [];
  const balancers = entrances.flatMap(({ hypotheses }) => hypotheses.flatMap(({ balancer }) => balancer ?? []));
  const roles = new Set(balancers.filter(({ peer }) => peer.networks === undefined).map(({ peer }) => peer.role));
  const trusted = trust.networks.map(({ text }) => text).join(', ');
  return [
    ...ask(
      roles.has('node') && known.nodes.length === 0,
      `Do the nodes dial Kong from ${trusted}? The check assumes so where it can.`,
      '--nodes, and --pods with an overlay network',
    ),
    ...ask(
      roles.has('balancer') && known.balancer.length === 0,
      `Does the balancer dial Kong from ${trusted}? The check assumes so where it can.`,
      '--balancer',
    ),
  ];
}

/** A balancer that the manifest does not name: what keeps the address depends on it. */
function isUnnamed({ entrances }: Judgement): boolean {
  return entrances.some(
    ({ entrance, hypotheses }) =>
      entrance.kind === 'balancer' &&
      hypotheses.some(({ reading, balancer }) => reading.state === 'made' && balancer?.id === 'unknown'),
  );
}
