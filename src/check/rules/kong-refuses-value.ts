import { CLEAN, HETZNER_PROXY, PROXY } from './example';
import { Match, Rule } from './rule';
import { refusedVariables } from './settings';
import { KONG } from './sources';

export const kongRefusesValue: Rule = {
  id: 'kong-refuses-value',
  level: 'error',
  title: 'Kong or nginx refuses the value of a variable.',
  why: 'The pod does not start.',
  mend: 'Write a value that Kong accepts.',
  sources: [KONG.trustedIps, KONG.realIpRecursive, KONG.proxyListen],
  wrong: {
    env: { ...PROXY, ...CLEAN, KONG_TRUSTED_IPS: 'lb.example.internal,10.0.0.0/16' },
    service: { annotations: HETZNER_PROXY },
  },
  right: { env: { ...PROXY, ...CLEAN }, service: { annotations: HETZNER_PROXY } },
  find: (judgement) => {
    const found: Match[] = [];
    for (const {
      variable: { at, field, name, value, secret },
      says,
    } of refusedVariables(judgement)) {
      if (value?.includes('#')) continue; // remark-in-value names the cause
      const reason =
        secret === undefined ? `The message: ${says}` : `The value comes from ${secret}, so it is not shown here.`;
      found.push({
        at,
        field,
        why: `Kong does not start with this ${name}. ${reason}`,
        mend: ACCEPTED.find(([names]) => names.test(name))?.[1],
      });
    }
    return found;
  },
};

/** What Kong accepts, by the name of the variable. */
const ACCEPTED: readonly (readonly [names: RegExp, mend: string])[] = [
  [/^KONG_TRUSTED_IPS$/, 'Write addresses and CIDR blocks, with commas between them.'],
  [/^KONG_(DNS_RESOLVER|RESOLVER_ADDRESS)$/, 'Write addresses, with commas between them; a port may follow each.'],
  [/REAL_IP_RECURSIVE$/, 'Write on or off, in quotes.'],
  [
    /^KONG_STREAM_LISTEN$/,
    'Write entries such as 0.0.0.0:9000, with commas between them. ' +
      'The flags are: udp ssl proxy_protocol bind reuseport backlog ipv6only so_keepalive.',
  ],
  [
    /_LISTEN$/,
    'Write entries such as 0.0.0.0:8000, with commas between them. ' +
      'The flags are: ssl http2 proxy_protocol deferred bind reuseport backlog ipv6only so_keepalive.',
  ],
  [/^KONG_PORT_MAPS$/, 'Write pairs of an outer and an inner port, such as 80:8000, 443:8443.'],
];
