import { Environment } from '../../src/kong/traffic';

/** A Kubernetes object, as far as a run reads it. */
export interface KubernetesObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: any;
}

/** A probe of the kubelet, with the port of the container as a number. */
export interface Probe {
  readonly name: string;
  readonly port: number;
  readonly path: string;
}

export interface ServicePort {
  readonly port: number;
  readonly containerPort: number;
}

/** The objects of one synthesized variant. */
export class Manifest {
  constructor(readonly objects: readonly KubernetesObject[]) {}

  /** The only object of a kind, if there is one. */
  find(kind: string): KubernetesObject | undefined {
    const [object, ...others] = this.list(kind);
    if (others.length > 0) {
      throw new Error(`more than one ${kind}: ${[object, ...others].map(({ metadata }) => metadata.name).join(', ')}`);
    }
    return object;
  }

  get(kind: string, name?: string): KubernetesObject {
    const object = name
      ? this.objects.find((other) => other.kind === kind && other.metadata.name === name)
      : this.find(kind);
    if (!object) throw new Error(`the manifest has no ${kind} ${name ?? ''}`);
    return object;
  }

  list(kind: string): KubernetesObject[] {
    return this.objects.filter((object) => object.kind === kind);
  }

  /** The objects that another manifest does not have, told by kind and name. */
  without(other: Manifest): Manifest {
    const isIn = ({ kind, metadata }: KubernetesObject) =>
      other.objects.some((object) => object.kind === kind && object.metadata.name === metadata.name);
    return new Manifest(this.objects.filter((object) => !isIn(object)));
  }

  /** The environment of Kong's container. */
  get environment(): Environment {
    return Object.fromEntries(
      this.container.env.map(({ name, value }: { name: string; value?: string }) => {
        if (value === undefined) throw new Error(`the value of ${name} is not in the manifest`);
        return [name, value];
      }),
    );
  }

  get probes(): Probe[] {
    return ['startupProbe', 'readinessProbe', 'livenessProbe'].flatMap((name) => {
      const probe = this.container[name];
      if (!probe) return [];
      if (!probe.httpGet) throw new Error(`${name} is no HTTP probe`);
      return [{ name, port: this.containerPort(probe.httpGet.port), path: probe.httpGet.path }];
    });
  }

  servicePorts(service: KubernetesObject): ServicePort[] {
    return service.spec.ports.map(({ port, targetPort }: { port: number; targetPort?: number | string }) => ({
      port,
      containerPort: this.containerPort(targetPort ?? port),
    }));
  }

  private get container(): any {
    return this.get('Deployment').spec.template.spec.containers.find(({ name }: { name: string }) => name === 'kong');
  }

  private containerPort(port: number | string): number {
    if (typeof port === 'number') return port;
    return this.container.ports.find(({ name }: { name: string }) => name === port).containerPort;
  }
}
