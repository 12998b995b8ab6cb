import { fullName, metadata, since } from './chart';
import { pasted } from './pasted';
import { Chart, KubernetesObject, Tree } from './release';
import { at, isSet, isSetAt, itemsOf, print, quote, Refusal } from './template';
import { isObject } from '../input/objects';

/** The Ingress in front of a Service. It always names the Service's own name, also where that was overridden. */
export function ingressOf(chart: Chart, values: unknown, service: string): KubernetesObject {
  const ingress = at(values, 'ingress');
  const name = `${fullName(chart)}-${service}`;
  const labels = since(chart, '2.23.0') ? at(ingress, 'labels') : undefined;
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: metadata(chart, pasted(name), at(ingress, 'annotations'), labels),
    spec: {
      ...(isSetAt(ingress, 'ingressClassName') ? { ingressClassName: pasted(at(ingress, 'ingressClassName')) } : {}),
      rules: since(chart, '2.24.0')
        ? rulesOf(ingress, backendOf(name, values))
        : [ownRule(ingress, backendOf(name, values))],
      ...(isObject(ingress) && Object.hasOwn(ingress, 'tls') ? { tls: tlsOf(chart, ingress) } : {}),
    },
  };
}

/** The port for TLS if there is one, which is where an Ingress of a cloud speaks plain HTTP. */
function backendOf(name: string, values: unknown): Tree {
  const port = isSetAt(at(values, 'tls'), 'enabled')
    ? at(at(values, 'tls'), 'servicePort')
    : at(at(values, 'http'), 'servicePort');
  return { service: { name, port: { number: pasted(port) } } };
}

function rulesOf(ingress: unknown, backend: Tree): Tree[] | null {
  const hosts = itemsOf(at(ingress, 'hosts')).map((host) => hostRule(ingress, host, backend));
  const rules =
    isSetAt(ingress, 'hostname') || !isSetAt(ingress, 'hosts') ? [ownRule(ingress, backend), ...hosts] : hosts;
  return rules.length > 0 ? rules : null;
}

function ownRule(ingress: unknown, backend: Tree): Tree {
  const hostname = at(ingress, 'hostname');
  return {
    ...(isSet(hostname) ? { host: quote(hostname) } : {}),
    http: { paths: [{ backend, path: pasted(at(ingress, 'path')), pathType: pasted(at(ingress, 'pathType')) }] },
  };
}

function hostRule(ingress: unknown, host: unknown, backend: Tree): Tree {
  return {
    host: quote(at(host, 'host')),
    http: { paths: orNull(itemsOf(at(host, 'paths')).map((path) => hostPath(ingress, path, backend))) },
  };
}

function hostPath(ingress: unknown, path: unknown, backend: Tree): Tree {
  if (isSetAt(ingress, 'hostname') && print(at(ingress, 'path')) === print(at(path, 'path'))) {
    throw new Refusal(
      `ingress.hosts repeats the path ${JSON.stringify(at(path, 'path'))} of ingress.path; leave out one of them`,
    );
  }
  const own = at(path, 'backend');
  return {
    backend: isSet(own) ? own : backend,
    path: pasted(at(path, 'path')),
    pathType: pasted(at(path, 'pathType')),
  };
}

function tlsOf(chart: Chart, ingress: unknown): Tree[] | null {
  const tls = at(ingress, 'tls');
  const hostname = at(ingress, 'hostname');
  if (!since(chart, '2.24.0')) {
    return [{ hosts: [quote(hostname)], secretName: pasted(tls) }];
  }
  if (typeof tls === 'string') {
    const hosts = [
      ...itemsOf(at(ingress, 'hosts')).map((host) => quote(at(host, 'host'))),
      ...(isSet(hostname) ? [quote(hostname)] : []),
    ];
    return [{ hosts: orNull(hosts), secretName: pasted(tls) }];
  }
  return Array.isArray(tls)
    ? orNull(
        tls.map((one) => ({
          hosts: orNull(itemsOf(at(one, 'hosts')).map(quote)),
          secretName: pasted(at(one, 'secretName')),
        })),
      )
    : null;
}

/** A list without items is written as nothing. */
function orNull<T>(items: T[]): T[] | null {
  return items.length > 0 ? items : null;
}
