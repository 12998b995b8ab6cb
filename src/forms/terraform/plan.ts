import { Tree } from '../../charts/release';
import { fieldsOf, isObject } from '../../input/objects';
import { Place, readDocumentsAt } from '../documents';
import { hideExpressions } from '../expressions';
import { helmTemplate, kongChart } from '../installs/charts';
import { checkOf, Found, gather, inOrder, known, NOTHING, Values } from '../installs/install';
import { setValues, text, trees } from '../installs/values-of';
import { ClientIpManifest } from '../text';

/** Whether a text is what `terraform show -json` writes. */
export function isPlan({ text: content }: ClientIpManifest): boolean {
  return (
    /^\s*\{/.test(content) &&
    /"(planned_values|prior_state|values)"\s*:\s*\{/.test(content) &&
    content.includes('"terraform_version"')
  );
}

/**
 * The releases of a Terraform plan or state as JSON.
 *
 * @see https://developer.hashicorp.com/terraform/internals/json-format
 */
export function readPlan(file: ClientIpManifest): Found {
  const place = { file: file.name, line: 1 };
  let plan: unknown;
  try {
    plan = JSON.parse(file.text);
  } catch (error) {
    return { ...NOTHING, unreadable: [{ ...place, message: (error as Error).message }] };
  }
  const whole = fieldsOf(plan);
  const values = isObject(whole.planned_values) ? whole.planned_values : whole.values;
  const root = isObject(values) ? values.root_module : undefined;
  return gather(
    resourcesIn(root)
      .filter(({ type }) => type === 'helm_release')
      .map((resource) => readRelease(resource, place)),
  );
}

function resourcesIn(module: unknown): Tree[] {
  if (!isObject(module)) return [];
  return [...trees(module.resources), ...trees(module.child_modules).flatMap(resourcesIn)];
}

function readRelease(resource: Tree, at: Place): Found {
  const fields = fieldsOf(resource.values);
  const repository = text(fields.repository);
  const chart = kongChart(fields.chart, repository);
  if (!chart) return NOTHING;
  const version = text(fields.version);
  const release = text(fields.name) ?? 'kong';
  const namespace = text(fields.namespace) ?? 'default';
  const values = inOrder(
    ...textsOf(fields.values, at),
    ...['set', 'set_list', 'set_sensitive'].map((name) => setsOf(fields[name], at)),
  );
  return {
    ...NOTHING,
    installs: [
      {
        name: text(resource.address) ?? 'helm_release',
        at,
        chart: chart.chart,
        version,
        repository,
        release,
        namespace,
        layers: values.layers,
        doubts: [
          ...(chart.doubt ? [chart.doubt] : []),
          ...(fields.postrender ? ['What does postrender change?'] : []),
          ...values.doubts,
        ],
        run: checkOf(helmTemplate({ release, chart: chart.chart, version, repository, namespace }, ['values.yaml'])),
      },
    ],
    unreadable: values.unreadable,
  };
}

function textsOf(values: unknown, at: Place): Values[] {
  const texts = Array.isArray(values) ? values : [];
  return texts
    .filter((one): one is string => typeof one === 'string')
    .map((one) => {
      const { documents, unreadable } = readDocumentsAt(one, at.file, () => at);
      return known({
        layers: documents.map(({ value }) => ({
          tree: hideExpressions(value),
          keeping: { kind: 'terraform', file: at.file },
          place: () => at,
        })),
        unreadable,
      });
    });
}

function setsOf(sets: unknown, at: Place): Values {
  return inOrder(
    ...trees(sets).map(({ name, value, type }) => {
      const written = Array.isArray(value)
        ? `{${value.map((one) => String(one).replaceAll(',', '\\,')).join(',')}}`
        : String(value ?? '');
      return setValues([{ name: String(name), value: written, asText: type === 'string' }], at);
    }),
  );
}
