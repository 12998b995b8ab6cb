import { CLEAN, GKE } from './example';
import { header } from './questions';
import { Match, Rule } from './rule';
import { KONG } from './sources';
import { clear } from '../../kong/headers';
import { Judgement } from '../judge';
import { PluginUse, ROUTE } from '../world/plugins';

const LOCAL = { annotations: GKE, externalTrafficPolicy: 'Local' };
const plugin = (config: object) => ({
  apiVersion: 'configuration.konghq.com/v1',
  kind: 'KongPlugin',
  metadata: { name: 'limit', namespace: 'kong' },
  plugin: 'rate-limiting',
  config,
});

export const pluginReadsClientHeader: Rule = {
  id: 'plugin-reads-client-header',
  level: 'warning',
  title: "A plugin or a route takes the client's address from a header that clients write.",
  why: 'Whoever sends the header chooses the address by which requests are counted or routed.',
  mend: 'Use limit_by: ip, which counts by the address that Kong believes.',
  sources: [KONG.proxying],
  wrong: {
    env: CLEAN,
    service: LOCAL,
    more: [plugin({ minute: 5, limit_by: 'header', header_name: 'CF-Connecting-IP' })],
  },
  right: { env: CLEAN, service: LOCAL, more: [plugin({ minute: 5, limit_by: 'ip' })] },
  find: (judgement) => {
    const found: Match[] = [];
    for (const use of judgement.plugins) {
      const name = headersOf(use).find((one) => isAddress(one) && reachesKong(one, judgement));
      if (name === undefined) continue;
      const does = use.plugin === ROUTE ? 'A route is chosen' : `The plugin ${use.plugin} counts`;
      found.push({
        at: use.at,
        field: use.field,
        why:
          `${does} by the header ${name}, which clients write as they like: ` +
          'who sends another address is another client.',
      });
    }
    return found;
  },
};

/** Headers in which proxies write an address, and clients can, too. */
const ADDRESSES = [
  'x-real-ip',
  'x-forwarded-for',
  'forwarded',
  'cf-connecting-ip',
  'cf-connecting-ipv6',
  'true-client-ip',
  'fastly-client-ip',
  'x-client-ip',
  'client-ip',
  'x-cluster-client-ip',
  'x-original-forwarded-for',
  'cloudfront-viewer-address',
  'x-azure-clientip',
  'x-azure-socketip',
  'x-remote-addr',
  'x-remote-ip',
  'x-envoy-external-address',
];

function isAddress(name: string): boolean {
  return ADDRESSES.includes(name.toLowerCase().replaceAll('_', '-'));
}

/** The headers by which a plugin counts, or a route is taken. */
function headersOf({ plugin: name, config }: PluginUse): string[] {
  if (name === ROUTE) return Object.keys(config);
  const byHeader = [config.limit_by, config.identifier].includes('header');
  return byHeader && typeof config.header_name === 'string' ? [config.header_name] : [];
}

/**
 * Whether the header is the client's when Kong's plugins read it: neither cleared, nor the one whose writer the
 * verdict judges.
 */
function reachesKong(name: string, judgement: Judgement): boolean {
  const { kong, trust } = judgement;
  const isJudged = !trust.nobody && header(judgement).toLowerCase() === name.toLowerCase();
  if (!kong || isJudged) return false;
  return clear([{ name, key: name.toLowerCase(), value: '' }], kong.configuration.clearedHeaders).length > 0;
}
