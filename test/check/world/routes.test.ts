import { sendingsOf } from '../../../src/check/world/routes';
import { Sending } from '../../../src/check/world/sending';
import { fromObjects } from '../../../src/forms/manifests';

const read = (kind: string, spec: object, more: object = {}) =>
  sendingsOf(fromObjects([{ kind, metadata: { name: 'r', ...more }, spec }])[0]).map(
    (sending) => JSON.parse(JSON.stringify(sending)) as Sending,
  );
const http = { service: 'kong', passesTcp: false };
const tcp = { service: 'kong', passesTcp: true };

describe('the port that an object sends to', () => {
  test.each<[string, object, Sending]>([
    [
      'Ingress',
      { rules: [{ http: { paths: [{ backend: { service: { name: 'kong', port: { name: 'http' } } } }] } }] },
      { ...http, port: 'http' },
    ],
    ['Ingress', { backend: { serviceName: 'kong', servicePort: 80 } }, { ...http, port: 80 }],
    [
      'HTTPRoute',
      { rules: [{ backendRefs: [{ name: 'kong', namespace: 'edge', port: 80 }] }] },
      { ...http, namespace: 'edge', port: 80 },
    ],
    [
      'HTTPRoute',
      { rules: [{ filters: [{ requestMirror: { backendRef: { name: 'kong', port: 80 } } }] }] },
      { ...http, port: 80 },
    ],
    ['TLSRoute', { rules: [{ backendRefs: [{ name: 'kong', port: 443 }] }] }, { ...tcp, port: 443 }],
    [
      'IngressRoute',
      { routes: [{ services: [{ name: 'kong', namespace: 'edge', port: 443, scheme: 'https' }] }] },
      { ...http, namespace: 'edge', port: 443, tls: true },
    ],
    [
      'IngressRouteTCP',
      { routes: [{ services: [{ name: 'kong', port: 443, proxyProtocol: { version: 2 } }] }] },
      { ...tcp, port: 443, proxyProtocol: 2 },
    ],
    ['HTTPProxy', { tcpproxy: { services: [{ name: 'kong', port: 443 }] } }, { ...tcp, port: 443 }],
    [
      'VirtualService',
      { http: [{ route: [{ destination: { host: 'kong', port: { number: 80 } } }] }] },
      { ...http, port: 80 },
    ],
    [
      'VirtualService',
      { tls: [{ route: [{ destination: { host: 'kong', port: { number: 443 } } }] }] },
      { ...tcp, port: 443 },
    ],
    [
      'VirtualServer',
      { upstreams: [{ name: 'u', service: 'kong', port: 443, tls: { enable: true } }] },
      { ...http, port: 443, tls: true },
    ],
    [
      'TransportServer',
      { upstreams: [{ name: 'u', service: 'edge/kong', port: 443 }] },
      { ...tcp, namespace: 'edge', port: 443 },
    ],
    ['Mapping', { service: 'https://kong.edge:443' }, { ...http, service: 'kong.edge', port: 443, tls: true }],
    ['Mapping', { service: 'kong' }, { ...http, port: 80 }],
    [
      'RouteGroup',
      {
        backends: [
          { name: 'edge', type: 'service', serviceName: 'kong', servicePort: 80 },
          { name: 'none', type: 'shunt' },
        ],
      },
      { ...http, port: 80 },
    ],
    ['ApisixRoute', { http: [{ backends: [{ serviceName: 'kong', servicePort: 80 }] }] }, { ...http, port: 80 }],
    [
      'Route',
      { to: { kind: 'Service', name: 'kong' }, port: { targetPort: 'http' }, tls: { termination: 'edge' } },
      { ...http, port: 'http' },
    ],
    ['Route', { to: { kind: 'Service', name: 'kong' }, tls: { termination: 'passthrough' } }, tcp],
    ['TargetGroupBinding', { serviceRef: { name: 'kong', port: 80 } }, { ...tcp, port: 80 }],
  ])('%s %j', (kind, spec, sending) => {
    expect(read(kind, spec)).toEqual([sending]);
  });

  test('in the notes that ingress-nginx reads', () => {
    const ingress = { defaultBackend: { service: { name: 'kong', port: { number: 443 } } } };
    const annotations = (key: string, value: string) => ({
      annotations: { [`nginx.ingress.kubernetes.io/${key}`]: value },
    });
    expect(read('Ingress', ingress, annotations('backend-protocol', 'HTTPS'))).toEqual([
      { ...http, port: 443, tls: true },
    ]);
    expect(read('Ingress', ingress, annotations('ssl-passthrough', 'true'))).toEqual([{ ...tcp, port: 443 }]);
  });

  test.each<[object, Sending[]]>([
    [{ 443: 'edge/kong:443::PROXY' }, [{ ...tcp, namespace: 'edge', port: 443, proxyProtocol: 1 }]],
    [{ 80: 'edge/kong:http:PROXY' }, [{ ...tcp, namespace: 'edge', port: 'http' }]],
    [
      { 'nginx.conf': 'server { location / { proxy_pass http://kong.edge.svc:8000/; } }' },
      [{ ...http, service: 'kong.edge.svc', port: 8000 }],
    ],
    [
      { 'haproxy.cfg': 'backend kong\n  server one kong.edge:80 check\n' },
      [{ ...http, service: 'kong.edge', port: 80 }],
    ],
    [{ Caddyfile: 'example.com\nreverse_proxy kong:80\n' }, [{ ...http, port: 80 }]],
    [{ note: 'the server kong is far away', url: 'http://kong:80/' }, []],
  ])('in the ConfigMap %j', (data, sendings) => {
    const [object] = fromObjects([{ kind: 'ConfigMap', metadata: { name: 'c' }, data }]);
    const [field] = Object.keys(data).map((key) => `data.${key}`);
    expect(sendingsOf(object).map((sending) => JSON.parse(JSON.stringify(sending)))).toEqual(
      sendings.map((sending) => ({ ...sending, field })),
    );
  });
});
