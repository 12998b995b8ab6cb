import { CLEAN, HETZNER_PROXY, PROXY } from './example';
import { remarked } from './questions';
import { Match, Rule } from './rule';
import { NGINX } from './sources';

export const balancerOutsideManifest: Rule = {
  id: 'balancer-outside-manifest',
  level: 'note',
  title: 'The balancer is set up outside the manifest.',
  why: 'Whether it sends PROXY protocol, and from where it dials, is not in the input.',
  mend: 'Check it by hand: that it sends PROXY protocol if Kong expects it, and that its addresses are trusted.',
  sources: [NGINX.proxyProtocol],
  wrong: { env: { ...PROXY, ...CLEAN }, service: { type: 'NodePort' } },
  right: { env: { ...PROXY, ...CLEAN }, service: { annotations: HETZNER_PROXY } },
  find: (judgement) => [
    ...remarked(judgement, 'balancer-outside-manifest'),
    ...judgement.between.filter(({ rule }) => rule === 'balancer-outside-manifest'),
    ...judgement.entrances
      .filter(
        ({ entrance: { kind }, hypotheses }) =>
          kind !== 'balancer' &&
          hypotheses.length > 1 &&
          hypotheses.some(({ balancer }) => balancer?.frontends.some(({ proxyProtocol }) => proxyProtocol)) &&
          hypotheses.some(({ balancer }) => balancer?.id !== 'unknown'),
      )
      .map(({ entrance }): Match => ({
        ...entrance.spot(entrance.kind === 'node' ? 'spec.type' : undefined),
        why:
          'Kong expects PROXY protocol here, so a balancer that is set up elsewhere must send it. ' +
          'Whether it does, and from where it dials, is not in the input.',
      })),
  ],
};
