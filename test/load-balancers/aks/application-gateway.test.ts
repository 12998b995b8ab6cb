import { Testing } from 'cdk8s';
import { belongs, prefixed } from './azure';
import { AksApplicationGateway, AksApplicationGatewayProps, ClientIpHeader } from '../../../src';
import { refusalOf } from '../service-balancer';

const APPGW = 'appgw.ingress.kubernetes.io/';
const CLASS = 'kubernetes.io/ingress.class';
const bind = (props?: AksApplicationGatewayProps) =>
  new AksApplicationGateway(props).bindHeaderForwarding(Testing.chart());
const required = {
  [CLASS]: 'azure/application-gateway',
  ...prefixed(APPGW, {
    'backend-protocol': 'http',
    'health-probe-port': '8100',
    'health-probe-path': '/status',
    'connection-draining': 'true',
    'connection-draining-timeout': '90',
  }),
};

test("dials pods, checks Kong's status port, appends the client, and goes on sending for 90 seconds", () => {
  const { reservedAnnotations, ...binding } = bind();
  expect(binding).toEqual({
    loadBalancerKind: 'aks-application-gateway',
    header: ClientIpHeader.xForwardedFor(),
    forwardedHeaders: ['X-Forwarded-Proto', 'X-Forwarded-Port'],
    routesToPods: true,
    drainSeconds: 90,
    ingress: {
      annotations: required,
      sharedBy: ['kubernetes.io/ingress.class', 'appgw.ingress.kubernetes.io/use-private-ip'],
    },
  });
});

test('drains requests for as long as pods take them', () => {
  const { drainSeconds, ingress } = bind();
  expect(ingress!.annotations![`${APPGW}connection-draining-timeout`]).toBe(String(drainSeconds));
});

test.each<[AksApplicationGatewayProps, { [key: string]: string }]>([
  [{ certificateId: 'kong' }, { [`${APPGW}appgw-ssl-certificate`]: 'kong' }],
  [
    { certificateId: 'kong', redirectHttpToHttps: true },
    { [`${APPGW}appgw-ssl-certificate`]: 'kong', [`${APPGW}ssl-redirect`]: 'true' },
  ],
  [{ redirectHttpToHttps: false }, {}],
  [{ internalOnly: true }, { [`${APPGW}use-private-ip`]: 'true' }],
  [{ internalOnly: false }, {}],
  [{ wafPolicy: '/subscriptions/x' }, { [`${APPGW}waf-policy-for-path`]: '/subscriptions/x' }],
  [{ ingressClassName: 'azure/second-gateway' }, { [CLASS]: 'azure/second-gateway' }],
  [{ annotations: { [`${APPGW}request-timeout`]: '60' } }, { [`${APPGW}request-timeout`]: '60' }],
])('%j', (props, annotations) => {
  expect(bind(props).ingress!.annotations).toEqual({ ...required, ...annotations });
});

test('serves the hosts that are given', () => {
  expect(bind({ hosts: ['api.example.com', '*.example.org'] }).ingress!.hosts).toEqual([
    'api.example.com',
    '*.example.org',
  ]);
});

test.each<[AksApplicationGatewayProps, boolean | undefined]>([
  [{}, undefined],
  [{ certificateId: 'kong' }, true],
])('%j listens for https: %s', (props, listens) => {
  expect(bind(props).ingress!.listensHttps).toBe(listens);
});

test.each<[any, string]>([
  [
    { redirectHttpToHttps: true },
    'redirectHttpToHttps true: without a certificate nothing listens on port 443; give certificateId, or leave it out',
  ],
  [{ redirectHttpToHttps: 'true', certificateId: 'kong' }, 'redirectHttpToHttps must be true or false, got "true"'],
  [{ internalOnly: 'false' }, 'internalOnly must be true or false, got "false"'],
  [{ certificateId: '' }, 'certificateId must be a string'],
  [{ wafPolicy: '' }, 'wafPolicy must be a string'],
  [{ ingressClassName: ' azure/application-gateway' }, 'ingressClassName must be a string'],
  [{ hosts: [] }, 'hosts must be a list with at least one item'],
  [{ hosts: ['a', 'a'] }, 'hosts[1] is "a" again'],
])('refuses %j', (props, message) => {
  expect(refusalOf(() => bind(props))).toContain(message);
});

test.each([
  ...Object.keys(required),
  ...['appgw-ssl-certificate', 'ssl-redirect', 'use-private-ip', 'waf-policy-for-path', 'override-frontend-port'].map(
    (suffix) => `${APPGW}${suffix}`,
  ),
])('owns %s', (key) => {
  expect(() => bind({ annotations: { [key]: 'x' } })).toThrow(belongs(key, 'AksApplicationGateway'));
  expect(bind().reservedAnnotations).toContain(key);
});
