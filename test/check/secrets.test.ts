import { ClientIpCheck } from '../../src';
import { githubReport } from '../../src/check/formats/github';
import { jsonReport } from '../../src/check/formats/json';
import { junitReport } from '../../src/check/formats/junit';
import { markdownPath, markdownReport } from '../../src/check/formats/markdown';
import { sarifReport } from '../../src/check/formats/sarif';
import { textPath, textReport } from '../../src/check/formats/text';
import { Example, manifest } from '../../src/check/rules/example';

const plain = (_: string, text: string) => text;
const GKE = { 'cloud.google.com/l4-rbs': 'enabled' };

function printedOf(text: string): string {
  const report = ClientIpCheck.check([{ name: 'x.yaml', text }]);
  return [
    textReport(report, plain, (_, line) => text.split('\n')[line - 1]),
    textPath(report, plain),
    markdownReport(report),
    markdownPath(report),
    jsonReport(report),
    sarifReport(report),
    junitReport(report),
    githubReport(report),
  ].join('\n');
}

/** Everything that is printed of a gateway whose variables come from a Secret. */
function printed(
  values: Readonly<Record<string, unknown>>,
  { encoded = true, service = { annotations: GKE } as Example['service'] } = {},
): string {
  const data = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      encoded ? Buffer.from(String(value)).toString('base64') : value,
    ]),
  );
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'kong-trust', namespace: 'kong' },
    [encoded ? 'data' : 'stringData']: data,
  };
  const env = Object.fromEntries(
    Object.keys(values).map((name) => [name, { secretKeyRef: { name: 'kong-trust', key: name } }]),
  );
  return printedOf(manifest({ env, service, more: [secret] }));
}

test.each([
  ['KONG_TRUSTED_IPS', 'hunter2-not-an-address'],
  ['KONG_TRUSTED_IPS', '172.20.0.0/14,hunter2'],
  ['KONG_REAL_IP_HEADER', 'X-Hunter2-Client'],
  ['KONG_REAL_IP_HEADER', 'X-Forwared-For-hunter2'],
  ['KONG_REAL_IP_RECURSIVE', 'hunter2'],
  ['KONG_PROXY_LISTEN', '0.0.0.0:8000 hunter2'],
  ['KONG_STATUS_LISTEN', 'hunter2'],
  ['KONG_STREAM_LISTEN', 'hunter2'],
  ['KONG_PORT_MAPS', 'hunter2'],
  ['KONG_ROLE', 'hunter2'],
  ['KONG_LUA_MAX_REQ_HEADERS', 'hunter2'],
  ['KONG_NGINX_PROXY_REAL_IP_HEADER', 'X-Hunter2'],
  ['KONG_NGINX_PROXY_REAL_IP_RECURSIVE', 'hunter2'],
  ['KONG_NGINX_PROXY_SET_REAL_IP_FROM', 'hunter2'],
  ['KONG_NGINX_PROXY_MORE_CLEAR_INPUT_HEADERS', 'hunter2 "'],
  ['KONG_NGINX_HTTP_INCLUDE', '/hunter2'],
  ['KONG_LOG_LEVEL', 'hunter2'],
  ['KONG_TRUSTED_IPS', '10.0.0.0/8 # hunter2'],
])('%s from a Secret, %s, is never printed', (name, value) => {
  const text = printed({ [name]: value, KONG_TRUSTED_IPS: name === 'KONG_TRUSTED_IPS' ? value : '10.0.0.0/8' });
  expect(text.split('\n').filter((line) => /hunter2/i.test(line))).toEqual([]);
});

test('networks from a Secret are not printed, nor addresses in them', () => {
  const text = printed({ KONG_TRUSTED_IPS: '172.20.0.0/14', KONG_REAL_IP_HEADER: 'X-Forwarded-For' });
  expect(text.split('\n').filter((line) => /172\.2[0-3]\./.test(line))).toEqual([]);
  expect(text).toContain('[value of KONG_TRUSTED_IPS, from the key KONG_TRUSTED_IPS of the Secret kong-trust]');
});

test('a number in stringData, which the API server refuses, is not printed', () => {
  expect(printed({ KONG_REAL_IP_HEADER: 4711471147 }, { encoded: false })).not.toContain('4711471147');
});

test.each([
  ['nginx', 'location / { proxy_set_header Authorization hunter2; proxy_pass http://kong-proxy.kong; }'],
  ['frp', 'auth.token = "hunter2"\n[[proxies]]\nlocalIP = "kong-proxy.kong"\nremotePort = 4711\n'],
])("a proxy's configuration in a Secret is not printed: %s", (file, text) => {
  const secret = (content: object) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'proxy', namespace: 'edge' },
    ...content,
  });
  const service = { annotations: GKE, externalTrafficPolicy: 'Local' };
  const encoded = Buffer.from(text).toString('base64');
  for (const content of [{ data: { [file]: encoded } }, { stringData: { [file]: text } }]) {
    const shown = printedOf(manifest({ service, more: [secret(content)] }));
    expect(shown).toContain('Secret/edge/proxy');
    expect(shown).not.toMatch(/hunter2|4711/);
    expect(shown).not.toContain(encoded.slice(0, 20));
  }
});

test('a value that a variable refers to is not printed either', () => {
  const env = { PASSWORD: { secretKeyRef: { name: 'kong-trust', key: 'p' } }, KONG_TRUSTED_IPS: '$(PASSWORD)' };
  const more = [
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'kong-trust', namespace: 'kong' },
      stringData: { p: 'hunter2' },
    },
  ];
  const report = ClientIpCheck.check([
    { name: 'x.yaml', text: manifest({ env, service: { annotations: GKE }, more }) },
  ]);
  expect(jsonReport(report)).not.toContain('hunter2');
});

describe.each(['kong\n::error::pwned', 'k\u001b]0;title\u0007', 'kong`\n## Deployment/x: kept', '\u202Ekept'])(
  'an object with the name %j',
  (name) => {
    const text = manifest({ service: { annotations: GKE } }).replace(
      /^ {2}name: kong$/m,
      `  name: ${JSON.stringify(name)}`,
    );
    const report = ClientIpCheck.check([{ name: 'x.yaml', text }]);
    const outputs = [textReport(report, plain), textPath(report, plain), markdownReport(report), markdownPath(report)];

    test('begins no line and gives no terminal a command', () => {
      expect(report.gateways[0].gateway).toContain(name);
      for (const output of outputs) {
        expect(output.split('\n').filter((line) => line.startsWith('::') || /^## Deployment\/x/.test(line))).toEqual(
          [],
        );
        expect(output).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u202e]/);
      }
      expect(
        githubReport(report)
          .split('\n')
          .filter((line) => !/^::(error|warning|notice) /.test(line)),
      ).toEqual([]);
    });
  },
);
