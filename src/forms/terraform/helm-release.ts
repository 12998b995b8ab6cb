import { Block, blocksOf, Expression, mistakeIn, ParseHcl } from './syntax';
import { filesNamedIn, plain, sourceOf, valuesOfItem } from './values';
import { Files, folderOf } from '../files';
import { helmTemplate, kongChart, mentionsKong } from '../installs/charts';
import { checkOf, Found, gather, inOrder, NO_VALUES, NOTHING, NotJudged, Values } from '../installs/install';
import { setValues } from '../installs/values-of';
import { ClientIpManifest } from '../text';

/** What makes a plan that can be judged. */
const PLAN =
  'terraform plan -out=plan && terraform show -json plan > plan.json && npx cdk8s-kong-client-ip check plan.json';

/**
 * The releases that `helm_release` blocks install.
 *
 * @see https://registry.terraform.io/providers/hashicorp/helm/latest/docs/resources/release
 */
export function readTerraform(file: ClientIpManifest, files: Files, parse: ParseHcl | undefined): Found {
  if (!/kong/i.test(file.text)) return NOTHING;
  if (!parse) {
    const why = 'Terraform is read by the command line only.';
    return { ...NOTHING, notJudged: [{ path: file.name, line: 1, why, run: PLAN }] };
  }
  const root = parse(file.text);
  const mistake = mistakeIn(root);
  if (mistake) {
    return { ...NOTHING, unreadable: [{ file: file.name, ...mistake, message: 'this is not valid HCL' }] };
  }
  const blocks = blocksOf(root);
  const found = gather(blocks.map((block) => readBlock(block, file.name, files)));
  if (found.installs.length > 0 || found.notJudged.length > 0) return found;
  const sign = blocks.find(({ kind, text }) => !BESIDE.has(kind) && SIGN.test(text));
  return sign ? notJudged(file.name, sign, `${nameOf(sign)} is about Kong in the language of Terraform.`) : found;
}

/** Blocks that install nothing themselves. */
const BESIDE = new Set(['variable', 'output', 'terraform', 'provider']);

/** Kong's charts, its settings, or its image. */
const SIGN = /charts\.konghq\.com|\bKONG_[A-Z]|\bimage\s*[:=]\s*"?[\w./-]*\bkong(-gateway)?[:@"\s]/;

function nameOf({ kind, labels }: Block): string {
  return [kind, ...labels].join(' ');
}

function readBlock(block: Block, file: string, files: Files): Found {
  const [kind = '', label = ''] = block.labels;
  if (block.kind === 'resource' && kind === 'helm_release') return readRelease(block, label, file, files);
  const installs = block.kind === 'module' && mentionsKong(kind, textAt(block, 'source'));
  if (installs) {
    const source = textAt(block, 'source') ?? 'elsewhere';
    return notJudged(file, block, `The module ${kind} may install Kong from ${source}, which is not read.`);
  }
  const isWorkload =
    block.kind === 'resource' && /^kubernetes_(deployment|stateful_set|daemon_?set|manifest)/.test(kind);
  if (isWorkload && /["/]kong(\/kong-gateway)?[:"]/.test(block.text)) {
    return notJudged(file, block, `${kind}.${label} makes a Kong in the language of Terraform.`);
  }
  return NOTHING;
}

function readRelease(block: Block, label: string, file: string, files: Files): Found {
  const named = textAt(block, 'chart') ?? '';
  const repository = textAt(block, 'repository');
  const chart = kongChart(named, repository);
  if (!chart) {
    return mentionsKong(named, label)
      ? notJudged(file, block, `helm_release.${label} installs ${named || 'a chart'}, which this check does not know.`)
      : NOTHING;
  }
  const version = textAt(block, 'version');
  const release = textAt(block, 'name') ?? label;
  const namespace = textAt(block, 'namespace') ?? 'default';
  const values = valuesOf(block, file, files);
  const local = /^\./.test(named) ? [`Is the chart in ${named} Kong's own chart?`] : [];
  const doubts = [...local, ...(chart.doubt ? [chart.doubt] : []), ...rendered(block), ...values.doubts];
  return {
    ...NOTHING,
    installs: [
      {
        name: `helm_release.${label}`,
        at: { file, line: block.line, column: block.column },
        chart: chart.chart,
        version,
        repository,
        release,
        namespace,
        layers: values.layers,
        doubts,
        run:
          values.doubts.length > 0
            ? PLAN
            : checkOf(helmTemplate({ release, chart: chart.chart, version, repository, namespace }, ['values.yaml'])),
      },
    ],
    unreadable: values.unreadable,
    used: [...values.used, ...filesNamedIn(block.text, file, files)],
  };
}

function rendered(block: Block): string[] {
  const renders = block.attributes.has('postrender') || block.blocks.some(({ kind }) => kind === 'postrender');
  return renders ? ['What does postrender change?'] : [];
}

/** `values` in their order, then `set`, `set_list` and `set_sensitive`. */
function valuesOf(block: Block, file: string, files: Files): Values {
  const values = block.attributes.get('values');
  const items = values?.kind === 'list' ? values.items.map((item) => valuesOfItem(item, file, files)) : [];
  const whole =
    values && values.kind !== 'list'
      ? { ...NO_VALUES, doubts: [`What are the values ${sourceOf(values)}?`] }
      : NO_VALUES;
  return inOrder(...items, whole, ...['set', 'set_list', 'set_sensitive'].map((name) => setsOf(block, name, file)));
}

type Entry = ReadonlyMap<string, Expression>;

/** Blocks of a name, or an attribute with a list of maps, as provider 3 has them. */
function setsOf(block: Block, name: string, file: string): Values {
  const attribute = block.attributes.get(name);
  const maps = attribute?.kind === 'list' ? attribute.items : [];
  const entries: Entry[] = [
    ...block.blocks.filter(({ kind }) => kind === name).map(({ attributes }) => attributes),
    ...maps.flatMap((item) => (item.kind === 'map' ? [new Map(item.entries)] : [])),
  ];
  const isOpen =
    (attribute && attribute.kind !== 'list') ||
    block.blocks.some(({ kind, labels }) => kind === 'dynamic' && labels[0] === name);
  const doubts = isOpen ? [`Which values does ${name} come to?`] : [];
  const sets = entries.map((entry) => setOf(entry, name, file));
  return inOrder(...sets, { ...NO_VALUES, doubts });
}

function setOf(entry: Entry, name: string, file: string): Values {
  const key = entry.get('name');
  const value = entry.get('value');
  if (key?.kind !== 'text' || !value) return { ...NO_VALUES, doubts: [`Which value does a ${name} set?`] };
  const place = { file, line: value.line, column: value.column };
  if (name === 'set_sensitive') return setValues([{ name: key.text, value: '${sensitive}', asText: true }], place);
  const written =
    value.kind === 'list'
      ? `{${value.items.map((item) => escaped(String(plain(item)))).join(',')}}`
      : String(plain(value));
  const type = entry.get('type');
  return setValues(
    [{ name: key.text, value: written, asText: type?.kind === 'text' && type.text === 'string' }],
    place,
  );
}

function escaped(value: string): string {
  return value.replaceAll(',', '\\,');
}

function textAt(block: Block, name: string): string | undefined {
  const value = block.attributes.get(name);
  return value?.kind === 'text' && !value.text.includes('${') ? value.text : undefined;
}

function notJudged(path: string, { line }: Block, why: string): Found {
  const entry: NotJudged = { path, line, why, run: folderOf(path) ? `cd ${folderOf(path)} && ${PLAN}` : PLAN };
  return { ...NOTHING, notJudged: [entry] };
}
