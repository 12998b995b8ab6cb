import * as kplus from 'cdk8s-plus-27';
import { ENVIRONMENT, headerForwarded, IPV4 } from './subjects';
import {
  AwsApplicationLoadBalancer,
  AwsClassicLoadBalancer,
  ClientIpHeader,
  GkeApplicationLoadBalancer,
  HeaderForwardedKong,
  HeaderForwardedKongProps,
  HeaderForwardingBinding,
  TrustedProxies,
} from '../../src';
import { environment, manifest } from '../helpers';

function gateway(props: Partial<HeaderForwardedKongProps> = {}): HeaderForwardedKong {
  return headerForwarded({ trustedProxies: TrustedProxies.of('10.0.101.0/24'), ...props });
}

const bound = (binding: Partial<HeaderForwardingBinding>) => ({
  bindHeaderForwarding: () => ({ header: ClientIpHeader.xForwardedFor(), forwardedHeaders: [], ...binding }),
});
const google = new GkeApplicationLoadBalancer({ ipAddress: '203.0.113.10', staticIpName: 'kong' });
const realIp = (kong: HeaderForwardedKong) => {
  const { KONG_REAL_IP_HEADER, KONG_REAL_IP_RECURSIVE } = environment(kong);
  return [KONG_REAL_IP_HEADER, KONG_REAL_IP_RECURSIVE];
};

describe('HeaderForwardedKong', () => {
  test('has exactly this environment', () => {
    expect(environment(gateway())).toEqual({
      ...ENVIRONMENT,
      KONG_PROXY_LISTEN: '0.0.0.0:8000 reuseport backlog=16384',
      KONG_PORT_MAPS: '80:8000',
      KONG_TRUSTED_IPS: '10.0.101.0/24',
      KONG_REAL_IP_HEADER: 'X-Forwarded-For',
      KONG_REAL_IP_RECURSIVE: 'off',
      KONG_LUA_MAX_REQ_HEADERS: '1000',
      KONG_NGINX_PROXY_MORE_CLEAR_INPUT_HEADERS: [
        'X-Forwarded',
        'X-Forwarded_*',
        ...[...'ABCDEFGHIJKLMNOQRSTUVWXYZ'].map((letter) => `X-Forwarded-${letter}*`),
        'X-Forwarded-Path',
        'X-Forwarded-Path-*',
        'X-Forwarded-Prefix',
        'X-Forwarded-Preferred-*',
        'X-Forwarded-Port-*',
        'X-Forwarded-Proto-*',
        'X-Forwarded-Protocol',
        'X_Forwarded*',
        'Forwarded',
        'X-Real-IP',
        'X_Real*',
        'X-Real_IP',
      ].join(' '),
    });
  });
});

describe('its Service and Ingress', () => {
  test('are a ClusterIP Service and an Ingress that leads every path to it', () => {
    const kong = gateway();
    const { selector, ...service } = manifest(kong.service).spec;
    expect(service).toEqual({ type: 'ClusterIP', ...IPV4, ports: [{ name: 'http', port: 80, targetPort: 8000 }] });
    expect(manifest(kong.ingress!).spec).toEqual({
      ingressClassName: 'alb',
      rules: [
        {
          http: {
            paths: [
              {
                path: '/',
                pathType: 'Prefix',
                backend: { service: { name: kong.service.name, port: { number: 80 } } },
              },
            ],
          },
        },
      ],
    });
  });

  test('are a Service of type LoadBalancer where the balancer has no Ingress', () => {
    const kong = gateway({ loadBalancer: new AwsClassicLoadBalancer() });
    const { selector, ...service } = manifest(kong.service).spec;
    expect(service).toEqual({
      type: 'LoadBalancer',
      externalTrafficPolicy: 'Cluster',
      ...IPV4,
      ports: [{ name: 'http', port: 80, targetPort: 8000 }],
    });
    expect(kong.ingress).toBeUndefined();
  });

  test('lead both ports to the plain listener where the balancer ends TLS', () => {
    const kong = gateway({ loadBalancer: new AwsClassicLoadBalancer({ certificateId: 'arn' }) });
    expect(manifest(kong.service).spec.ports).toEqual([
      { name: 'http', port: 80, targetPort: 8000 },
      { name: 'https', port: 443, targetPort: 8000 },
    ]);
    expect(environment(kong)).toMatchObject({
      KONG_PROXY_LISTEN: '0.0.0.0:8000 reuseport backlog=16384',
      KONG_PORT_MAPS: '80:8000',
    });
  });

  test('have no traffic policy where a balancer without an Ingress dials pods', () => {
    const loadBalancer = bound({ routesToPods: true, serviceType: kplus.ServiceType.LOAD_BALANCER });
    const { externalTrafficPolicy, allocateLoadBalancerNodePorts } = manifest(gateway({ loadBalancer }).service).spec;
    expect([externalTrafficPolicy, allocateLoadBalancerNodePorts]).toEqual([undefined, false]);
  });

  test.each([
    ['loadBalancerClass', 'a/b'],
    ['sourceRanges', ['10.0.0.0/8']],
    ['endsTls', true],
  ])('cannot have %s, which belongs to a Service that is itself the way in', (field, value) => {
    expect(() => gateway({ loadBalancer: bound({ ingress: {}, [field]: value }) })).toThrow(
      new Error(
        `[test/Kong] the load balancer's binding has an ingress and ${field}, which only a Service that is itself the way in can have; give one of them`,
      ),
    );
  });
});

