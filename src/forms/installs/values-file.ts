import { helmTemplate, KONG_CHARTS } from './charts';
import { checkOf, Found, inOrder, Install, NOTHING } from './install';
import { fileValues } from './values-of';
import { Tree } from '../../charts/release';
import { isObject } from '../../input/objects';
import { TextDocument } from '../documents';
import { baseOf, Files, folderOf, normal } from '../files';
import { ClientIpManifest } from '../text';

/** Which chart values files are for, where the user says so. */
export interface ChartChoice {
  readonly chart?: 'kong' | 'ingress';
  readonly chartVersion?: string;
}

/** Keys of the chart `kong` that few other charts have. */
const OWN = [
  'dblessConfig',
  'ingressController',
  'proxy',
  'admin',
  'manager',
  'portal',
  'portalapi',
  'udpProxy',
  'clustertelemetry',
  'customEnv',
  'secretVolumes',
  'enterprise',
  'status',
  'cluster',
  'migrations',
];
/** Names in `env` by which Kong's settings are known. */
const SETTINGS =
  /^(trusted_ips|real_ip_\w+|proxy_listen|database|role|router_flavor|nginx_\w+|admin_listen|cluster_\w+|pg_\w+|log_level|port_maps|prefix|declarative_config\w*|konnect_\w+)$/;

/** Whether a document is values of Kong's charts, by its keys. */
export function chartOfValues({ value }: TextDocument): 'kong' | 'ingress' | undefined {
  if (!isObject(value) || value.kind !== undefined || value.apiVersion !== undefined) return undefined;
  if (isObject(value.gateway) && isGateway(value.gateway)) return 'ingress';
  if (isObject(value.controller) && isObject(value.gateway)) {
    return isController(value.controller) ? 'ingress' : undefined;
  }
  return isGateway(value) ? 'kong' : undefined;
}

/** A file that is named after Kong needs fewer keys to be known. */
function chartByName({ file, value }: TextDocument): 'kong' | undefined {
  if (!/kong/i.test(baseOf(file)) || !isObject(value) || value.kind !== undefined || value.apiVersion !== undefined) {
    return undefined;
  }
  const { proxy } = value;
  return isObject(proxy) && ['type', 'annotations', 'http', 'tls'].some((key) => key in proxy) ? 'kong' : undefined;
}

function isGateway(values: Tree): boolean {
  if (imagesKong(values)) return true;
  const settings = isObject(values.env) && Object.keys(values.env).some((name) => SETTINGS.test(name.toLowerCase()));
  const own = OWN.filter((key) => isObject(values[key])).length;
  return own + (settings ? 1 : 0) >= 2 || (settings && isObject(values.proxy));
}

function isController(values: Tree): boolean {
  return isObject(values.ingressController) || isObject(values.proxy);
}

function imagesKong({ image }: Tree): boolean {
  return isObject(image) && /(^|\/)kong(-gateway)?$/.test(String(image.repository));
}

/**
 * A values file, with the one that it goes over where it is named so: `values-prod.yaml` over `values.yaml`, which is
 * then not a release by itself.
 */
export function readValuesFile(
  file: ClientIpManifest,
  document: TextDocument,
  files: Files,
  choice: ChartChoice,
): Found {
  if (overlaysOf(file, files).length > 0) return NOTHING;
  const base = baseFileOf(file, files);
  const chart = choice.chart ?? chartOfValues(document) ?? chartByName(document) ?? (base && chartOfFile(base, files));
  if (chart === undefined) return NOTHING;
  return { ...NOTHING, installs: [installOf(base ? [base, file] : [file], chart, files, choice)] };
}

/** One release of files in Helm's order. */
export function installOf(
  inHelmsOrder: readonly ClientIpManifest[],
  chart: 'kong' | 'ingress',
  files: Files,
  { chartVersion: version }: ChartChoice,
): Install {
  const values = inOrder(...inHelmsOrder.map((file) => fileValues(files, file, file.name)));
  const last = inHelmsOrder[inHelmsOrder.length - 1];
  const release = { release: 'kong', namespace: 'kong', chart, version, repository: KONG_CHARTS };
  return {
    name: inHelmsOrder.map(({ name }) => name).join(' and '),
    at: { file: last.name, line: 1 },
    ...release,
    layers: values.layers,
    doubts: values.doubts,
    run: checkOf(
      helmTemplate(
        release,
        inHelmsOrder.map(({ name }) => name),
      ),
    ),
  };
}

const OVERLAY = /^values[-_.].+\.ya?ml$/;

/** The values files that go over a file of the name `values.yaml`, each by itself, such as `values-prod.yaml`. */
export function overlaysOf(file: ClientIpManifest, files: Files): ClientIpManifest[] {
  if (!/^values\.ya?ml$/.test(baseOf(file.name))) return [];
  return files.all.filter(
    (other) => OVERLAY.test(baseOf(other.name)) && normal(folderOf(other.name)) === normal(folderOf(file.name)),
  );
}

function baseFileOf(file: ClientIpManifest, files: Files): ClientIpManifest | undefined {
  const base = OVERLAY.test(baseOf(file.name))
    ? (files.beside(file.name, 'values.yaml') ?? files.beside(file.name, 'values.yml'))
    : undefined;
  return base && chartOfFile(base, files) ? base : undefined;
}

function chartOfFile(file: ClientIpManifest, files: Files): 'kong' | 'ingress' | undefined {
  const [document] = files.documentsOf(file).documents;
  return document && chartOfValues(document);
}
