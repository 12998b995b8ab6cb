import * as fc from 'fast-check';
import { echoIn } from '../../src/probe/echo';

describe('an upstream that tells', () => {
  test.each<[string, string]>([
    [
      'raw headers in turns',
      JSON.stringify([
        'Host',
        'x',
        'X-Real-IP',
        '203.0.113.7',
        'X-Forwarded-For',
        '203.0.113.7',
        'X_Real_IP',
        '6.6.6.6',
      ]),
    ],
    [
      'httpbin',
      JSON.stringify({ headers: { Host: 'x', 'X-Forwarded-For': '203.0.113.7', 'X-Real-Ip': '203.0.113.7' } }),
    ],
    [
      'lists of values',
      JSON.stringify({ request: { headers: { 'x-real-ip': ['203.0.113.7'], 'x-forwarded-for': ['203.0.113.7'] } } }),
    ],
    [
      'whoami',
      'Hostname: x\nIP: 10.0.0.9\nGET / HTTP/1.1\r\nX-Forwarded-For: 203.0.113.7\r\nX-Real-Ip: 203.0.113.7\r\n',
    ],
    ['echoserver', 'Request Headers:\n\thost=x\n\tx-forwarded-for=203.0.113.7\n\tx-real-ip=203.0.113.7\n'],
  ])('%s', (_, body) => {
    expect(echoIn(body)).toMatchObject({ realIp: '203.0.113.7', forwardedFor: '203.0.113.7' });
  });
});

test.each([
  [''],
  ['<html>'],
  ['{}'],
  ['null'],
  ['{"X-Real-IP": "not an address"}'],
  ['X_Real_IP: 6.6.6.6'],
  ['["X-Real-IP"]'],
])('%j tells nothing', (body) => {
  expect(echoIn(body)).toBeUndefined();
});

test('two values are not an address', () => {
  expect(echoIn('X-Real-IP: 6.6.6.6\nX-Real-IP: 203.0.113.7\n')).toBeUndefined();
});

test('any body is read without an error', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
      echoIn(body);
    }),
  );
});
