import { IpFamily } from '../../src';
import { header, local } from '../ways/bound';

describe("what a balancer of one's own returns is checked", () => {
  test.each<[unknown, string]>([
    [undefined, "the load balancer's binding must be an object, got undefined; return { annotations: { … } }"],
    [null, "the load balancer's binding must be an object, got null"],
    [Promise.resolve({}), "the load balancer's binding must be an object"],
    [[], "the load balancer's binding must be an object, got []"],
    [{ loadBalancerKind: 5 }, "the load balancer's loadBalancerKind must be a string"],
    [
      { reservedAnnotations: 'example.com/own' },
      'the load balancer\'s reservedAnnotations must be a list of keys, got "example.com/own"',
    ],
    [{ ipFamilies: ['v4'] }, 'the load balancer\'s ipFamilies must be one of "IPv4", "IPv6", got "v4"'],
    [{ clientFamilies: 'IPv4' }, "the load balancer's clientFamilies must be a list"],
    [
      { annotation: {} },
      'the load balancer\'s binding has the field "annotation", which nothing reads; the fields are ',
    ],
    [
      { annotations: { 'example.com/proxy': true } },
      'annotations["example.com/proxy"] must be a string, got true; write "true"',
    ],
    [{ annotations: { 'a b/c': 'x' } }, 'annotations: "a b/c" is not a key that Kubernetes takes'],
    [{ annotations: { 'a/b/c': 'x' } }, 'annotations: "a/b/c" is not a key that Kubernetes takes'],
    [{ annotations: { '': 'x' } }, 'annotations: "" is not a key that Kubernetes takes'],
    [{ annotations: { [`example.com/${'k'.repeat(64)}`]: 'x' } }, 'is not a key that Kubernetes takes'],
    [
      { annotations: { 'example.com/large': 'x'.repeat(300 * 1024) } },
      'annotations has 307217 bytes, and Kubernetes takes at most 262144',
    ],
    [{ loadBalancerClass: 'Foo Bar' }, 'loadBalancerClass "Foo Bar" is not a name that Kubernetes takes'],
    [{ loadBalancerClass: '' }, 'loadBalancerClass "" is not a name that Kubernetes takes'],
    [{ routesToPods: 'no' }, 'the load balancer\'s routesToPods must be true or false, got "no"'],
    [{ drainSeconds: -1 }, "the load balancer's drainSeconds must be a whole number from 0 to 3600, got -1"],
    [
      { externalTrafficPolicy: 'local' },
      'the load balancer\'s externalTrafficPolicy must be one of "Local", "Cluster", got "local"',
    ],
    [{ serviceType: 'Loadbalancer' }, "the load balancer's serviceType must be one of"],
    [{ peers: ['10.0.0.1'] }, 'peers: "10.0.0.1" is not a CIDR block'],
  ])('%j', (binding, message) => {
    expect(() => local(binding)).toThrow(message);
    expect(() => local(binding)).toThrow(/^\[test\/Way\] /);
  });

  test.each<[object, string]>([
    [{ header: 'X-Forwarded-For' }, 'header "X-Forwarded-For" is not a ClientIpHeader'],
    [{ header: undefined }, 'is not a ClientIpHeader'],
    [{ forwardedHeaders: undefined }, 'in forwardedHeaders; write a list of the names'],
    [{ restrictsSources: 'yes' }, 'the load balancer\'s restrictsSources must be true or false, got "yes"'],
    [{ ingress: true }, "the load balancer's ingress must be an object, got true"],
    [{ ingress: { class: 'own' } }, 'the load balancer\'s ingress has the field "class", which nothing reads'],
    [{ ingress: { listensHttps: 'no' } }, 'ingress.listensHttps must be true or false, got "no"'],
    [
      { ingress: { ingressClassName: 'Foo Bar' } },
      'ingress.ingressClassName "Foo Bar" is not a name that Kubernetes takes',
    ],
    [{ ingress: { hosts: ['api example'] } }, 'hosts: "api example" is not a host name'],
    [{ ingress: { hosts: [] } }, 'hosts must be a list with at least one item'],
    [{ ingress: { annotations: { x: 1 } } }, 'ingress.annotations["x"] must be a string, got 1; write "1"'],
    [{ endsTls: true, passesTls: true }, 'has endsTls and passesTls'],
    [{ ingress: {}, passesTls: true }, 'has an ingress and passesTls'],
  ])('with a header: %j', (binding, message) => {
    expect(() => header(binding)).toThrow(message);
  });
});

describe('source ranges', () => {
  test.each<[string[], IpFamily[] | undefined, string]>([
    [['192.0.2.0/24'], [IpFamily.IPV4, IpFamily.IPV6], 'has no IPv6 network, and the Service has IPv6'],
    [['2001:db8::/32'], [IpFamily.IPV4, IpFamily.IPV6], 'has no IPv4 network, and the Service has IPv4'],
    [
      ['192.0.2.0/24', '2001:db8::/32'],
      undefined,
      '"2001:db8::/32" is a network of IPv6, which the Service does not have',
    ],
    [['192.0.2.0/24'], [IpFamily.IPV6], 'has no IPv6 network'],
  ])('%j do not fit the families %j, whoever the balancer is', (sourceRanges, families, message) => {
    expect(() => local({ sourceRanges }, families)).toThrow(message);
  });

  test.each<[string[], IpFamily[] | undefined]>([
    [['192.0.2.0/24'], undefined],
    [
      ['192.0.2.0/24', '::/0'],
      [IpFamily.IPV4, IpFamily.IPV6],
    ],
    [['2001:db8::/32'], [IpFamily.IPV6]],
  ])('%j fit the families %j', (sourceRanges, families) => {
    expect(() => local({ sourceRanges }, families)).not.toThrow();
  });
});
