import { readFileSync } from 'fs';
import { Endpoint, Exchange } from '../../src/probe/exchange';
import { requestsFor } from '../../src/probe/plan';
import { reportOf } from '../../src/probe/report';
import { textOf } from '../../src/probe/text';

test('the sample of the page is what the probe writes', () => {
  const target = {
    origin: 'https://api.example.com',
    scheme: 'https',
    host: 'api.example.com',
    port: 443,
    path: '/',
    echo: false,
  } as const;
  const plain = { ...target, origin: 'http://api.example.com', scheme: 'http', port: 80 } as const;
  const endpoint = (of: Endpoint['target'], version: Endpoint['version']): Endpoint => ({
    target: of,
    family: 4,
    address: '203.0.113.10',
    version,
  });
  const exchange = (at: Endpoint, request: Exchange['request'], overrides: Partial<Exchange>): Exchange => ({
    endpoint: at,
    request,
    marker: '',
    localAddress: '192.168.1.5',
    answer: { kind: 'answered', status: 404, headers: {}, body: '' },
    believed: [request.name === 'True-Client-IP' ? request.lies[0] : '198.51.100.7'],
    seenBy: ['kong-7d9f4-x2'],
    ...overrides,
  });
  const exchanges = [
    ...(['HTTP/1.1', 'HTTP/2'] as const).flatMap((version) => {
      const at = endpoint(target, version);
      return requestsFor(at, true).map((request) =>
        exchange(at, request, request.proxyHeader ? { answer: { kind: 'closed', reason: '' }, believed: [] } : {}),
      );
    }),
    exchange(
      endpoint(plain, 'HTTP/1.1'),
      { name: 'honest', headers: [], lies: [] },
      {
        answer: { kind: 'answered', status: 301, headers: { location: 'https://api.example.com/' }, body: '' },
        believed: [],
        seenBy: [],
      },
    ),
  ];
  const known = { addresses: ['198.51.100.7'], nodes: new Map<string, string>(), insecure: false };
  const report = reportOf(exchanges, known, { reads: ['container proxy of pod kong/kong-7d9f4-x2'], troubles: [] });
  const [, sample] = /<!-- sample -->\n```text\n([^`]*)```/.exec(readFileSync('docs/probe.md', 'utf8')) ?? [];
  expect(`${textOf(report, (_, text) => text)}\n`).toBe(sample);
});
