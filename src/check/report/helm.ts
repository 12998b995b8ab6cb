import { ManifestObject } from '../../forms/manifests';

/** Where the charts' values decide a field. `$1` is what stood in brackets. */
const VALUES: readonly (readonly [field: RegExp, value: string])[] = [
  [/\.env\[KONG_PROXY_LISTEN\]$/, 'proxy.http.parameters and proxy.tls.parameters'],
  [/\.env\[KONG_STREAM_LISTEN\]$/, 'proxy.stream[].parameters'],
  [/\.env\[KONG_STATUS_LISTEN\]$/, 'status.http.parameters'],
  [/\.env\[KONG_(?:KONG_)+(\w+)\]$/, 'env.$1'],
  [/\.env\[KONG_(\w+)\]$/, 'env.$1'],
  [/\.env$/, 'env'],
  [/\.containers\[[^\]]*\]\.(readinessProbe|livenessProbe|startupProbe)\b.*$/, '$1'],
  [/\.containers\[[^\]]*\]\.ports\[proxy\]\.hostPort$/, 'proxy.http.hostPort'],
  [/\.containers\[[^\]]*\]\.ports\[proxy-tls\]\.hostPort$/, 'proxy.tls.hostPort'],
];

const SERVICE_VALUES: readonly (readonly [field: RegExp, value: string])[] = [
  [/^metadata\.annotations\[(.*)\]$/, 'proxy.annotations."$1"'],
  [/^spec\.ports\[[^\]]*(?:tls|443)[^\]]*\]$/, 'proxy.tls'],
  [/^spec\.ports\[.*\]$/, 'proxy.http'],
  [/^spec\.(externalTrafficPolicy|loadBalancerClass|loadBalancerSourceRanges|type)$/, 'proxy.$1'],
];

const INGRESS_VALUES: readonly (readonly [field: RegExp, value: string])[] = [
  [/^metadata\.annotations\[(.*)\]$/, 'proxy.ingress.annotations."$1"'],
  [/^spec\.ingressClassName$/, 'proxy.ingress.ingressClassName'],
];

/** The value of Kong's charts that decides a field of an object that one of them rendered. */
export function helmValue({ kind, object }: ManifestObject, field: string | undefined): string | undefined {
  // In the chart kong/ingress the gateway is a chart of its own, of that name.
  const [, chart] = /^(kong|gateway)-\d/.exec(String(object.metadata?.labels?.['helm.sh/chart'])) ?? [];
  if (chart === undefined || field === undefined) {
    return undefined;
  }
  const table = kind === 'Service' ? SERVICE_VALUES : kind === 'Ingress' ? INGRESS_VALUES : VALUES;
  const found = table.find(([pattern]) => pattern.test(field));
  const [whole, bracketed = ''] = found ? found[0].exec(field)! : [];
  if (!found || whole === undefined) {
    return undefined;
  }
  const name = found[1].startsWith('env.') ? bracketed.toLowerCase() : bracketed;
  const value = found[1].replace('$1', name);
  return chart === 'gateway' ? value.replace(/(^| )(?=[a-z]+[."[])/g, '$1gateway.') : value;
}
