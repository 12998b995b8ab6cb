import { Testing } from 'cdk8s';
import {
  ExternalTrafficPolicy,
  GkePrivateServiceConnect,
  GkePrivateServiceConnectProps,
  IpFamily,
  ProxyProtocol,
  ProxyProtocolKong,
  TrustedProxies,
} from '../../../src';
import { configuration, manifest, ofKind } from '../../helpers';

const least = { natSubnets: ['psc'], consumerAllowList: ['consumer'] };
const bind = (props: any = least) => new GkePrivateServiceConnect(props).bindProxyProtocol(Testing.chart());
const gateway = (props: Partial<GkePrivateServiceConnectProps>, ...trusted: string[]) =>
  new ProxyProtocolKong(Testing.chart(), 'Kong', {
    loadBalancer: new GkePrivateServiceConnect({ ...least, ...props }),
    trustedProxies: TrustedProxies.of(...(trusted.length > 0 ? trusted : ['10.100.0.0/24'])),
    configuration,
  });
const attachmentOf = (props: Partial<GkePrivateServiceConnectProps>) =>
  ofKind(gateway(props), 'ServiceAttachment')[0].spec;

test('is an internal balancer over IPv4, whose packets keep the address of the attachment', () => {
  const { reservedAnnotations, ...binding } = bind();
  expect(binding).toEqual({
    loadBalancerKind: 'gke-private-service-connect',
    annotations: { 'networking.gke.io/load-balancer-type': 'Internal' },
    externalTrafficPolicy: ExternalTrafficPolicy.LOCAL,
    ipFamilies: [IpFamily.IPV4],
    drainSeconds: 30,
  });
});

test("writes the attachment for the gateway's own Service, with PROXY protocol", () => {
  const kong = gateway({ natSubnets: ['psc-1', 'psc-2'] });
  const [attachment] = ofKind(kong, 'ServiceAttachment');
  expect([attachment.apiVersion, attachment.metadata.labels['app.kubernetes.io/name']]).toEqual([
    'networking.gke.io/v1',
    'kong',
  ]);
  expect(attachment.spec).toEqual({
    connectionPreference: 'ACCEPT_MANUAL',
    natSubnets: ['psc-1', 'psc-2'],
    proxyProtocol: true,
    consumerAllowList: [{ project: 'consumer', connectionLimit: 10 }],
    resourceRef: { kind: 'Service', name: manifest(kong.service).metadata.name },
  });
});

test.each<[Partial<GkePrivateServiceConnectProps>, object]>([
  [{ consumerAllowList: undefined, acceptAutomatically: true }, { connectionPreference: 'ACCEPT_AUTOMATIC' }],
  [{ connectionLimit: 3 }, { consumerAllowList: [{ project: 'consumer', connectionLimit: 3 }] }],
  [{ serviceName: 'theirs' }, { resourceRef: { kind: 'Service', name: 'theirs' } }],
])('%j decides about consumers, or about the Service', (props, expected) => {
  expect(attachmentOf(props)).toMatchObject(expected);
});

test.each<[Partial<GkePrivateServiceConnectProps>, object]>([
  [
    { subnet: 'edge' },
    {
      annotations: {
        'networking.gke.io/load-balancer-type': 'Internal',
        'networking.gke.io/load-balancer-subnet': 'edge',
        'networking.gke.io/internal-load-balancer-subnet': 'edge',
      },
    },
  ],
  [
    { natSubnetRanges: ['10.100.0.0/24'] },
    { peers: ['10.100.0.0/24'], peersOnly: true, sourceRanges: ['10.100.0.0/24'] },
  ],
  [{ annotations: { 'example.com/team': 'edge' } }, { annotations: { 'example.com/team': 'edge' } }],
])('%j decides about the Service', (props, expected) => {
  expect(bind({ ...least, ...props })).toMatchObject(expected);
});

test('with the ranges of its subnets, it is known whom to trust', () => {
  const natSubnetRanges = ['10.100.0.0/24'];
  expect(() => gateway({ natSubnetRanges })).not.toThrow();
  expect(() => gateway({ natSubnetRanges }, '10.100.1.0/24')).toThrow('lacks "10.100.0.0/24"');
  expect(() => gateway({ natSubnetRanges }, '10.100.0.0/24', '10.0.0.0/16')).toThrow(
    'trustedProxies has "10.0.0.0/16"',
  );
});

test('a gateway that a chart makes needs the name of its Service', () => {
  const chart = Testing.chart();
  new ProxyProtocol(chart, 'Way', {
    loadBalancer: new GkePrivateServiceConnect(least),
    trustedProxies: TrustedProxies.of('10.100.0.0/24'),
  });
  expect(() => Testing.synth(chart)).toThrow(
    '[test/Way] serviceName is missing: the ServiceAttachment names the Service, and no gateway here makes one; give the name of the Service in front of Kong',
  );
});

test.each<[any, string]>([
  [{ consumerAllowList: ['consumer'] }, 'natSubnets is missing: '],
  [{ natSubnets: [] }, 'natSubnets'],
  [{ natSubnets: ['psc'] }, 'consumerAllowList is missing: no consumer could connect; '],
  [{ natSubnets: ['psc'], acceptAutomatically: false }, 'consumerAllowList is missing: '],
  [{ ...least, acceptAutomatically: true }, 'consumerAllowList ["consumer"]: with acceptAutomatically every project'],
  [{ ...least, connectionLimit: 0 }, 'connectionLimit'],
  [{ natSubnets: ['psc'], acceptAutomatically: true, connectionLimit: 2 }, 'connectionLimit 2 is for the projects of '],
  [{ ...least, subnet: '' }, 'subnet must be a string'],
  [{ ...least, serviceName: '' }, 'serviceName must be a string'],
  [{ ...least, natSubnetRanges: 'x' }, 'natSubnetRanges'],
  [{ ...least, proxyProtocol: false }, 'GkePrivateServiceConnect: "proxyProtocol" is not a prop of it'],
  [
    { ...least, annotations: { 'networking.gke.io/load-balancer-type': 'External' } },
    'annotation networking.gke.io/load-balancer-type ("External") belongs to GkePrivateServiceConnect',
  ],
  [
    { ...least, annotations: { 'cloud.google.com/load-balancer-type': 'External' } },
    'annotation cloud.google.com/load-balancer-type ("External") belongs to GkePrivateServiceConnect',
  ],
])('%j is refused: %s', (props, message) => {
  expect(() => bind(props)).toThrow(message);
});
