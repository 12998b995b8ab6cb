/** Response headers by which a server that answers before Kong is known. */
const FRONTS: readonly (readonly [name: string, header: string, value?: RegExp])[] = [
  ['Cloudflare', 'cf-ray'],
  ['CloudFront', 'x-amz-cf-id'],
  ['Fastly', 'x-served-by', /^cache-/],
  ['Azure Front Door', 'x-azure-ref'],
  ['Akamai', 'x-akamai-request-id'],
  ['Akamai', 'server', /akamai/i],
  ['a CDN of Google', 'via', /google/i],
];

/** The CDN whose edge answers. */
export function cdnBefore(headers: Readonly<Record<string, string>>): string | undefined {
  const known = FRONTS.find(([, header, value = /^/]) => header in headers && value.test(headers[header]));
  return known?.[0];
}

/** Whether Kong says that it is the one who answers. */
export function isKongs(headers: Readonly<Record<string, string>>): boolean {
  if (/\bkong\b/i.test(`${headers.server} ${headers.via}`)) return true;
  return Object.keys(headers).some((name) => name.startsWith('x-kong-'));
}
