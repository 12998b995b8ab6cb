import { HttpRules, KubernetesObject } from '../balancer';
import { objectsIn } from '../values';

/** What rewrites make of the rules of a gateway; undefined where what one of them writes cannot be told. */
export function rewritten(rules: HttpRules, rewrite: KubernetesObject): HttpRules | undefined {
  return objectsIn(rewrite.spec?.rewriteRules)
    .sort((a, b) => Number(a.ruleSequence ?? 0) - Number(b.ruleSequence ?? 0))
    .flatMap(({ conditions, actions }) =>
      objectsIn(actions?.requestHeaderConfigurations).map((header) => ({
        name: String(header.headerName),
        value: header.actionType === 'delete' ? '' : String(header.headerValue ?? ''),
        always: objectsIn(conditions).length === 0,
      })),
    )
    .reduce<HttpRules | undefined>((sofar, header) => sofar && withHeader(sofar, header), rules);
}

interface Written {
  readonly name: string;
  readonly value: string;
  /** Whether it is written into every request, or under conditions. */
  readonly always: boolean;
}

/**
 * Azure's server variables in our words. @see
 * https://learn.microsoft.com/en-us/azure/application-gateway/rewrite-http-headers-url#server-variables
 */
const VARIABLES: Readonly<Record<string, string>> = {
  '{var_client_ip}': '{client}',
  '{var_request_scheme}': '{scheme}',
  '{var_server_port}': '{port}',
};
const APPENDED = '{var_add_x_forwarded_for_proxy}';

function withHeader(rules: HttpRules, { name, value, always }: Written): HttpRules | undefined {
  if (name.toLowerCase() === 'x-forwarded-for') return withChain(rules, value, always);
  const others = Object.fromEntries(
    Object.entries(rules.overwrites).filter(([other]) => other.toLowerCase() !== name.toLowerCase()),
  );
  const known = VARIABLES[value] ?? (value.includes('{') ? undefined : value);
  // What a client writes, or what is written sometimes only, is not overwritten.
  return {
    ...rules,
    overwrites: known === undefined || known === '' || !always ? others : { ...others, [name]: known },
  };
}

function withChain(rules: HttpRules, value: string, always: boolean): HttpRules | undefined {
  if (value === '{http_req_X-Forwarded-For}') return { ...rules, forwardedFor: { mode: 'preserve' } };
  const mode =
    value === ''
      ? ('remove' as const)
      : { [APPENDED]: 'append' as const, '{var_client_ip}': 'replace' as const }[value];
  return mode === undefined || !always ? undefined : { ...rules, forwardedFor: { mode } };
}
