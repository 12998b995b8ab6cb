import { mkdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { cli, folder, file } from './session';

const lost = 'test/corpus/cases/bare-load-balancer.yaml';
const right = 'test/corpus/cases/right-aks-local.yaml';

test('a list of texts in a folder is not a manifest', async () => {
  mkdirSync(join(folder, 'lists'));
  file('lists/names.json', '["kong", "other"]\n');
  file('lists/kong.yaml', readFileSync(right, 'utf8'));
  expect(await cli(['check', join(folder, 'lists')])).toMatchObject({ code: 0 });
});

describe('mend without a gateway', () => {
  const made = (name: string, content: string) => {
    mkdirSync(join(folder, 'overlay', 'base'), { recursive: true });
    return file(join('overlay', name), content);
  };

  test('a kustomization is not called mended', async () => {
    made('kustomization.yaml', 'resources: [base]\npatches: [{ path: more.yaml }]\n');
    made('base/kustomization.yaml', 'resources: [kong.yaml]\n');
    made('base/kong.yaml', readFileSync(lost, 'utf8'));
    const { code, out } = await cli(['mend', join(folder, 'overlay')]);
    expect(code).toBe(2);
    expect(out).toMatch(
      /no Kong gateway to mend.*\n\n# Not judged: .*kustomization\.yaml:1: .*\n# {3}Run {2}kubectl kustomize /,
    );
  });

  test('other objects', async () => {
    const { code, out } = await cli(['mend', file('map.yaml', 'kind: ConfigMap\nmetadata: { name: a }\n')]);
    expect({ code, out }).toEqual({
      code: 2,
      out: 'The input has no Kong gateway to mend. Add its manifests or values.\n',
    });
  });

  test('one that is right already', async () => {
    expect(await cli(['mend', right])).toMatchObject({ code: 0, out: expect.stringContaining('Nothing to mend') });
  });
});

describe('mend beside its diff', () => {
  const values = () => file('values.yaml', 'proxy: { type: LoadBalancer }\nenv:\n  trusted_ips: 0.0.0.0/0\n');

  test('says that nothing is written, and how to', async () => {
    const path = values();
    const { code, error } = await cli(['mend', path, '--cloud', 'gke']);
    expect({ code, error }).toEqual({ code: 1, error: expect.stringMatching(/^Nothing is written.*--write/) });
    expect(readFileSync(path, 'utf8')).toContain('0.0.0.0/0');
  });

  test('names what it has written', async () => {
    const path = values();
    const { code, error } = await cli(['mend', path, '--cloud', 'gke', '--write']);
    expect({ code, error }).toEqual({ code: 0, error: `Written: ${path}\n` });
    expect(readFileSync(path, 'utf8')).not.toContain('0.0.0.0/0');
  });

  test('names the block of Terraform that a new one replaces', async () => {
    const release = (sets: string) => `resource "helm_release" "kong" {
  name       = "kong"
  repository = "https://charts.konghq.com"
  chart      = "kong"
${sets}}
`;
    const trust = '  set {\n    name  = "env.trusted_ips"\n    value = "0.0.0.0/0"\n  }\n';
    const { out } = await cli(['mend', file('main.tf', release(trust)), '--cloud', 'gke']);
    expect(out).toContain(
      `# in helm_release.kong, instead of ${join(folder, 'main.tf')}:7:\nset {\n  name  = "env.trusted_ips"`,
    );
    expect(out).toContain('# in helm_release.kong:\nset {\n  name  = "proxy.externalTrafficPolicy"');
  });
});
