import { createHash } from 'crypto';
import { Testing } from 'cdk8s';
import { AksLoadBalancer, Kong, KongConfiguration, LocalTrafficKong } from '../../src';
import { manifest, ofKind, pod } from '../helpers';

/*
 * A gateway with a configuration, and what its manifest has of it.
 */

export const content = {
  _format_version: '3.0',
  services: [{ name: 'app', url: 'http://app', routes: [{ name: 'app', paths: ['/'] }] }],
};

export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

export function gateway(configuration: KongConfiguration, chart = Testing.chart()): Kong {
  return new LocalTrafficKong(chart, 'Kong', { loadBalancer: new AksLoadBalancer(), configuration });
}

export const written = (kong: Kong) => ofKind(kong, 'ConfigMap')[0].data['kong.yml'] as string;

export const checksum = (kong: Kong) =>
  manifest(kong.deployment).spec.template.metadata.annotations?.['checksum/config'];

export const volume = (kong: Kong) => pod(kong).volumes.find(({ name }: any) => name === 'kong-configuration');