describe('the headers of the balancer', () => {
  test.each(['x-forwarded-proto', 'X-Forwarded-For', 'Forwarded', 'X-Forwarded-*', ''])('%j cannot be kept', (name) => {
    expect(() => gateway({ loadBalancer: bound({ forwardedHeaders: ['X-Forwarded-Proto', name] }) })).toThrow(
      new Error(
        `[test/Kong] the load balancer's binding has "${name}" in forwardedHeaders; write a list of the names that are overwritten, ` +
          'of X-Forwarded-Host, X-Forwarded-Path, X-Forwarded-Prefix, X-Forwarded-Port, X-Forwarded-Proto',
      ),
    );
  });

  test.each([
    ['sourceRanges', { sourceRanges: ['173.245.48.0/20'] }],
    ['securityGroups', { securityGroups: ['sg-1'] }],
  ])('may be another one than it writes, if %s admits chosen networks alone', (_, props) => {
    const kong = gateway({
      loadBalancer: new AwsApplicationLoadBalancer(props),
      header: ClientIpHeader.single('CF-Connecting-IP'),
    });
    expect(realIp(kong)).toEqual(['CF-Connecting-IP', 'off']);
  });

  test.each([
    ['everybody may connect', new AwsApplicationLoadBalancer()],
    ['its networks are the world', new AwsApplicationLoadBalancer({ sourceRanges: ['0.0.0.0/0'] })],
    [
      'one of its networks is half the world',
      new AwsApplicationLoadBalancer({ sourceRanges: ['192.0.2.0/24', '128.0.0.0/1'] }),
    ],
    ['its source ranges are the world', new AwsClassicLoadBalancer({ sourceRanges: ['0.0.0.0/0'] })],
  ])('may not be another one, if %s', (_, loadBalancer) => {
    expect(() => gateway({ loadBalancer, header: ClientIpHeader.single('CF-Connecting-IP') })).toThrow(
      new Error(
        '[test/Kong] header CF-Connecting-IP is not written by this load balancer, which writes X-Forwarded-For: a client that connects to the balancer itself ' +
          'would choose its own address; leave header out, or let the balancer admit only the networks of the proxies that overwrite the header',
      ),
    );
  });

  test('may be X-Real-IP, if the balancer overwrites it', () => {
    expect(realIp(gateway({ loadBalancer: bound({ header: ClientIpHeader.xRealIp() }) }))).toEqual([
      'X-Real-IP',
      'off',
    ]);
  });
});

