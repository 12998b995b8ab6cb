import { commented } from './commented';
import { whyOption, whyValue, whyVariable } from './reasons';
import { Made, plainly } from './way';
import { writeYaml } from '../input/yaml';

/** How a way can be written. */
export const FORMATS = ['values', 'env', 'operator', 'kustomize'] as const;

export type Format = (typeof FORMATS)[number];
export type HelmChart = 'kong' | 'ingress';

/** The versions of the charts to which the values were held. */
const CHART_VERSIONS: Readonly<Record<HelmChart, string>> = { kong: '3.4.1', ingress: '0.24.0' };

/**
 * A way as text, with a comment above each value that tells why it is there.
 *
 * @throws when the operator has no field for what the way needs
 */
export function write(made: Made, format: Format, chart: HelmChart): string {
  switch (format) {
    case 'env':
      return environment(made);
    case 'operator':
      return operator(made);
    case 'kustomize':
      return kustomization(made, chart);
    default:
      return values(made, chart);
  }
}

function values(made: Made, chart: HelmChart): string {
  const tree = within(chart, made.clientIp.helmValues());
  const depth = chart === 'ingress' ? 1 : 0;
  return commented(tree, (path, value) => whyValue(path.slice(depth), value)) + besideAsComment(made);
}

/** The chart `ingress` has the chart `kong` as its part `gateway`. */
function within(chart: HelmChart, tree: unknown): unknown {
  return chart === 'ingress' ? { gateway: tree } : tree;
}

/** For `docker run --env-file`, a ConfigMap, or wherever the variables of a process are kept. */
function environment({ clientIp }: Made): string {
  return Object.entries(clientIp.environment)
    .map(([name, value]) => `# ${whyVariable(name, value) ?? 'Kong needs it for this way.'}\n${name}=${value}\n`)
    .join('');
}

function operator(made: Made): string {
  const options = plainly(() => made.clientIp.dataPlaneOptions());
  const why = (path: readonly string[], value: string) =>
    path[0] === 'env' ? whyVariable(path[1], value) : whyOption(path, value);
  const configuration = commented(
    {
      apiVersion: 'gateway-operator.konghq.com/v2beta1',
      kind: 'GatewayConfiguration',
      metadata: { name: 'kong' },
      spec: { dataPlaneOptions: options },
    },
    why,
  );
  return [configuration, ...made.beside().map(writeYaml)].join('---\n');
}

function kustomization(made: Made, chart: HelmChart): string {
  const whole = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    helmCharts: [
      {
        name: chart,
        repo: 'https://charts.konghq.com',
        version: CHART_VERSIONS[chart],
        releaseName: 'kong',
        namespace: 'kong',
        valuesInline: within(chart, made.clientIp.helmValues()),
      },
    ],
  };
  const depth = chart === 'ingress' ? 3 : 2;
  const why = (path: readonly string[], value: string) =>
    path[1] === 'valuesInline' ? whyValue(path.slice(depth), value) : undefined;
  return commented(whole, why) + besideAsComment(made);
}

/** Objects are not values: whoever uses the values has to apply them, too. */
function besideAsComment(made: Made): string {
  const objects = made.beside();
  if (objects.length === 0) {
    return '';
  }
  const text = objects
    .map(writeYaml)
    .join('---\n')
    .trimEnd()
    .split('\n')
    .map((line) => `#   ${line}`.trimEnd())
    .join('\n');
  return `# The load balancer also needs this, in the namespace of the release:\n#\n${text}\n`;
}
