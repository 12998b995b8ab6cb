import { CLEAN, HETZNER_PROXY, PROXY } from './example';
import { Rule } from './rule';
import { refusedVariables } from './settings';
import { KONG } from './sources';

export const kongRefusesValue: Rule = {
  id: 'kong-refuses-value',
  level: 'error',
  title: 'Kong or nginx refuses the value of a variable.',
  why: 'The pod does not start.',
  mend: 'trusted_ips: addresses and CIDR blocks, with commas between them. real_ip_recursive: on or off, quoted. Flags of listeners: ssl http2 proxy_protocol deferred bind reuseport backlog ipv6only so_keepalive.',
  sources: [KONG.trustedIps, KONG.realIpRecursive, KONG.proxyListen],
  wrong: { env: { ...PROXY, ...CLEAN, KONG_TRUSTED_IPS: 'lb.example.internal,10.0.0.0/16' }, service: { annotations: HETZNER_PROXY } },
  right: { env: { ...PROXY, ...CLEAN }, service: { annotations: HETZNER_PROXY } },
  find: (judgement) => refusedVariables(judgement).filter(({ variable: { value } }) => !value?.includes('#')).map(({ variable: { at, field, name }, says }) => ({
    at, field, why: `Kong does not start with this ${name}. It says: ${says}`,
  })),
};
