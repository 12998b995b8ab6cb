import { createHash } from 'crypto';
import { Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { variants } from '../../examples/typescript/variants';
import {
  AwsIpAddressType,
  AwsNetworkLoadBalancer,
  ClientIp,
  ClientIpHeader,
  GkeNetworkLoadBalancer,
  HeaderForwardedKong,
  IpFamily,
  Kong,
  LocalTrafficKong,
  PortProtocol,
  ProxyProtocolKong,
  TrustedProxies,
} from '../../src';
import { configuration } from '../helpers';

/** A gateway of the library's own, whose way is also told to other hosts. */
export interface Subject {
  readonly name: string;
  readonly build: (chart: Chart) => Kong;
}

const subnets = TrustedProxies.of('10.0.101.0/24', '10.0.102.0/24');
const nodes = TrustedProxies.of('10.0.0.0/16');

/** What no variant has: each once. */
const SPECIAL: Subject[] = [
  {
    name: 'further-ports',
    build: (chart) =>
      new ProxyProtocolKong(chart, 'Kong', {
        loadBalancer: new AwsNetworkLoadBalancer(),
        trustedProxies: nodes,
        ports: [
          { name: 'grpc', port: 9443 },
          { name: 'mqtt', port: 1883, protocol: PortProtocol.TCP },
          { name: 'mqtts', port: 8883, protocol: PortProtocol.TLS },
        ],
        configuration,
      }),
  },
  {
    name: 'both-families',
    build: (chart) =>
      new LocalTrafficKong(chart, 'Kong', {
        loadBalancer: new GkeNetworkLoadBalancer({ sourceRanges: ['192.0.2.0/24', '2001:db8::/32'] }),
        ipFamilies: [IpFamily.IPV6, IpFamily.IPV4],
        configuration,
      }),
  },
  {
    name: 'ipv6',
    build: (chart) =>
      new ProxyProtocolKong(chart, 'Kong', {
        loadBalancer: new AwsNetworkLoadBalancer({ ipAddressType: AwsIpAddressType.DUALSTACK }),
        trustedProxies: TrustedProxies.of('2001:db8::/64'),
        ipFamilies: [IpFamily.IPV6],
        configuration,
      }),
  },
  {
    name: 'hosts',
    build: (chart) =>
      new HeaderForwardedKong(chart, 'Kong', {
        loadBalancer: {
          bindHeaderForwarding: () => ({
            header: ClientIpHeader.xForwardedFor(),
            forwardedHeaders: ['X-Forwarded-Proto'],
            speaksHttp2: true,
            ingress: {
              ingressClassName: 'edge',
              hosts: ['api.example.com', '*.example.org'],
              annotations: { 'example.com/a': 'b' },
            },
          }),
        },
        trustedProxies: subnets,
        configuration,
      }),
  },
  {
    name: 'trusts-anyone',
    build: (chart) =>
      new ProxyProtocolKong(chart, 'Kong', {
        loadBalancer: new AwsNetworkLoadBalancer(),
        trustedProxies: TrustedProxies.anyone({ reason: 'the firewall "edge" admits {{ the balancer }} alone' }),
        configuration,
      }),
  },
  {
    name: 'own-class',
    build: (chart) =>
      new LocalTrafficKong(chart, 'Kong', {
        loadBalancer: {
          bindLocalTraffic: () => ({
            loadBalancerKind: 'edge',
            loadBalancerClass: 'example.com/edge',
            annotations: { 'example.com/pool': 'a' },
            drainSeconds: 5,
          }),
        },
        configuration,
      }),
  },
  {
    name: 'own-node-port',
    build: (chart) =>
      new LocalTrafficKong(chart, 'Kong', {
        loadBalancer: {
          bindLocalTraffic: () => ({
            serviceType: kplus.ServiceType.NODE_PORT,
            httpNodePort: 30080,
            httpsNodePort: 30443,
          }),
        },
        configuration,
      }),
  },
];

export const subjects: Subject[] = [...variants, ...SPECIAL];

/** The way of a gateway. */
export function wayOf(kong: Kong): ClientIp {
  return (kong as any)._way;
}

/** The values of Kong's chart for a subject. */
export function valuesOf({ build }: Subject): any {
  return wayOf(build(Testing.chart())).helmValues();
}

/** Changes whenever a value does. */
export function hashOf(values: any): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(values)))
    .digest('hex');
}

function sorted(value: any): any {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  return value !== null && typeof value === 'object'
    ? Object.fromEntries(
        Object.keys(value)
          .sort()
          .map((key) => [key, sorted(value[key])]),
      )
    : value;
}
