import { Chart, Size, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import * as fc from 'fast-check';
import { AksLoadBalancer, KongProps, LocalTrafficKong } from '../../src';
import { configuration, manifest } from '../helpers';

type Props = { [prop in keyof KongProps]?: any };

const gateway = (props: Props, chart = Testing.chart(), id = 'Kong') =>
  new LocalTrafficKong(chart, id, { loadBalancer: new AksLoadBalancer(), configuration, ...props });
const text = (prop: string, value: string) =>
  `${prop} must be a string without surrounding blanks or line breaks, got ${value}; write that, or leave it out`;
const whole = (prop: string, value: string) =>
  `${prop} must be a whole number of at least 1, got ${value}; write that, or leave it out`;
const huge = (prop: string, value: string) =>
  `${prop} must be a whole number from 1 to 2147483647, got ${value}; write that, or leave it out`;
const namespace = (value: string) =>
  `namespace must be a name of at most 63 lower-case letters, digits and "-", got ${value}; write that, or leave it out`;
const key = (value: string) =>
  `labels: ${value} is not a key of a label; write at most 63 letters, digits, "-", "_" and ".", after a prefix such as "example.com/" if you like`;
const value = (of: string, text_: string) =>
  `labels["${of}"]: ${text_} is not a value of a label; write at most 63 letters, digits, "-", "_" and ".", with a letter or digit at both ends`;
const autoscaling = (got: string) =>
  `autoscaling must name the largest number of pods, got ${got}; write { maxReplicas: 5 }, or leave it out`;
const noCpu =
  'autoscaling follows the use of the requested CPU, and resources requests none, so it would never scale; add cpu: { request: kplus.Cpu.millis(250) }';
const secret = (prop: string, got: string, name = 'name') =>
  `${prop}: a construct of a Secret is needed, got ${got}; write kplus.Secret.fromSecretName(chart, 'id', '${name}')`;
const long = 'x'.repeat(64);
const { millis, units } = kplus.Cpu;

/** What the API server, the kubelet or a controller would refuse, or take and never do. */
describe('what a cluster refuses is refused before', () => {
  test.each<[string, Props, string]>([
    ['no image', { image: '' }, text('image', '""')],
    ['a blank before the image', { image: ' kong' }, text('image', '" kong"')],
    ['a line break behind the image', { image: 'kong:3.9.3\n' }, text('image', '"kong:3.9.3\\n"')],
    [
      'a blank in the image',
      { image: 'kong 3.9' },
      'image must be a name without blanks, got "kong 3.9"; write one such as kong:3.9.3',
    ],
    [
      'a pull policy in small letters',
      { imagePullPolicy: 'ifnotpresent' },
      'imagePullPolicy must be one of "Always", "IfNotPresent", "Never", got "ifnotpresent"; write that, or leave it out',
    ],
    ['no namespace', { namespace: '' }, namespace('""')],
    ['a namespace in capitals', { namespace: 'Prod' }, namespace('"Prod"')],
    ['a namespace with a dot', { namespace: 'a.b' }, namespace('"a.b"')],
    ['a namespace that is too long', { namespace: long }, namespace(`"${long}"`)],
    ["a label's key with a blank", { labels: { 'a b': 'x' } }, key('"a b"')],
    ["a label's key with two slashes", { labels: { 'a/b/c': 'x' } }, key('"a/b/c"')],
    ["a label's key with a prefix in capitals", { labels: { 'A.b/c': 'x' } }, key('"A.b/c"')],
    ['an empty key of a label', { labels: { '': 'x' } }, key('""')],
    ['a key of a label that is too long', { labels: { [long]: 'x' } }, key(`"${long}"`)],
    ['a label with a blank', { labels: { a: 'x y' } }, value('a', '"x y"')],
    ['a label that is too long', { labels: { a: long } }, value('a', `"${long}"`)],
    ['a label that ends with a line', { labels: { a: 'x_' } }, value('a', '"x_"')],
    ['a number as a label', { labels: { a: 5 } }, 'labels["a"] must be a string, got 5; write "5"'],
    [
      'the label that selects the pods',
      { labels: { 'cdk8s.io/metadata.addr': 'x' } },
      'labels: cdk8s.io/metadata.addr is the label by which the Service finds the pods; use another key',
    ],
    ['a list of labels', { labels: ['a'] }, 'labels must be a map of strings, got ["a"]; write that, or leave it out'],
    ['variables in one text', { env: 'A=b' }, 'env must be a map of strings, got "A=b"; write that, or leave it out'],
    ['a variable that is not set', { env: { A: undefined } }, 'env["A"] must be a string, got undefined; leave it out'],
    ['a text as the number of pods', { replicas: '3' }, whole('replicas', '"3"')],
    ['more pods than a number can say', { replicas: 3e9 }, huge('replicas', '3000000000')],
    ['an autoscaler without its largest number', { autoscaling: {} }, autoscaling('{}')],
    ['a number as an autoscaler', { autoscaling: 5 }, autoscaling('5')],
    ['an autoscaler that is null', { autoscaling: null }, autoscaling('null')],
    [
      'a text as the largest number of pods',
      { autoscaling: { maxReplicas: '5' } },
      whole('autoscaling.maxReplicas', '"5"'),
    ],
    [
      'an autoscaler with more pods than a number can say',
      { autoscaling: { maxReplicas: 3e9 } },
      huge('autoscaling.maxReplicas', '3000000000'),
    ],
    [
      'a CPU use that no pod reaches',
      { autoscaling: { maxReplicas: 5, cpuUtilization: 8000 } },
      'autoscaling.cpuUtilization must be a whole number from 1 to 1000, got 8000; write that, or leave it out',
    ],
    [
      'an autoscaler without requested CPU',
      { autoscaling: { maxReplicas: 5 }, resources: { memory: { limit: Size.gibibytes(1) } } },
      noCpu,
    ],
    [
      'an autoscaler with no CPU requested',
      { autoscaling: { maxReplicas: 5 }, resources: { cpu: { request: millis(0) } } },
      noCpu,
    ],
    [
      'less CPU at most than at least',
      { resources: { cpu: { request: units(1), limit: millis(500) } } },
      'resources.cpu.limit (500m) is less than resources.cpu.request (1); write the larger amount as the limit',
    ],
    [
      'less memory at most than at least',
      { resources: { memory: { request: Size.gibibytes(2), limit: Size.mebibytes(500) } } },
      'resources.memory.limit (500Mi) is less than resources.memory.request (2048Mi); write the larger amount as the limit',
    ],
    [
      'less storage at most than at least',
      { resources: { ephemeralStorage: { request: Size.gibibytes(2), limit: Size.gibibytes(1) } } },
      'resources.ephemeralStorage.limit (1024Mi) is less than resources.ephemeralStorage.request (2048Mi); write the larger amount as the limit',
    ],
    [
      'less than no CPU',
      { resources: { cpu: { request: millis(-1) } } },
      'resources.cpu.request must be an amount that is not negative, got {"amount":"-1m"}; write one such as kplus.Cpu.millis(250)',
    ],
    [
      'a text as an amount of CPU',
      { resources: { cpu: { limit: '1' } } },
      'resources.cpu.limit must be an amount that is not negative, got "1"; write one such as kplus.Cpu.millis(250)',
    ],
    [
      'a number as an amount of memory',
      { resources: { memory: { request: 512 } } },
      'resources.memory.request must be an amount that is not negative, got 512; write one such as Size.mebibytes(512)',
    ],
    [
      'no resources',
      { resources: null },
      'resources must be an object, got null; write { cpu: { request: kplus.Cpu.millis(250) } }, or leave it out',
    ],
    ['a name of a Secret', { tlsSecret: 'my-tls' }, secret('tlsSecret', '"my-tls"', 'my-tls')],
    [
      'no registry',
      { imagePullSecrets: [] },
      'imagePullSecrets must be a list of Secrets, got []; write at least one, or leave it out',
    ],
    [
      "a name of a registry's Secret",
      { imagePullSecrets: ['registry'] },
      secret('imagePullSecrets[0]', '"registry"', 'registry'),
    ],
    ['a registry that is not there', { imagePullSecrets: [undefined] }, secret('imagePullSecrets[0]', 'undefined')],
    ['a text as a licence', { license: 'x' }, secret('license.secret', 'undefined')],
    [
      'no priority class',
      { priorityClassName: '' },
      'priorityClassName must be a name of lower-case letters, digits, "-" and ".", got ""; write that, or leave it out',
    ],
    [
      'a time before now',
      { minReadySeconds: -1 },
      'minReadySeconds must be a whole number of at least 0, got -1; write that, or leave it out',
    ],
  ])('%s', (_, props, message) => {
    expect(() => gateway(props)).toThrow(new Error(`[test/Kong] ${message}`));
  });

  test.each([
    ['', '""'],
    ['Foo_Bar', '"Foo_Bar"'],
  ])('an object with the name %j', (name, quoted) => {
    const chart = Testing.chart();
    const message = (prop: string, kind: string) =>
      new Error(
        `[test/Kong] ${prop}: the name of the ${kind} must consist of lower-case letters, digits, "-" and ".", got ${quoted}; write the name that it has in the cluster`,
      );
    expect(() => gateway({ tlsSecret: kplus.Secret.fromSecretName(chart, 'Tls', name) })).toThrow(
      message('tlsSecret', 'Secret'),
    );
    expect(() =>
      gateway({ serviceAccount: kplus.ServiceAccount.fromServiceAccountName(chart, 'Account', name) }),
    ).toThrow(message('serviceAccount', 'ServiceAccount'));
  });

  test('an object of another kind', () => {
    const chart = Testing.chart();
    expect(() => gateway({ tlsSecret: new kplus.ConfigMap(chart, 'Own') })).toThrow(
      new Error(`[test/Kong] ${secret('tlsSecret', 'the ConfigMap at test/Own')}`),
    );
    expect(() =>
      gateway({ license: { secret: kplus.Secret.fromSecretName(chart, 'Licence', 'licence'), key: '' } }),
    ).toThrow(
      new Error('[test/Kong] license.key: "" is not a key of an entry; write letters, digits, "-", "_" and "."'),
    );
  });

  test.each([
    ['My_Kong', 'test', 'test-my_kong-deployment-'],
    ['kong.v2', 'test', 'test-kong.v2-deployment-'],
    ['Kong', 'Upper_Case.Chart', 'upper_case.chart-kong-deployment-'],
  ])('the id %s in the chart %s', (id, chartId, name) => {
    expect(() => gateway({}, new Chart(Testing.app(), chartId), id)).toThrow(
      new RegExp(
        `^\\[${chartId}/${id}\\] the ids of the chart and the gateway make the name "${name}\\w+", which Kubernetes refuses; write ids of letters, digits and "-"$`,
      ),
    );
  });
});

describe('what a cluster takes is taken', () => {
  test.each<[string, Props]>([
    ['a digest as the image', { image: 'registry.example:5000/kong@sha256:abc' }],
    ['labels with a prefix, and empty ones', { labels: { 'example.com/Team_1': 'a.B-c', empty: '' } }],
    [
      'a limit of CPU, which is its request, too',
      { autoscaling: { maxReplicas: 5 }, resources: { cpu: { limit: units(1) } } },
    ],
    [
      'the same amount at least and at most',
      {
        resources: {
          cpu: { request: millis(1000), limit: units(1) },
          memory: { request: Size.gibibytes(1), limit: Size.mebibytes(1024) },
        },
      },
    ],
    ['a half of a CPU', { resources: { cpu: { request: units(0.5) } } }],
    [
      'an account with dots',
      { serviceAccount: kplus.ServiceAccount.fromServiceAccountName(Testing.chart(), 'Account', 'a.b-c') },
    ],
  ])('%s', (_, props) => {
    expect(() => gateway(props)).not.toThrow();
  });

  test("any label that Kubernetes' own rule allows, and no other", () => {
    const rule = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 70 }), fc.stringMatching(/^[A-Za-z0-9_.-]{0,70}$/)), (label) => {
        const fits = rule.test(label) && label.length <= 63;
        const take = () => manifest(gateway({ labels: { a: label } }).service).metadata.labels.a;
        return fits ? expect(take()).toBe(label) : expect(take).toThrow('is not a value of a label');
      }),
      { numRuns: 50 },
    );
  });
});
