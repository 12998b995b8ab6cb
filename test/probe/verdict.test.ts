import { Answer, Endpoint, Exchange, ProbeRequest } from '../../src/probe/exchange';
import { Known } from '../../src/probe/owner';
import { HONEST, requestsFor } from '../../src/probe/plan';
import { reportOf } from '../../src/probe/report';
import { textOf } from '../../src/probe/text';
import { judge } from '../../src/probe/verdict';

const ME = '198.51.100.7';
const PUBLIC = '203.0.113.10';
const KNOWN: Known = { addresses: [ME], nodes: new Map(), insecure: false };

function endpoint(overrides: Partial<Endpoint> = {}): Endpoint {
  const target = {
    origin: 'https://api.example.com',
    scheme: 'https',
    host: 'api.example.com',
    port: 443,
    path: '/',
    echo: false,
  } as const;
  return { target, family: 4, address: PUBLIC, version: 'HTTP/1.1', ...overrides };
}

const answered = (status = 404, headers: Record<string, string> = {}): Answer => ({
  kind: 'answered',
  status,
  headers,
  body: '',
});

/** The whole plan, with one answer and one believed address for each request. */
function exchanges(
  believe: (request: ProbeRequest) => string | undefined,
  answer: (request: ProbeRequest) => Answer = () => answered(),
  at = endpoint(),
): Exchange[] {
  return requestsFor(at, true).map((request, index) => {
    const address = believe(request);
    const believed = address === undefined ? [] : [address];
    return {
      endpoint: at,
      request,
      marker: String(index),
      answer: answer(request),
      localAddress: '192.168.1.5',
      believed,
      seenBy: [],
    };
  });
}

const isProxied = ({ proxyHeader }: ProbeRequest) => proxyHeader !== undefined;
const lieIf = (name: string) => (request: ProbeRequest) =>
  request.headers.some(([header]) => header === name) ? '6.6.6.6' : ME;

describe('verdicts', () => {
  test.each<[string, string, Exchange[], Partial<Known>]>([
    ['mine, and no lie is believed', 'kept', exchanges(() => ME), {}],
    [
      'PROXY headers are turned away',
      'kept',
      exchanges(
        (request) => (isProxied(request) ? undefined : ME),
        (request) => (isProxied(request) ? answered(400) : answered()),
      ),
      {},
    ],
    [
      'PROXY headers end the connection',
      'kept',
      exchanges(
        (request) => (isProxied(request) ? undefined : ME),
        (request) => (isProxied(request) ? { kind: 'closed', reason: 'x' } : answered()),
      ),
      {},
    ],
    ['mine by the address dialled from', 'kept', exchanges(() => '192.168.1.5'), { addresses: [] }],
    ['public and the same each time', 'kept', exchanges(() => ME), { addresses: [] }],
    ['X-Forwarded-For is believed', 'forgeable', exchanges(lieIf('X-Forwarded-For')), {}],
    ['CF-Connecting-IP is believed', 'forgeable', exchanges(lieIf('CF-Connecting-IP')), {}],
    ['a PROXY header is believed', 'forgeable', exchanges((request) => (isProxied(request) ? '6.6.6.6' : ME)), {}],
    [
      'a lie is believed where the honest address is lost',
      'forgeable',
      exchanges((request) => (request.lies.length > 0 ? '6.6.6.6' : '10.0.0.5')),
      {},
    ],
    [
      'a header turns the client into the balancer',
      'forgeable',
      exchanges((request) => (request.name === 'X-Forwarded-For' ? '10.0.0.5' : ME)),
      {},
    ],
    ['a private address, and mine is public', 'lost', exchanges(() => '10.0.0.5'), {}],
    ['a private address, and mine is not known', 'lost', exchanges(() => '10.0.0.5'), { addresses: [] }],
    ['loopback', 'lost', exchanges(() => '127.0.0.1'), { addresses: [] }],
    [
      "a node's public address",
      'lost',
      exchanges(() => '192.0.2.10'),
      { addresses: [], nodes: new Map([['192.0.2.10', 'node-1']]) },
    ],
    ['an edge of Cloudflare', 'lost', exchanges(() => '173.245.48.7'), { addresses: [] }],
    ['a front end of Google', 'lost', exchanges(() => '35.191.0.7'), { addresses: [] }],
    ["the balancer's own address", 'lost', exchanges(() => PUBLIC), { addresses: [] }],
    ['a public address that is not mine', 'lost', exchanges(() => '192.0.2.10'), {}],
    [
      'a private address of somebody in my private network',
      'unknown',
      exchanges(() => '10.0.0.5', undefined, endpoint({ address: '10.0.0.1' })),
      { addresses: [] },
    ],
    [
      'different public addresses',
      'unknown',
      exchanges((request) => (request === HONEST ? undefined : '192.0.2.1')).map((one, index) => ({
        ...one,
        believed: [`192.0.2.${index}`],
      })),
      { addresses: [] },
    ],
    ['no line for one of them', 'unknown', exchanges((request) => (request.name === 'X-Real-IP' ? undefined : ME)), {}],
    ['no line at all', 'unknown', exchanges(() => undefined), {}],
    [
      'connection refused',
      'broken',
      exchanges(
        () => undefined,
        () => ({ kind: 'refused', reason: 'ECONNREFUSED' }),
      ),
      {},
    ],
    [
      'closed without an answer',
      'broken',
      exchanges(
        () => undefined,
        () => ({ kind: 'closed', reason: 'socket hang up' }),
      ),
      {},
    ],
    [
      '400 for an honest request',
      'broken',
      exchanges(
        () => undefined,
        () => answered(400),
      ),
      {},
    ],
    [
      'no route to it',
      'unknown',
      exchanges(
        () => undefined,
        () => ({ kind: 'unreachable', reason: 'ENETUNREACH' }),
      ),
      {},
    ],
    [
      'certificate not trusted',
      'unknown',
      exchanges(
        () => undefined,
        () => ({ kind: 'untrusted', reason: 'self-signed' }),
      ),
      {},
    ],
    [
      '503 of something before Kong',
      'unknown',
      exchanges(
        () => undefined,
        () => answered(503),
      ),
      {},
    ],
  ])('%s: %s', (_, verdict, sent, known) => {
    expect(judge(sent[0].endpoint, sent, { ...KNOWN, ...known }).verdict).toBe(verdict);
  });
});

