import { CLEAN, GKE } from './example';
import { Rule } from './rule';
import { KONG } from './sources';
import { PluginUse } from '../world/plugins';

const LOCAL = { annotations: GKE, externalTrafficPolicy: 'Local' };
const lua = (code: string) => ({
  apiVersion: 'configuration.konghq.com/v1',
  kind: 'KongPlugin',
  metadata: { name: 'lua', namespace: 'kong' },
  plugin: 'pre-function',
  config: { access: [code] },
});

export const pluginChangesClient: Rule = {
  id: 'plugin-changes-client',
  level: 'warning',
  title: 'A plugin changes what the upstream reads of the client.',
  why: 'Kong writes X-Real-IP and X-Forwarded-For itself, behind all plugins; this plugin goes around that.',
  mend: 'Take it out. Upstreams read the client in X-Real-IP.',
  sources: [KONG.proxying],
  wrong: {
    env: CLEAN,
    service: LOCAL,
    more: [lua('ngx.var.upstream_x_forwarded_for = ngx.req.get_headers()["True-Client-IP"]')],
  },
  right: { env: CLEAN, service: LOCAL, more: [lua('kong.service.request.set_header("X-Tenant", "a")')] },
  find: ({ plugins }) =>
    plugins.flatMap((use) => {
      const why = changes(use);
      return why === undefined ? [] : [{ at: use.at, field: use.field, why }];
    }),
};

const OF_LUA = ['pre-function', 'post-function'];

/** What a plugin does to the headers of the client's address, in a sentence. */
function changes({ plugin, config }: PluginUse): string | undefined {
  const text = JSON.stringify(config);
  if (OF_LUA.includes(plugin)) {
    return /upstream_x_(forwarded|real)/.test(text)
      ? `The plugin ${plugin} sets a variable from which Kong writes a forwarded header: ` +
          'the upstream reads what the code writes, and not the client.'
      : undefined;
  }
  const named =
    /^(request-transformer|correlation-id)/.test(plugin) && /"(header_name":")?X_(Real_?|Forwarded_?)/i.test(text);
  return named
    ? `The plugin ${plugin} writes a header with underscores beside X-Real-IP or X-Forwarded-For: ` +
        'an upstream that takes _ for - reads two values.'
    : undefined;
}
