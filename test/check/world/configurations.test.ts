import { objectsOfExample } from './objects';
import { checkObjects } from '../../../src/check/check';
import { siteOf } from '../neighbours/addition';
import { LEADING, LEADING_ELSEWHERE } from '../neighbours/configurations';

const around = (addition: (typeof LEADING)[number]) => {
  const objects = objectsOfExample({}, { 'cloud.google.com/l4-rbs': 'enabled' }, []);
  const more = addition.add(siteOf(objects)!) ?? [];
  return checkObjects([...objects, ...more])[0];
};

test.each(LEADING.map((addition) => [addition.name, addition] as const))('%s: a way in', (_, addition) => {
  const { verdict, questions } = around(addition);
  expect(verdict).not.toBe('kept');
  expect(questions).not.toEqual([]);
});

test('a name that the API server refuses is read as it is', () => {
  const objects = objectsOfExample({}, { 'cloud.google.com/l4-rbs': 'enabled' }, []);
  const service: any = objects.find((one: any) => one.kind === 'Service');
  const renamed = { ...service, metadata: { ...service.metadata, name: 'a(b' } };
  const file = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' }, data: { 'a.conf': 'proxy_pass $up;' } };
  const all = [...objects.filter((one) => one !== service), renamed, file];
  expect(checkObjects(all)).toHaveLength(1);
});

test.each(LEADING_ELSEWHERE.map((addition) => [addition.name, addition] as const))('%s: kept', (_, addition) => {
  expect(around(addition).verdict).toBe('kept');
});

describe('annotations of an Ingress count where the controller of its class may read them', () => {
  const NGINX = 'nginx.ingress.kubernetes.io/server-snippet';
  const NGINX_INC = 'nginx.org/server-snippets';
  const HAPROXY = 'haproxy.org/backend-config-snippet';
  const ingress = (key: string, className?: string) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'web', namespace: 'web', annotations: { [key]: 'proxy_pass http://kong-proxy.kong;' } },
    spec: { ingressClassName: className },
  });
  const of = (controller: string) => ({ kind: 'IngressClass', metadata: { name: 'outer' }, spec: { controller } });

  test.each<[string, string | undefined, string | undefined, string]>([
    [NGINX, 'nginx', undefined, 'unknown'],
    [NGINX_INC, 'nginx', undefined, 'unknown'],
    [HAPROXY, 'nginx', undefined, 'kept'],
    [HAPROXY, 'haproxy', undefined, 'unknown'],
    [NGINX, 'haproxy', undefined, 'kept'],
    [NGINX, 'alb', undefined, 'kept'],
    [NGINX, 'traefik', undefined, 'kept'],
    [NGINX, undefined, undefined, 'unknown'],
    [NGINX, 'outer', undefined, 'unknown'],
    [NGINX, 'outer', 'k8s.io/internal-ingress-nginx', 'unknown'],
    [NGINX, 'outer', 'nginx.org/ingress-controller', 'kept'],
    [NGINX_INC, 'outer', 'nginx.org/ingress-controller', 'unknown'],
    [NGINX_INC, 'outer', 'k8s.io/ingress-nginx', 'kept'],
    [HAPROXY, 'outer', 'haproxy.org/ingress-controller/haproxy', 'unknown'],
    [NGINX, 'outer', 'example.com/controller', 'unknown'],
    [NGINX, 'outer', 'ingress.k8s.aws/alb', 'kept'],
  ])('%s of class %s, with the controller %s: %s', (key, className, controller, expected) => {
    const more = [ingress(key, className), ...(controller ? [of(controller)] : [])];
    expect(checkObjects(objectsOfExample({}, { 'cloud.google.com/l4-rbs': 'enabled' }, more))[0].verdict).toBe(
      expected,
    );
  });
});
