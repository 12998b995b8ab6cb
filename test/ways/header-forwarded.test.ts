import * as kplus from 'cdk8s-plus-27';
import { header, trustedProxies } from './bound';
import { ClientIpHeader, ExternalTrafficPolicy, TrustedProxies } from '../../src';

describe('a chain of proxies', () => {
  const withCdn = trustedProxies.plus(TrustedProxies.of('15.158.0.0/16', '130.176.0.0/16'));

  test('is walked if public networks are trusted from which the balancer does not dial', () => {
    expect(header({}, withCdn).environment.KONG_REAL_IP_RECURSIVE).toBe('on');
    expect(header({}, trustedProxies).environment.KONG_REAL_IP_RECURSIVE).toBe('off');
    expect(header({ peers: ['15.158.0.0/16', '130.176.0.0/16'] }, withCdn).environment.KONG_REAL_IP_RECURSIVE).toBe(
      'off',
    );
  });

  test('cannot be left unwalked then', () => {
    expect(() => header({}, withCdn, false)).toThrow(
      'recursive is false, but trustedProxies has ["15.158.0.0/16","130.176.0.0/16"]',
    );
  });

  test('does not concern a header of one address', () => {
    expect(
      header({ header: ClientIpHeader.single('CF-Connecting-IP') }, withCdn).environment.KONG_REAL_IP_RECURSIVE,
    ).toBe('off');
  });

  test.each(['false', 1, null])('recursive %j is not a flag', (recursive) => {
    expect(() => header({}, trustedProxies, recursive as any)).toThrow('recursive must be true or false');
  });
});

test('a balancer that says https and no port leaves upstreams the port of https', () => {
  expect(header({ forwardedHeaders: ['X-Forwarded-Proto'] }).environment.KONG_PORT_MAPS).toBe('443:8000');
  expect(header({ forwardedHeaders: [] }).environment.KONG_PORT_MAPS).toBe('80:8000');
  expect(header({}).environment.KONG_PORT_MAPS).toBe('80:8000');
});

test('a balancer that ends TLS leaves upstreams the port that clients of http dial', () => {
  expect(header({ endsTls: true, serviceType: kplus.ServiceType.LOAD_BALANCER }).environment.KONG_PORT_MAPS).toBe(
    '80:8000',
  );
});

test('a balancer that speaks HTTP/2 reaches a plain listener that does, too', () => {
  expect(header({ speaksHttp2: true }).environment.KONG_PROXY_LISTEN).toBe(
    '0.0.0.0:8000 http2 reuseport backlog=16384',
  );
});

test('a balancer that passes TLS on, with a CDN in front of it, reaches both listeners, without PROXY protocol', () => {
  const binding = {
    passesTls: true,
    serviceType: kplus.ServiceType.LOAD_BALANCER,
    externalTrafficPolicy: ExternalTrafficPolicy.LOCAL,
  };
  expect(header(binding).environment.KONG_PROXY_LISTEN).toBe(
    '0.0.0.0:8000 reuseport backlog=16384, 0.0.0.0:8443 http2 ssl reuseport backlog=16384',
  );
});
