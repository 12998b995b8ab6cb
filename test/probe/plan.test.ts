import { CDNS } from '../../src/check/trial/providers';
import { Endpoint, isHonest, Target } from '../../src/probe/exchange';
import { MOST_REQUESTS, requestsFor } from '../../src/probe/plan';

const target = (scheme: 'http' | 'https', echo: boolean): Target => ({
  origin: `${scheme}://api.example.com`,
  scheme,
  host: 'api.example.com',
  port: 443,
  path: '/',
  echo,
});

/** Everything that one URL with both families gets. */
function requestsTo(scheme: 'http' | 'https', echo = false) {
  const versions = scheme === 'https' ? (['HTTP/1.1', 'HTTP/2'] as const) : (['HTTP/1.1'] as const);
  return ([4, 6] as const).flatMap((family, index) =>
    versions.map((version) => {
      const endpoint: Endpoint = { target: target(scheme, echo), family, address: 'x', version };
      return { endpoint, requests: requestsFor(endpoint, index === 0) };
    }),
  );
}

test.each([
  ['http', false],
  ['http', true],
  ['https', false],
  ['https', true],
] as const)('%s, echo %s: under 40 requests', (scheme, echo) => {
  expect(requestsTo(scheme, echo).flatMap(({ requests }) => requests).length).toBeLessThan(MOST_REQUESTS);
});

test('each endpoint begins with an honest request, and the first one ends with another', () => {
  const all = requestsTo('https');
  expect(all.every(({ requests }) => isHonest(requests[0]))).toBe(true);
  expect(isHonest(all[0].requests[all[0].requests.length - 1])).toBe(true);
});

test('every liar claims an address of its family, which stands in what it sends', () => {
  for (const { endpoint, requests } of requestsTo('https', true)) {
    for (const { name, lies, headers, proxyHeader } of requests.filter(
      (request) => !isHonest(request) && !request.name.startsWith('X-Forwarded-Proto'),
    )) {
      expect(lies.every((lie) => lie.includes(':') === (endpoint.family === 6))).toBe(true);
      expect({ name, claims: lies.some((lie) => JSON.stringify([headers, proxyHeader]).includes(lie)) }).toEqual({
        name,
        claims: true,
      });
    }
  }
});

test('every header of a CDN that the check knows is tried', () => {
  const [first] = requestsTo('https');
  const names = first.requests.flatMap(({ headers }) => headers.map(([name]) => name));
  for (const { header } of CDNS) expect(names).toContain(header?.name ?? 'X-Forwarded-For');
});

test('headers that stand alone are tried one by one, so that a believed one is named', () => {
  const [first] = requestsTo('http');
  const alone = first.requests.filter(({ headers }) => headers.length === 1).map(({ headers: [[name]] }) => name);
  expect(alone).toEqual(
    expect.arrayContaining([
      'X-Forwarded-For',
      'X-Real-IP',
      'Forwarded',
      'True-Client-IP',
      'CF-Connecting-IP',
      'Fastly-Client-IP',
      'X_Forwarded_For',
    ]),
  );
});
