import { CLEAN, NLB_PROXY, PROXY } from './example';
import { header, headerVariable, variable, waysThat } from './questions';
import { Rule } from './rule';
import { isMisspelt } from './settings';
import { KONG, NGINX } from './sources';

export const realIpHeaderMisspelt: Rule = {
  id: 'real-ip-header-misspelt',
  level: 'error',
  title: 'The name of the header is close to one that proxies write.',
  why:
    'nginx takes it for the name of an ordinary request header: ' +
    'what the balancer sends is ignored, and a client that sends a header of that name is believed.',
  mend: 'Write proxy_protocol in lower case with an underscore, and X-Forwarded-For as it is spelt here.',
  sources: [KONG.realIpHeader, NGINX.realIp],
  wrong: { env: { ...PROXY, ...CLEAN, KONG_REAL_IP_HEADER: 'PROXY_PROTOCOL' }, service: { annotations: NLB_PROXY } },
  right: { env: { ...PROXY, ...CLEAN }, service: { annotations: NLB_PROXY } },
  find: (judgement) => {
    const name = headerVariable(judgement);
    const meant = name && isMisspelt(header(judgement));
    return meant && waysThat(judgement, 'lost', 'forgeable').length > 0
      ? [{ ...variable(judgement, name), mend: `Write ${meant}.` }]
      : [];
  },
};
