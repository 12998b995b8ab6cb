import { CLEAN, HETZNER_PROXY, PROXY } from './example';
import { variable } from './questions';
import { Rule } from './rule';
import { KONG } from './sources';
import { networkOf } from '../trial/networks';

export const trustedIpsHostBits: Rule = {
  id: 'trusted-ips-host-bits',
  level: 'warning',
  title: 'A network in trusted_ips has bits of a host set.',
  why: 'The whole network is trusted, not the one address that seems to be meant. nginx only warns.',
  mend: 'Write the network if it is meant, else the address with /32.',
  sources: [KONG.trustedIps],
  wrong: { env: { ...PROXY, ...CLEAN, KONG_TRUSTED_IPS: '10.0.0.5/8' }, service: { annotations: HETZNER_PROXY } },
  right: { env: { ...PROXY, ...CLEAN, KONG_TRUSTED_IPS: '10.0.0.0/16' }, service: { annotations: HETZNER_PROXY } },
  find: (judgement) =>
    (judgement.kong?.configuration.trustedIps ?? []).flatMap((entry) => {
      const network = networkOf(entry);
      return !network?.hostBits
        ? []
        : [
            {
              ...variable(judgement, 'KONG_TRUSTED_IPS'),
              why: `${entry} trusts all of ${network.text}, not the one address. nginx only warns.`,
              mend:
                `Write ${network.text} if the network is meant, else ` +
                `${entry.replace(/\/.*/, '')}/${entry.includes(':') ? 128 : 32}.`,
            },
          ];
    }),
};