test('an address that was not given is called probably yours', () => {
  expect(
    judge(
      endpoint(),
      exchanges(() => ME),
      { ...KNOWN, addresses: [] },
    ),
  ).toMatchObject({ believed: ME, yours: 'probably yours' });
  expect(
    judge(
      endpoint(),
      exchanges(() => ME),
      KNOWN,
    ),
  ).toMatchObject({ believed: ME, yours: 'yours' });
});

test('a believed header comes with a line that repeats it', () => {
  const { reasons } = judge(endpoint(), exchanges(lieIf('X-Forwarded-For')), KNOWN);
  expect(reasons[0].repeat).toBe(
    "curl -s -o /dev/null --http1.1 -4 -H 'X-Forwarded-For: 6.6.6.6' 'https://api.example.com/repeated'",
  );
  expect(reasons.find(({ why }) => why.startsWith('X-Forwarded-For in two lines'))?.repeat).toContain(
    "-H 'X-Forwarded-For: 7.7.7.7' -H 'X-Forwarded-For: 6.6.6.6'",
  );
});

test('a redirect before Kong is no verdict, and nothing else makes the whole unknown', () => {
  const redirect = exchanges(
    () => undefined,
    () => answered(301, { location: 'https://api.example.com/' }),
  );
  expect(reportOf(redirect, KNOWN, { reads: [], troubles: [] })).toMatchObject({
    verdict: 'unknown',
    endpoints: [{ aside: expect.stringContaining('https://api.example.com/') }],
  });
  const beside = [...redirect, ...exchanges(() => ME, undefined, endpoint({ version: 'HTTP/2' }))];
  expect(reportOf(beside, KNOWN, { reads: [], troubles: [] }).verdict).toBe('kept');
});

test('the worst endpoint counts', () => {
  const both = [
    ...exchanges(() => ME),
    ...exchanges(({ lies: [lie] }) => lie ?? ME, undefined, endpoint({ family: 6, address: '2001:db8::1' })),
  ];
  expect(reportOf(both, KNOWN, { reads: [], troubles: [] }).verdict).toBe('forgeable');
});

test('a CDN that answers is named', () => {
  const sent = exchanges(
    () => ME,
    () => answered(404, { 'cf-ray': 'x', server: 'cloudflare' }),
  );
  expect(reportOf(sent, KNOWN, { reads: [], troubles: [] }).warnings).toEqual([
    expect.stringContaining('an edge of Cloudflare answers'),
  ]);
});

test('what servers and logs write cannot move the cursor', () => {
  const sent = exchanges(
    () => undefined,
    () => answered(302, { location: 'https://x/\u001b[2J\r\n\u202e' }),
  );
  const text = textOf(reportOf(sent, KNOWN, { reads: [], troubles: [] }), (_, part) => part);
  expect(text).toContain('\\u{1b}[2J\\u{d}\\u{a}\\u{202e}');
  expect(text.replace(/\n/g, '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});
