import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { Validation } from './validation';
import { IngressBinding } from '../binding/header-forwarding-binding';
import { STATEMENT } from '../binding/statements';
import { Cluster, KubernetesObject } from '../controllers/balancer';
import { readings } from '../controllers/registry';
import { quote } from '../input/errors';

/*
 * What becomes of a balancer by the objects as they are written, beside what its binding promised.
 */

/** Headers that the gateway passes on since the balancer overwrites them, and that it overwrites no more. */
export function overwritingFindings(scope: Construct, way: ApiObject, promised: readonly string[]): string[] {
  const validation = Validation.of(scope);
  const read = promised.length > 0 ? readings(validation.written(way), clusterOf(validation)) : [];
  return read.flatMap(({ balancer }) => {
    const written = Object.keys(balancer?.http?.overwrites ?? {}).map((name) => name.toLowerCase());
    const missing = balancer?.http ? promised.filter((name) => !written.includes(name.toLowerCase())) : [];
    return missing.map(
      (name) =>
        `the load balancer as it is written does not overwrite ${name}, which Kong believes: ` +
        'every client could write it; keep the custom headers and attributes that the library writes, ' +
        'and add yours to them',
    );
  });
}

/** Gateways that share one balancer and take every host: one of them gets the traffic of both. */
export function sharedBalancerFindings(
  scope: Construct,
  ingress: ApiObject | undefined,
  binding: IngressBinding | undefined,
): string[] {
  if (!ingress || !binding?.sharedBy || binding.hosts) {
    return [];
  }
  const validation = Validation.of(scope);
  const own = identityOf(validation.written(ingress), binding.sharedBy);
  const others = ofKind(validation, 'Ingress').filter(
    (other) => other !== ingress && identityOf(validation.written(other), binding.sharedBy!) === own,
  );
  const rival = others.find((other) =>
    validation.written(other).spec?.rules?.some(({ host }: { host?: string }) => host === undefined),
  );
  return rival
    ? [
        `the Ingress ${quote(validation.written(rival).metadata?.name)} is for the same load balancer, ` +
          'and neither of the two has hosts, so one takes the requests of both; give each its hosts',
      ]
    : [];
}

/** Which balancer an Ingress of the library is for. */
function identityOf({ metadata, spec }: KubernetesObject, keys: readonly string[]): string {
  const annotations = metadata?.annotations ?? {};
  return JSON.stringify([annotations[STATEMENT], spec?.ingressClassName, ...keys.map((key) => annotations[key])]);
}

function ofKind(validation: Validation, kind: string): readonly ApiObject[] {
  const byKind = validation.remember('by kind', () => {
    const found = new Map<string, ApiObject[]>();
    for (const object of validation.objects) {
      const others = found.get(object.kind);
      if (others) {
        others.push(object);
      } else {
        found.set(object.kind, [object]);
      }
    }
    return found;
  });
  return byKind.get(kind) ?? [];
}

function clusterOf(validation: Validation): Cluster {
  return {
    list: (kind) =>
      validation.remember(`written ${kind}`, () =>
        ofKind(validation, kind).map((object) => validation.written(object)),
      ),
  };
}
