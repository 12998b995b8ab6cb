import { Variable } from './environment';
import { Gateway } from './gateways';
import { Kong } from '../../kong/kong';

/** The variables that decide whom Kong believes. */
const DECISIVE = ['KONG_TRUSTED_IPS', 'KONG_REAL_IP_HEADER', 'KONG_REAL_IP_RECURSIVE', 'KONG_PROXY_LISTEN', 'KONG_NGINX_PROXY_REAL_IP_HEADER',
  'KONG_NGINX_PROXY_REAL_IP_RECURSIVE', 'KONG_NGINX_PROXY_SET_REAL_IP_FROM'];

/** What decides, and is not in the input. */
export function hiddenVariables({ environment }: Gateway, kong: Kong | undefined): Variable[] {
  const hidden = environment.all.filter(({ name, hiddenIn }) => hiddenIn !== undefined && DECISIVE.includes(name));
  const bySource = environment.hiddenSources.flatMap(({ name: source, prefix, at, field }) =>
    DECISIVE.filter((name) => name.startsWith(prefix) && environment.variable(name) === undefined && !name.startsWith('KONG_NGINX_')).slice(0, 1)
      .map((name): Variable => ({ name, at, field, hiddenIn: `the ${source}` })));
  const byDirective = (kong?.configuration.unknowns ?? []).map((text): Variable => {
    const name = text.split(' ')[0];
    return { ...environment.spot(name), name, hiddenIn: text };
  });
  return [...hidden, ...bySource, ...byDirective];
}
