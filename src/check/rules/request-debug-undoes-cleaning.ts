import { CLEAN, NLB_PROXY, PROXY } from './example';
import { variable } from './questions';
import { Rule } from './rule';
import { KONG } from './sources';

export const requestDebugUndoesCleaning: Rule = {
  id: 'request-debug-undoes-cleaning',
  level: 'warning',
  title: 'Headers are cleared, but request debugging is not off.',
  why: 'Kong reads and keeps the headers before nginx clears them: the cleaning does nothing.',
  mend: 'Set KONG_REQUEST_DEBUG=off, quoted.',
  sources: [KONG.configuration],
  wrong: {
    env: {
      ...PROXY,
      KONG_NGINX_PROXY_MORE_CLEAR_INPUT_HEADERS: 'X-Forwarded* X_Forwarded* Forwarded X-Real-IP X_Real* X-Real_IP',
    },
    service: { annotations: NLB_PROXY },
  },
  right: { env: { ...PROXY, ...CLEAN }, service: { annotations: NLB_PROXY } },
  find: (judgement) =>
    judgement.kong?.configuration.requestDebug &&
    judgement.kong.configuration.clearedHeaders.some((name) => /forwarded|x.?real/i.test(name))
      ? [variable(judgement, 'KONG_REQUEST_DEBUG')]
      : [],
};
