import { Testing } from 'cdk8s';
import * as fc from 'fast-check';
import { Cloud } from './clouds';
import { variants } from '../../../examples/typescript/variants';
import { STATEMENT } from '../../../src/binding/statements';
import { KubernetesObject } from '../../../src/controllers/balancer';
import { annotationsOf } from '../../../src/controllers/fields';
import { admitted } from '../real/api-server';

/** A Service, and what it is. */
export interface Case {
  readonly name: string;
  readonly service: KubernetesObject;
}

/** Values that some key reads, in other letters, with blanks, and some that none does. */
const VALUES = [
  'true',
  'false',
  'True',
  'TRUE',
  't',
  'T',
  '1',
  '0',
  'f',
  'on',
  'yes',
  '',
  ' ',
  'x',
  '-1',
  '5',
  '5s',
  '1m30s',
  '80',
  '443',
  '80,443',
  ' 443',
  '0x50',
  '*',
  'all',
  '8100',
  '32000',
  'tcp',
  'TCP',
  'http',
  'HTTP',
  'https',
  'Https',
  'udp',
  'http2',
  'GRPC',
  'v1',
  'V2',
  '2',
  '3',
  '/',
  '/status',
  '/healthz',
  '200',
  '2??',
  'none',
  'None',
  'NLB',
  'nlb',
  'lb',
  'REGIONAL',
  'REGIONAL_NETWORK',
  'regional',
  'INTERNAL',
  'cookies',
  'cookie',
  '443:x',
  '80:http;443:https',
  '10.0.0.0/8,80',
  'ipv4',
  'flexible',
  '10',
  '{}',
  '[',
  'NSG',
  'All',
  'proxy',
  'VIP',
];

/** What the library writes for a cloud. */
export function ours({ name }: Cloud): Case[] {
  return variants
    .filter((variant) => variant.name.startsWith(`${name}-`))
    .flatMap((variant) => {
      const chart = Testing.chart();
      variant.build(chart);
      const services: KubernetesObject[] = Testing.synth(chart).filter(
        ({ kind, spec }: any) => kind === 'Service' && spec.type === 'LoadBalancer',
      );
      return services.map((service) => ({ name: variant.name, service: admitted(bare(service)) }));
    });
}

/** Each of those with one to four of the controller's annotations changed or taken out, and sometimes the policy. */
export function mutants(cloud: Cloud, count: number, seed: number): Case[] {
  const bases = ours(cloud);
  const keys = cloud.model.keys.filter(
    (key): key is string => typeof key === 'string' && !cloud.leavesOut?.includes(key),
  );
  const change = fc.tuple(fc.constantFrom(...keys), fc.option(fc.constantFrom(...VALUES), { freq: 6, nil: undefined }));
  const policy = fc.constantFrom(undefined, undefined, undefined, 'Cluster', 'Local');
  const all = fc.record({
    base: fc.constantFrom(...bases),
    changes: fc.array(change, { minLength: 1, maxLength: 4 }),
    policy,
  });
  return fc.sample(all, { numRuns: count, seed }).map(({ base, changes, policy: externalTrafficPolicy }) => {
    const { healthCheckNodePort: _, ...spec } = base.service.spec;
    const annotations: Record<string, string | undefined> = {
      ...annotationsOf(base.service),
      ...Object.fromEntries(changes),
    };
    const present = Object.fromEntries(Object.entries(annotations).filter(([, value]) => value !== undefined));
    return {
      name: `${base.name} ${JSON.stringify(changes)} ${externalTrafficPolicy ?? ''}`,
      service: admitted({
        ...base.service,
        metadata: { ...base.service.metadata, annotations: present },
        spec: externalTrafficPolicy ? { ...spec, externalTrafficPolicy } : spec,
      }),
    };
  });
}

/** Without what the library says of it, and what would have the controller ask the network. */
function bare(service: KubernetesObject): KubernetesObject {
  const { [STATEMENT]: _, ...annotations } = annotationsOf(service);
  return { ...service, metadata: { ...service.metadata, annotations } };
}

/** A case without the keys that a cloud leaves out. */
export function within({ leavesOut = [] }: Cloud, { name, service }: Case): Case {
  const annotations = Object.fromEntries(
    Object.entries(annotationsOf(service)).filter(([key]) => !leavesOut.includes(key)),
  );
  return { name, service: { ...service, metadata: { ...service.metadata, annotations } } };
}
