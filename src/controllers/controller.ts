import { Cluster, KubernetesObject } from './balancer';
import { Reading } from './reading';

/** By what an object shows that it is meant for a controller. */
export interface Signs {
  /** Kinds of objects that no other controller takes. */
  readonly kinds?: readonly string[];
  /** The prefixes of its annotations. */
  readonly prefixes?: readonly string[];
  /** Classes of Services or Ingresses, or what IngressClass objects name. */
  readonly classes?: readonly string[];
  /** Host names in the status, and finalizers. */
  readonly traces?: RegExp;
  /** It may run on any cloud, so its signs count whichever cloud the user names. */
  readonly anywhere?: boolean;
}

/** A controller: a pure function of an object and its surroundings. */
export interface Controller {
  readonly id: string;
  /** Where it runs: `aws`, `gke`, `metallb`, … */
  readonly cloud: string;
  /** The balancers that it makes: name by id. */
  readonly makes: Readonly<Record<string, string>>;
  readonly signs: Signs;
  /** Whether it makes a balancer for a Service that is not of type LoadBalancer. */
  takesOtherType?(service: KubernetesObject): boolean;
  /** What it makes of an object of its cloud; undefined when it leaves the object to others. */
  read(object: KubernetesObject, cluster: Cluster): Reading | undefined;
}
