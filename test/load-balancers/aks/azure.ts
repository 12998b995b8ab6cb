export const AZURE = 'service.beta.kubernetes.io/azure-';

/** The values by their full keys. */
export const prefixed = (prefix: string, suffixes: { [suffix: string]: string }) =>
  Object.fromEntries(Object.entries(suffixes).map(([suffix, value]) => [`${prefix}${suffix}`, value]));

/** The refusal of a key that the user adds with the value `x`. */
export const belongs = (key: string, owner: string) =>
  new Error(`[test] annotation ${key} ("x") belongs to ${owner}; use the load balancer's own props, or leave it out`);

/** Keys for single ports of the Service that replace or remove a probe or a rule. */
export const OF_PORTS = [
  'health-probe_protocol',
  'health-probe_port',
  'health-probe_request-path',
  'no_probe_rule',
  'no_lb_rule',
].flatMap((field) => [80, 443].map((port) => `service.beta.kubernetes.io/port_${port}_${field}`));