describe('recursion', () => {
  const anyone = TrustedProxies.anyone({ reason: 'a firewall' });

  test('is on where the balancer appends its own address, and only there', () => {
    expect(
      realIp(gateway({ loadBalancer: google, trustedProxies: TrustedProxies.googleFrontEnds('203.0.113.10') })),
    ).toEqual(['X-Forwarded-For', 'on']);
    expect(realIp(gateway({ loadBalancer: bound({}) }))).toEqual(['X-Forwarded-For', 'off']);
  });

  test('can be asked for, where the list has further trusted hops', () => {
    const trustedProxies = TrustedProxies.of('10.0.101.0/24').plus(TrustedProxies.of('192.0.2.0/24'));
    expect(realIp(gateway({ trustedProxies, recursive: true }))).toEqual(['X-Forwarded-For', 'on']);
    expect(realIp(gateway({ recursive: false }))).toEqual(['X-Forwarded-For', 'off']);
  });

  test('has nothing to walk in a single-value header', () => {
    expect(() =>
      gateway({ loadBalancer: bound({ header: ClientIpHeader.single('X-Client-IP') }), recursive: true }),
    ).toThrow(
      new Error(
        '[test/Kong] recursive: header X-Client-IP holds one address, so there is no list to walk; leave recursive out',
      ),
    );
  });

  test('cannot be left off where the balancer appends its own address', () => {
    expect(() =>
      gateway({
        loadBalancer: google,
        trustedProxies: TrustedProxies.googleFrontEnds('203.0.113.10'),
        recursive: false,
      }),
    ).toThrow(
      new Error(
        "[test/Kong] recursive is false, but the load balancer appends its own address 203.0.113.10 behind the client's: " +
          "it would be every client's address; leave recursive out",
      ),
    );
  });

  test('is never together with trust in everybody', () => {
    expect(() => gateway({ trustedProxies: anyone, recursive: true })).toThrow(
      new Error(
        "[test/Kong] TrustedProxies.anyone together with recursive takes the address that the client itself wrote; list the balancer's networks with TrustedProxies.of",
      ),
    );
    expect(() =>
      gateway({ loadBalancer: google, trustedProxies: anyone.plus(TrustedProxies.googleFrontEnds('203.0.113.10')) }),
    ).toThrow('[test/Kong] TrustedProxies.anyone together with recursive');
  });

  test.each([ClientIpHeader.xRealIp(), ClientIpHeader.single('X-Client-IP')])('and neither is $name', (header) => {
    expect(() => gateway({ loadBalancer: bound({ header }), trustedProxies: anyone })).toThrow(
      new Error(
        `[test/Kong] TrustedProxies.anyone together with header ${header.name} takes the address that the client itself wrote; list the balancer's networks with TrustedProxies.of`,
      ),
    );
  });

  test('is not needed for the last hop, which anyone may then report', () => {
    expect(realIp(gateway({ trustedProxies: anyone }))).toEqual(['X-Forwarded-For', 'off']);
  });
});

describe("the balancer's own address", () => {
  test("must be trusted, else it would be every client's", () => {
    expect(() =>
      gateway({ loadBalancer: google, trustedProxies: TrustedProxies.googleFrontEnds('203.0.113.11') }),
    ).toThrow(
      new Error(
        '[test/Kong] trustedProxies ["35.191.0.0/16","130.211.0.0/22","203.0.113.11/32","2600:2d00:1:1::/64","2600:2d00:1:b029::/64"] lacks "203.0.113.10/32", ' +
          "which the load balancer appends to X-Forwarded-For: it would be every client's address; add it with TrustedProxies.of",
      ),
    );
  });

  test('may be trusted as part of a network', () => {
    const trustedProxies = TrustedProxies.googleFrontEnds('198.51.100.1').plus(TrustedProxies.of('203.0.113.0/24'));
    expect(realIp(gateway({ loadBalancer: google, trustedProxies }))).toEqual(['X-Forwarded-For', 'on']);
  });

  test('does not matter to a header of one address', () => {
    const header = ClientIpHeader.single('X-Client-IP');
    const loadBalancer = bound({ ownAddress: '203.0.113.10', restrictsSources: true, headerBefore: header });
    expect(realIp(gateway({ loadBalancer, header }))).toEqual(['X-Client-IP', 'off']);
  });

  test('must be an address', () => {
    const loadBalancer = bound({ ownAddress: 'kong-ip' });
    expect(() => gateway({ loadBalancer, trustedProxies: TrustedProxies.googleFrontEnds('203.0.113.10') })).toThrow(
      new Error(
        '[test/Kong] the load balancer\'s own address: "kong-ip" is not an IP address; write one such as "203.0.113.10" or "2001:db8::10"',
      ),
    );
  });
});
