import { Chart, Testing } from 'cdk8s';
import * as library from '../../src';
import { ClientIpCheck, ClientIpVerdict } from '../../src';
import { ROWS } from '../controllers/balancers';
import { configuration, environment, objects } from '../helpers';

const KONGS = { bindLocalTraffic: library.LocalTrafficKong, bindProxyProtocol: library.ProxyProtocolKong } as const;
const METHODS = Object.keys(KONGS) as (keyof typeof KONGS)[];
const nodes = library.TrustedProxies.of('10.0.0.0/16', '192.168.255.0/24', '203.0.113.10/32');

const LINKS: unknown[] = [library.AksPrivateLinkService, library.GkePrivateServiceConnect];

/** Clients dial their node ports themselves, and both are given. */
const gateways = ROWS.filter(({ make }) => make !== library.NodePorts).flatMap(({ make, least, trusts }) =>
  METHODS.filter((method) => make.prototype[method]).map((method) => ({
    name: make.name,
    method,
    make,
    least,
    trusts,
  })),
);

/** They name port 80 in objects or annotations that they write. */
const NAMING_PORTS: unknown[] = [
  library.AwsGatewayNetworkLoadBalancer,
  library.AwsNetworkTargetGroupBinding,
  library.UpCloudLoadBalancer,
];

function httpsOnly({ make, least, method, trusts }: (typeof gateways)[number]) {
  // A private link dials from its own subnet, and its second way in, the internal balancer, from the nodes'.
  const ofLink = LINKS.includes(make) ? ['192.168.255.0/24'] : undefined;
  const networks = trusts ?? ofLink;
  const trustedProxies = networks ? library.TrustedProxies.of(...networks) : nodes;
  return new (KONGS[method] as any)(Testing.chart(), 'Kong', {
    loadBalancer: new make(least),
    ...(method === 'bindProxyProtocol' ? { trustedProxies } : {}),
    httpsOnly: true,
    configuration,
  });
}

test.each(gateways.filter(({ make }) => NAMING_PORTS.includes(make)))('$name, $method: port 80 is named', (gateway) => {
  expect(() => httpsOnly(gateway)).toThrow(
    'httpsOnly true: the load balancer names port 80 of the Service in what it writes itself, and there would be no such port; ' +
      'leave httpsOnly out, and redirect port 80 by konghq.com/protocols: "https" on your routes',
  );
});

test.each(gateways.filter(({ make }) => !NAMING_PORTS.includes(make)))(
  '$name, $method: port 443 alone, and the client is kept',
  (gateway) => {
    const kong = httpsOnly(gateway);
    const services = objects(kong).filter(({ kind }) => kind === 'Service');
    expect(services.map(({ spec }) => spec.ports.map(({ port, targetPort }: any) => [port, targetPort]))).toEqual([
      [[443, 8443]],
    ]);
    expect(environment(kong).KONG_PROXY_LISTEN).not.toContain('8000');
  },
);

test('ports of nodes are not left without a port', () => {
  const loadBalancer = new library.NodePorts({ httpNodePort: 30080, httpsNodePort: 30443 });
  const chart: Chart = Testing.chart();
  expect(() => new library.LocalTrafficKong(chart, 'Kong', { loadBalancer, httpsOnly: true, configuration })).toThrow(
    'httpsOnly leaves no port 80 for httpNodePort 30080 of the load balancer; leave one of the two out',
  );
});

test("Kong's chart makes the same of it", () => {
  const way = new library.ProxyProtocol(Testing.chart(), 'Way', {
    loadBalancer: new library.AwsNetworkLoadBalancer(),
    trustedProxies: nodes,
    httpsOnly: true,
  });
  const values = way.helmValues();
  expect(values.proxy).toMatchObject({ http: { enabled: false }, tls: { enabled: true, servicePort: 443 } });
  const text = JSON.stringify(values);
  const { gateways: found } = ClientIpCheck.check([{ name: 'values.yaml', text }], { cloud: 'aws' });
  expect(found.map(({ verdict }) => verdict)).toEqual([ClientIpVerdict.KEPT]);
});
