import { Judgement } from '../judge';
import { ClientIpQuestion } from '../report';
import { KnownNetworks } from '../trial/sending';

/** What would decide, or was supposed, and who can tell. */
export function questionsOf(judgement: Judgement, known: KnownNetworks): ClientIpQuestion[] {
  const { entrances, hidden, trust, kong, between, gateway } = judgement;
  const unsettledReadings = [
    ...new Set(
      entrances.flatMap(({ hypotheses }) =>
        hypotheses.flatMap(({ reading }) => (reading.state === 'unsettled' ? reading : [])),
      ),
    ),
  ];
  const doubts = new Set(unsettledReadings.map(({ doubt }) => doubt));
  const missing = unsettledReadings
    .filter(({ doubt }) => doubt === 'missing-object')
    .flatMap(({ remarks }) => remarks.filter(({ rule }) => rule === 'balancer-unknown'));
  const unsettled = entrances.filter(({ verdict, hypotheses }) => verdict === 'unknown' && hypotheses.length > 1);
  const controllers = new Set(
    unsettled.flatMap(({ hypotheses }) => hypotheses.map(({ reading }) => reading.controller)),
  );
  const peers = new Set(
    trust.nobody || trust.everybody
      ? []
      : entrances.flatMap(({ hypotheses }) =>
          hypotheses.flatMap(({ balancer }) =>
            balancer && balancer.peer.networks === undefined ? [balancer.peer.role] : [],
          ),
        ),
  );
  const depends = new Set(
    entrances
      .flatMap(({ hypotheses }) => hypotheses)
      .flatMap(({ ways }) => ways)
      .flatMap(({ trial }) => trial.asks ?? []),
  );
  const trusted = trust.networks.map(({ text }) => text).join(', ');
  return [
    ...hidden.map(({ question, answer }) => ({ question, answer })),
    ...(gateway.image.isKongs
      ? []
      : [
          {
            question:
              'Does the image set variables of Kong, or bring its own kong.conf or templates? The check assumes not.',
            answer: `look at the image ${String(gateway.container.spec.image)}`,
          },
        ]),
    ...(kong && entrances.length === 0
      ? [{ question: 'How do clients reach this gateway?', answer: 'add the Service or Ingress to the input' }]
      : []),
    ...(doubts.has('unknown-balancer') || isUnnamed(judgement)
      ? [{ question: 'Which balancer serves this Service?', answer: '--cloud' }]
      : []),
    ...missing.map(({ why }) => ({ question: why, answer: 'add that object to the input' })),
    ...(doubts.has('balancer-type')
      ? [
          {
            question: 'Is the balancer REGIONAL or REGIONAL_NETWORK?',
            answer: 'write the annotation do-loadbalancer-type',
          },
        ]
      : []),
    ...(controllers.size > 1
      ? [{ question: `Which controller takes this Service: ${[...controllers].join(' or ')}?`, answer: '--controller' }]
      : []),
    ...(doubts.has('front-proxy')
      ? [
          {
            question: 'Does the proxy in front know the client, and does it overwrite X-Forwarded-For?',
            answer: 'look at that proxy',
          },
        ]
      : []),
    ...(doubts.has('outside')
      ? [
          {
            question: 'What does the balancer outside the manifest send, and from where does it dial?',
            answer: 'look at that balancer',
          },
        ]
      : []),
    ...[...depends].map((question) => ({ question, answer: 'look at its configuration' })),
    ...between.flatMap(({ question, answer }) =>
      question === undefined || answer === undefined ? [] : [{ question, answer }],
    ),
    ...(peers.has('node') && known.nodes.length === 0
      ? [
          {
            question: `Do the nodes dial Kong from ${trusted}? The check assumes so where it can.`,
            answer: '--nodes, and --pods with an overlay network',
          },
        ]
      : []),
    ...(peers.has('balancer') && known.balancer.length === 0
      ? [
          {
            question: `Does the balancer dial Kong from ${trusted}? The check assumes so where it can.`,
            answer: '--balancer',
          },
        ]
      : []),
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
