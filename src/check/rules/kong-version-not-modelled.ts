import { CLEAN, GKE } from './example';
import { Rule } from './rule';
import { KONG } from './sources';
import { isModelled } from '../world/image';

const LOCAL = { annotations: GKE, externalTrafficPolicy: 'Local' };

export const kongVersionNotModelled: Rule = {
  id: 'kong-version-not-modelled',
  level: 'note',
  title: 'The release of Kong is not the one that the check knows.',
  why: 'The check answers for Kong 3.9, which it was compared with on a running Kong.',
  mend:
    'Read the changes of your release about trusted_ips, real_ip_header and listeners, ' +
    'or send a request and look at column 1 of the access log.',
  sources: [KONG.configuration],
  wrong: { env: CLEAN, container: { image: 'kong:2.8.5' }, service: LOCAL },
  right: { env: CLEAN, container: { image: 'kong:3.9.3' }, service: LOCAL },
  find: ({ gateway: { workload, container, image } }) =>
    isModelled(image)
      ? []
      : [
          {
            at: workload,
            field: `${container.field}.image`,
            why:
              `The image is of Kong ${image.version!.join('.')}. The check answers for Kong 3.9: ` +
              "how a client's address is read has not changed since 2.8, but defaults, " +
              'limits and names of settings may differ.',
          },
        ],
};
