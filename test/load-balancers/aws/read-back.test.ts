import { Testing } from 'cdk8s';
import * as fc from 'fast-check';
import {
  AwsApplicationLoadBalancer, AwsBackendProtocolVersion, AwsClassicLoadBalancer, AwsInTreeNetworkLoadBalancer, AwsLoadBalancerScheme,
  AwsNetworkLoadBalancer, AwsTargetType, HeaderForwardedKong, LocalTrafficKong, ProxyProtocolKong, TrustedProxies,
} from '../../../src';
import { configuration } from '../../helpers';
import { readBack } from '../read-back';

/*
 * What the models of the controllers make of the manifests is what the ways promise, whatever the other props are.
 */

const trustedProxies = TrustedProxies.of('10.0.0.0/16');
const local = (loadBalancer: AwsNetworkLoadBalancer | AwsInTreeNetworkLoadBalancer) => new LocalTrafficKong(Testing.chart(), 'Kong', { loadBalancer, configuration });
const proxy = (loadBalancer: AwsNetworkLoadBalancer | AwsClassicLoadBalancer) =>
  new ProxyProtocolKong(Testing.chart(), 'Kong', { loadBalancer, trustedProxies, configuration });
const header = (loadBalancer: AwsApplicationLoadBalancer | AwsClassicLoadBalancer) =>
  new HeaderForwardedKong(Testing.chart(), 'Kong', { loadBalancer, trustedProxies, configuration });

const maybe = <T>(...values: T[]) => fc.option(fc.constantFrom(...values), { nil: undefined });
const everywhere = {
  scheme: maybe(...Object.values(AwsLoadBalancerScheme)),
  subnets: maybe(['subnet-1', 'subnet-2']),
  tags: maybe({ team: 'edge', env: '' }),
};
const ofController = {
  ...everywhere,
  eksAutoMode: maybe(true, false),
  name: maybe('kong'),
  certificateArns: maybe(['arn:1']),
  attributes: maybe({ 'deletion_protection.enabled': 'true' }),
  targetGroupAttributes: maybe<{ [key: string]: string }>({ 'deregistration_delay.timeout_seconds': '30' }, { 'stickiness.enabled': 'true' }),
};
const network = fc.record({
  ...ofController,
  targetType: maybe(...Object.values(AwsTargetType)),
  sourceRanges: maybe(['192.0.2.0/24']),
});
const internal = ({ scheme }: { scheme?: AwsLoadBalancerScheme }) => scheme === AwsLoadBalancerScheme.INTERNAL;

test('a Network Load Balancer keeps the source, to whatever it sends', () => {
  fc.assert(fc.property(network, (props) => {
    const kong = local(new AwsNetworkLoadBalancer(props));
    const toPods = props.targetType === AwsTargetType.IP;
    expect(readBack(kong)).toMatchObject({
      id: props.eksAutoMode ? 'eks-auto-nlb' : 'aws-nlb',
      targets: toPods ? 'pods' : 'nodes',
      peer: { role: 'client' },
      internal: internal(props),
      healthCheck: toPods ? { kind: 'tcp', port: 'traffic-port', sendsProxyProtocol: false } : { kind: 'node' },
      frontends: [
        { port: 80, speaks: 'tcp', backend: 'tcp', proxyProtocol: undefined },
        { port: 443, speaks: props.certificateArns ? 'tls' : 'tcp', backend: props.certificateArns ? 'tls' : 'tcp', proxyProtocol: undefined },
      ],
    });
  }));
});

test('a Network Load Balancer sends PROXY protocol, and its peer is never a client', () => {
  fc.assert(fc.property(network, (props) => {
    expect(readBack(proxy(new AwsNetworkLoadBalancer(props)))).toMatchObject({
      peer: { role: props.targetType === AwsTargetType.IP ? 'balancer' : 'node' },
      internal: internal(props),
      healthCheck: { kind: 'tcp', port: 'traffic-port', sendsProxyProtocol: true },
      frontends: [
        { port: 80, speaks: 'tcp', proxyProtocol: 2 },
        { port: 443, backend: props.certificateArns ? 'tls' : 'tcp', proxyProtocol: 2 },
      ],
    });
  }));
});

test('an Application Load Balancer appends the client, and asks Kong whether it lives', () => {
  const application = fc.record({ ...ofController, backendProtocolVersion: maybe(...Object.values(AwsBackendProtocolVersion)) })
    .filter(({ certificateArns, backendProtocolVersion }) => certificateArns !== undefined || !['HTTP2', 'GRPC'].includes(backendProtocolVersion ?? ''));
  fc.assert(fc.property(application, (props) => {
    const backend = { HTTP1: 'http', HTTP2: 'h2c', GRPC: 'grpc' }[props.backendProtocolVersion ?? 'HTTP1'];
    expect(readBack(header(new AwsApplicationLoadBalancer(props)))).toMatchObject({
      id: props.eksAutoMode ? 'eks-auto-alb' : 'aws-alb',
      peer: { role: 'balancer' },
      internal: internal(props),
      http: { forwardedFor: { mode: 'append', withPort: false }, redirectsToHttps: props.certificateArns !== undefined },
      healthCheck: backend === 'grpc' ? { kind: 'grpc', port: 'traffic-port', passes: '0-99' } : { kind: 'http', port: 8100, path: '/status', passes: '200' },
      frontends: [{ port: 80, speaks: 'http', backend }, ...props.certificateArns ? [{ port: 443, speaks: 'https', backend }] : []],
    });
  }));
});

test('the cloud provider\'s balancers do what they are made for', () => {
  fc.assert(fc.property(fc.record(everywhere), maybe('arn:1'), (props, certificateArn) => {
    const node = { peer: { role: 'node' }, internal: internal(props), healthCheck: { kind: 'tcp', sendsProxyProtocol: false } };
    expect(readBack(local(new AwsInTreeNetworkLoadBalancer({ ...props, certificateArn })))).toMatchObject({
      peer: { role: 'client' }, internal: internal(props), healthCheck: { kind: 'node' }, frontends: [{ backend: 'tcp' }, { backend: certificateArn ? 'tls' : 'tcp' }],
    });
    expect(readBack(proxy(new AwsClassicLoadBalancer(props)))).toMatchObject({ ...node, frontends: [{ proxyProtocol: 1 }, { proxyProtocol: 1 }] });
    expect(readBack(header(new AwsClassicLoadBalancer({ ...props, certificateArn })))).toMatchObject({
      ...node, http: { forwardedFor: { mode: 'append' } }, frontends: [{ speaks: 'http' }, ...certificateArn ? [{ speaks: 'https', backend: 'http' }] : []],
    });
  }));
});
