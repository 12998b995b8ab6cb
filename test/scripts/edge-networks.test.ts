import { readFileSync } from 'node:fs';
import { networksOf, sourceOf } from '../../scripts/edge-networks';
import { CLOUDFLARE } from '../../src/net/edge-networks';

const answer = (result: unknown, success: unknown = true) =>
  JSON.stringify({ result, success, errors: [], messages: [] });

test('the list in the library is what the script writes', () => {
  expect(sourceOf(CLOUDFLARE.networks, CLOUDFLARE.date)).toBe(readFileSync('src/net/edge-networks.ts', 'utf8'));
});

test('networks of both families are read, sorted, each once', () => {
  expect(
    networksOf(
      answer({ ipv4_cidrs: ['173.245.48.0/20', '103.21.244.0/22', '173.245.48.0/20'], ipv6_cidrs: ['2606:4700::/32'] }),
    ),
  ).toEqual(['103.21.244.0/22', '173.245.48.0/20', '2606:4700::/32']);
});

test.each<[string, string]>([
  ['one family only', answer({ ipv4_cidrs: ['173.245.48.0/20'] })],
  ['an empty family', answer({ ipv4_cidrs: ['173.245.48.0/20'], ipv6_cidrs: [] })],
  ['an error', answer({ ipv4_cidrs: ['173.245.48.0/20'], ipv6_cidrs: ['2606:4700::/32'] }, false)],
  ['a page of HTML', '<html></html>'],
  ['everybody', answer({ ipv4_cidrs: ['0.0.0.0/0'], ipv6_cidrs: ['2606:4700::/32'] })],
  ['what is not a network', answer({ ipv4_cidrs: ['173.245.48.0'], ipv6_cidrs: ['2606:4700::/32'] })],
])('%s is refused', (_, text) => {
  expect(() => networksOf(text)).toThrow();
});
