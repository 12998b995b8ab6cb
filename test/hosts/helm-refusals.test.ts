import { proxyProtocol, localTraffic, ofIngress } from './ways';
import { ClientIp } from '../../src';

describe('what could lose or forge the address is refused, with what to do instead', () => {
  const refused: [string, () => ClientIp, any, string | RegExp][] = [
    [
      'a trusted network',
      proxyProtocol,
      { env: { trusted_ips: '0.0.0.0/0' } },
      'env.trusted_ips: KONG_TRUSTED_IPS belongs to ProxyProtocol; what Kong trusts is the prop trustedProxies',
    ],
    [
      'in capitals',
      localTraffic,
      { env: { Trusted_IPs: '0.0.0.0/0' } },
      'env.Trusted_IPs: KONG_TRUSTED_IPS belongs to LocalTraffic',
    ],
    [
      'behind KONG_',
      proxyProtocol,
      { env: { KONG_TRUSTED_IPS: '0.0.0.0/0' } },
      'env.KONG_TRUSTED_IPS would become KONG_KONG_TRUSTED_IPS, which Kong ignores; write env.trusted_ips',
    ],
    [
      'by customEnv, which wins over env',
      proxyProtocol,
      { customEnv: { kong_trusted_ips: '0.0.0.0/0' } },
      'customEnv.kong_trusted_ips: KONG_TRUSTED_IPS belongs to ProxyProtocol',
    ],
    [
      'from a Secret',
      proxyProtocol,
      { env: { trusted_ips: { valueFrom: { secretKeyRef: { name: 'a', key: 'b' } } } } },
      'env.trusted_ips: KONG_TRUSTED_IPS belongs to ProxyProtocol',
    ],
    [
      'from a whole ConfigMap',
      proxyProtocol,
      { envFrom: [{ configMapRef: { name: 'kong' } }] },
      /^\[test\/Way\] envFrom: .* could set what belongs to ProxyProtocol, .* a prefix other than KONG_$/,
    ],
    [
      'from a whole ConfigMap behind a part of KONG_',
      proxyProtocol,
      { envFrom: [{ prefix: 'kO', configMapRef: { name: 'kong' } }] },
      /could set what belongs/,
    ],
    [
      'as YAML within a text',
      proxyProtocol,
      { customEnv: { TZ: 'value: a # valueFrom\n- name: KONG_TRUSTED_IPS\n  value: 0.0.0.0/0' } },
      'customEnv.TZ: the chart takes a string with "valueFrom" in it for YAML',
    ],
    [
      'a directive of nginx',
      localTraffic,
      { env: { nginx_proxy_set_real_ip_from: '0.0.0.0/0' } },
      'env.nginx_proxy_set_real_ip_from: KONG_NGINX_PROXY_SET_REAL_IP_FROM belongs to LocalTraffic',
    ],
    [
      'on without quotes',
      proxyProtocol,
      { env: { anonymous_reports: true } },
      'env.anonymous_reports must be a string, or { valueFrom: { … } }, got true; write "on" or "true", as Kong reads it',
    ],
    [
      'a list',
      proxyProtocol,
      { env: { plugins: ['bundled', 'mine'] } },
      'got ["bundled","mine"]; write "bundled,mine"',
    ],
    ['a number', proxyProtocol, { env: { nginx_worker_processes: 2 } }, 'got 2; write "2"'],
    ['no env', proxyProtocol, { env: null }, 'env (null) belongs to ProxyProtocol; leave it out'],
    ['no proxy', proxyProtocol, { proxy: null }, 'proxy (null) belongs to ProxyProtocol; leave it out'],
    [
      'listeners by env',
      proxyProtocol,
      { env: { proxy_listen: '0.0.0.0:8000' } },
      'env.proxy_listen: KONG_PROXY_LISTEN belongs to ProxyProtocol; the listeners follow',
    ],
    [
      'parameters of http',
      proxyProtocol,
      { proxy: { http: { parameters: ['http2'] } } },
      'proxy.http.parameters (["http2"]) belongs to ProxyProtocol; the listeners follow from the load balancer, ipFamilies and ports',
    ],
    [
      'parameters of tls',
      proxyProtocol,
      { proxy: { tls: { parameters: ['proxy_protocol'] } } },
      'proxy.tls.parameters (["proxy_protocol"]) belongs to ProxyProtocol',
    ],
    [
      'another port',
      localTraffic,
      { proxy: { http: { containerPort: 9000 } } },
      'proxy.http.containerPort (9000) belongs to LocalTraffic',
    ],
    [
      'no port for the Service',
      localTraffic,
      { proxy: { http: { servicePort: 0 } } },
      'proxy.http.servicePort (0) belongs to LocalTraffic',
    ],
    [
      'TLS to a plain port',
      localTraffic,
      { proxy: { tls: { overrideServiceTargetPort: 8000 } } },
      'proxy.tls.overrideServiceTargetPort (8000) belongs to LocalTraffic',
    ],
    [
      'TLS beside an Ingress',
      ofIngress,
      { proxy: { tls: { enabled: true } } },
      'proxy.tls.enabled (true) belongs to HeaderForwarded',
    ],
    [
      'a stream without the flag',
      proxyProtocol,
      { proxy: { stream: [{ containerPort: 9000, servicePort: 9000 }] } },
      'use the prop ports, whose listeners expect a PROXY header where the others do',
    ],
    [
      'a second Service',
      proxyProtocol,
      { udpProxy: { enabled: true } },
      'udpProxy.enabled (true) belongs to ProxyProtocol; its Service has its own load balancer',
    ],
    [
      'the type',
      proxyProtocol,
      { proxy: { type: 'NodePort' } },
      'proxy.type ("NodePort") belongs to ProxyProtocol; it follows from the load balancer and its props',
    ],
    [
      'the policy',
      localTraffic,
      { proxy: { externalTrafficPolicy: 'Cluster' } },
      'proxy.externalTrafficPolicy ("Cluster") belongs to LocalTraffic',
    ],
    [
      'a policy of a ClusterIP',
      ofIngress,
      { proxy: { externalTrafficPolicy: 'Local' } },
      'proxy.externalTrafficPolicy ("Local") belongs to HeaderForwarded',
    ],
    [
      'the class',
      localTraffic,
      { proxy: { loadBalancerClass: 'a' } },
      'proxy.loadBalancerClass ("a") belongs to LocalTraffic',
    ],
    [
      'source ranges',
      localTraffic,
      { proxy: { loadBalancerSourceRanges: ['0.0.0.0/0'] } },
      'proxy.loadBalancerSourceRanges',
    ],
    [
      'external addresses',
      ofIngress,
      { proxy: { externalIPs: ['192.0.2.1'] } },
      'such an address is a way in that bypasses the load balancer',
    ],
    [
      'families',
      localTraffic,
      { proxy: { ipFamilies: ['IPv6'] } },
      'proxy.ipFamilies (["IPv6"]) belongs to LocalTraffic; use the prop ipFamilies',
    ],
    [
      'addresses',
      localTraffic,
      { proxy: { addresses: ['[::]'] } },
      'proxy.addresses (["[::]"]) belongs to LocalTraffic; use the prop ipFamilies',
    ],
    ['no Service', localTraffic, { proxy: { enabled: false } }, 'proxy.enabled (false) belongs to LocalTraffic'],
    [
      'an annotation of the binding',
      proxyProtocol,
      { proxy: { annotations: { 'service.beta.kubernetes.io/aws-load-balancer-proxy-protocol': '' } } },
      'proxy.annotations: service.beta.kubernetes.io/aws-load-balancer-proxy-protocol ("") belongs to ProxyProtocol; use the load balancer\'s own props',
    ],
    [
      'an annotation that the binding keeps',
      proxyProtocol,
      { proxy: { annotations: { 'service.beta.kubernetes.io/aws-load-balancer-healthcheck-protocol': 'http' } } },
      'belongs to ProxyProtocol',
    ],
    [
      'a number as an annotation',
      proxyProtocol,
      { proxy: { annotations: { 'example.com/a': 1 } } },
      'proxy.annotations: example.com/a must be a string, got 1; write "1"',
    ],
    [
      'an annotation of the Ingress',
      ofIngress,
      { proxy: { ingress: { annotations: { 'kubernetes.io/ingress.class': 'nginx' } } } },
      'proxy.ingress.annotations: kubernetes.io/ingress.class ("nginx") belongs to HeaderForwarded',
    ],
    [
      'an Ingress',
      localTraffic,
      { proxy: { ingress: { enabled: true } } },
      'proxy.ingress.enabled (true) belongs to LocalTraffic',
    ],
    [
      'another name for the Service of an Ingress',
      ofIngress,
      { proxy: { nameOverride: 'edge' } },
      "proxy.nameOverride: the chart would leave its Ingress with the Service's old name",
    ],
    [
      'rules of the Ingress',
      ofIngress,
      { proxy: { ingress: { hostname: 'a.example.com' } } },
      'proxy.ingress.hostname ("a.example.com") belongs to HeaderForwarded',
    ],
    [
      'the status listener',
      localTraffic,
      { status: { http: { parameters: ['proxy_protocol'] } } },
      'status.http ({"parameters":["proxy_protocol"]}) belongs to LocalTraffic; the probes',
    ],
    [
      'a port of the nodes',
      localTraffic,
      { proxy: { http: { hostPort: 80 } } },
      'proxy.http.hostPort (80) belongs to LocalTraffic; a port of the nodes is a way in that bypasses the load balancer',
    ],
    [
      'a probe of a port for PROXY',
      proxyProtocol,
      { readinessProbe: { httpGet: { path: '/', port: 8000 } } },
      'readinessProbe asks the port 8000, where Kong expects a PROXY header',
    ],
    [
      'a probe of it by name',
      proxyProtocol,
      { livenessProbe: { httpGet: { port: 'proxy-tls' } } },
      'livenessProbe asks the port "proxy-tls"',
    ],
    [
      'variables of an object of a class',
      proxyProtocol,
      {
        customEnv: new (class {
          public readonly KONG_TRUSTED_IPS = '0.0.0.0/0';
        })(),
      },
      'customEnv must be a map',
    ],
    [
      'a text that loses its quotes',
      proxyProtocol,
      { env: { plugins: '0o17' } },
      'KONG_PLUGINS is "0o17", which cdk8s writes without quotes',
    ],
    ['values that are a list', localTraffic, [], 'values must be a map, got []'],
  ];

  test.each(refused)('%s', (_, way, values, message) => {
    expect(() => way().helmValues(values)).toThrow(message);
  });
});
