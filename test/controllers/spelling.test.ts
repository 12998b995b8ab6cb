import { service } from './objects';
import { misspelt } from '../../src/controllers/spelling';

const KNOWN = ['example.com/proxy-protocol', 'example.com/health-check-port', 'example.com/preserve-client-ip'];

test.each([
  ['example.com/proxy-protocl', 'example.com/proxy-protocol'],
  ['example.com/enable-proxyprotocol', 'example.com/proxy-protocol'],
  ['example.com/PROXY-protocol', 'example.com/proxy-protocol'],
  ['example.com/client-ip-preservation', 'example.com/preserve-client-ip'],
  ['example.com/healthcheck-port', 'example.com/health-check-port'],
])('%s is meant for %s', (key, meant) => {
  expect(misspelt(service({ [key]: 'x' }), ['example.com/'], KNOWN).map(({ field, mend }) => [field, mend])).toEqual([
    [`metadata.annotations[${key}]`, `Write ${meant}.`],
  ]);
});

test.each([
  'example.com/proxy-protocol',
  // A port or another suffix of a known key.
  'example.com/proxy-protocol.443',
  // Perhaps newer than the table.
  'example.com/idle-timeout',
  // Another controller's.
  'example.net/proxy-protocl',
])('%s is not', (key) => {
  expect(misspelt(service({ [key]: 'x' }), ['example.com/'], KNOWN)).toEqual([]);
});
