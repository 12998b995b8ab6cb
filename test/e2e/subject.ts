import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Testing } from 'cdk8s';
import { BALANCER, CLIENT, EDGE, NODE, POD, RealAddresses, STRANGER } from './addresses';
import { Balancer, balancerOf, Frontend, passedThrough } from './balancer';
import { Manifest, Probe } from './manifest';
import { Variant } from '../../examples/typescript/variants';
import { Environment } from '../../src/kong/traffic';
import type { Rendered } from '../hosts/record';

/** What is tested: a gateway's settings, and the balancer in front of it. */
export interface Subject {
  readonly name: string;
  readonly environment: Environment;
  readonly balancer: Balancer;
  readonly probes: readonly Probe[];
  /** Whether its pods are a chart's. */
  readonly charted?: boolean;
  /** The same gateway after exposeInCluster(), and the Service that it adds; no front ends where none is added. */
  readonly inCluster: { readonly environment: Environment; readonly frontends: readonly Frontend[] };
}

/** Synthesizes a variant, without and with the in-cluster Service. */
export function synthesize({ name, build }: Variant): Subject {
  const manifest = manifestOf(build);
  const exposed = manifestOf((chart) => build(chart).exposeInCluster());
  return {
    name,
    environment: manifest.environment,
    balancer: balancerOf(name, manifest),
    probes: manifest.probes,
    inCluster: {
      environment: exposed.environment,
      frontends: passedThrough(exposed, exposed.without(manifest).get('Service')),
    },
  };
}

/**
 * What Kong's chart makes of the same variant, by its last rendering: the Service and the Ingress are the same, the
 * pods are its own.
 */
export function charted(subject: Subject): Subject {
  const { subjects }: Rendered = JSON.parse(readFileSync(join(__dirname, '../hosts/rendered.json'), 'utf8'));
  const { environment } = subjects[subject.name].excerpts.kong;
  return {
    ...subject,
    name: `${subject.name}, by Helm`,
    charted: true,
    environment,
    inCluster: { environment, frontends: [] },
  };
}

/** The networks of the examples: nodes, and pods, in 10.0.64.0/20; every other client is somewhere on the internet. */
export function realAddresses({ balancer }: Subject): RealAddresses {
  return {
    [BALANCER]: balancer.sources,
    [EDGE]: balancer.edges?.sources ?? [],
    [NODE]: ['10.0.64.11'],
    [POD]: ['10.0.65.31'],
    [CLIENT]: ['203.0.113.7'],
    [STRANGER]: ['198.51.100.9'],
  };
}

function manifestOf(build: (chart: ReturnType<typeof Testing.chart>) => unknown): Manifest {
  const chart = Testing.chart();
  build(chart);
  return new Manifest(Testing.synth(chart));
}
