import { spawnSync } from 'child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join, resolve } from 'path';

const folder = mkdtempSync(join(tmpdir(), 'client-ip-validation-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** An app of plain objects, run by the real cdk8s-cli with the validation from the sources. */
function synth(policy: string, annotations: object = {}, properties: object = {}) {
  writeFileSync(
    join(folder, 'main.js'),
    `
    const { App, ApiObject, Chart } = require(${JSON.stringify(resolve('node_modules/cdk8s'))});
    const app = new App();
    const chart = new Chart(app, 'edge', { disableResourceNameHashes: true });
    const labels = { app: 'kong' };
    new ApiObject(chart, 'kong', { apiVersion: 'apps/v1', kind: 'Deployment',
      spec: { template: { metadata: { labels }, spec: { containers: [{ name: 'proxy', image: 'kong:3.9.3' }] } } } });
    new ApiObject(chart, 'service', { apiVersion: 'v1', kind: 'Service', metadata: { annotations: ${JSON.stringify(annotations)} },
      spec: { type: 'LoadBalancer', externalTrafficPolicy: ${JSON.stringify(policy)}, selector: labels, ports: [{ port: 80, targetPort: 8000 }] } });
    app.synth();`,
  );
  const validation = {
    package: resolve('src/check/cdk8s-validation.ts'),
    version: '0.0.0',
    class: 'ClientIpValidation',
    properties: { cloud: 'gke', ...properties },
  };
  writeFileSync(
    join(folder, 'cdk8s.yaml'),
    JSON.stringify({ language: 'typescript', app: 'node main.js', validations: [validation] }),
  );
  rmSync(join(folder, 'reports.json'), { force: true });
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      resolve('node_modules/cdk8s-cli/bin/cdk8s'),
      'synth',
      '--check-upgrade=false',
      '--validation-reports-output-file',
      'reports.json',
    ],
    {
      cwd: folder,
      encoding: 'utf8',
      env: {
        ...process.env,
        NODE_OPTIONS: `--require ${resolve('node_modules/tsx/dist/cjs/index.cjs')}`,
        TSX_TSCONFIG_PATH: resolve('test/tsconfig.json'),
      },
    },
  );
  return {
    status,
    output: stdout + stderr,
    reports: () => JSON.parse(readFileSync(join(folder, 'reports.json'), 'utf8')).reports,
  };
}

test('a synthesis that loses the address fails, with the rule, the field and the remedy', () => {
  const { status, output, reports } = synth('Cluster');
  expect(output).toContain('traffic-policy-cluster');
  expect(status).toBe(2);
  expect(reports()[0].violations[0]).toMatchObject({
    ruleName: 'traffic-policy-cluster',
    fix: expect.stringContaining('externalTrafficPolicy: Local'),
    violatingConstructs: [
      {
        constructPath: 'edge/service',
        resourceName: 'edge-service',
        locations: ['spec.externalTrafficPolicy', expect.stringMatching(/^line \d+$/)],
      },
    ],
  });
}, 60_000);

test('a sound one passes', () => {
  expect(synth('Local')).toMatchObject({ status: 0 });
}, 60_000);

test('what is acknowledged is said, and fails nothing', () => {
  const { status, output } = synth('Cluster', {
    'kong-client-ip/acknowledge.traffic-policy-cluster': 'only health checks come in here',
  });
  expect(output).toContain('only health checks come in here');
  expect(status).toBe(0);
}, 60_000);
