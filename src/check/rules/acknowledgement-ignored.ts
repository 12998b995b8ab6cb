import { GKE } from './example';
import { Match, Rule } from './rule';
import { KUBERNETES } from './sources';
import { ACKNOWLEDGE, acknowledgedRules, acknowledgement } from '../acknowledge';
import { Judgement } from '../judge';

const LOCAL = { annotations: GKE, externalTrafficPolicy: 'Local' };

/** @param ids the rules that there are */
export const acknowledgementIgnored = (ids: () => readonly string[]): Rule => ({
  id: 'acknowledgement-ignored',
  level: 'warning',
  title: 'A finding is acknowledged by a name that is not a rule, or without a reason.',
  why: 'It acknowledges nothing.',
  mend: 'Write the name that the finding begins with, and why it is meant.',
  sources: [KUBERNETES.annotations],
  wrong: {
    service: { ...LOCAL, annotations: { ...GKE, [`${ACKNOWLEDGE}traffic-policy`]: 'nodes do not matter here' } },
  },
  right: { service: LOCAL },
  find: (judgement) =>
    objectsOf(judgement).flatMap((at) =>
      acknowledgedRules(at.object).flatMap((rule): Match[] => {
        const field = `metadata.annotations[${ACKNOWLEDGE}${rule}]`;
        if (!ids().includes(rule)) {
          return [{ at, field, why: `${JSON.stringify(rule)} is not a rule, so it acknowledges nothing.` }];
        }
        return acknowledgement(at.object, rule) === undefined
          ? [{ at, field, why: `${rule} is not acknowledged, since the reason is missing.` }]
          : [];
      }),
    ),
});

/** Where people acknowledge: at the workload, at its Services, and at what leads to them. */
function objectsOf({ gateway, services, found, between }: Judgement) {
  return [
    ...new Set([
      gateway.workload,
      ...services.map(({ spot }) => spot().at),
      ...found.map(({ at }) => at),
      ...between.map(({ at }) => at),
    ]),
  ];
}
