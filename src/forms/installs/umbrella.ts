import { dependenciesOf, isEnabled, Umbrella, umbrellaOf } from './chart-folder';
import { mentionsKong } from './charts';
import { checkOf, Found, gather, inOrder, Install, NOTHING, Values } from './install';
import { overlaysOf } from './values-file';
import { fileValues } from './values-of';
import { Files, folderOf } from '../files';
import { within } from '../layer';
import { ClientIpManifest } from '../text';

/** An umbrella chart with the values of one stage. */
interface Stage {
  readonly name: string;
  readonly values: Values;
  readonly run: string;
}

/** An umbrella chart with its own values, or once with each values file beside them. */
export function readUmbrella(file: ClientIpManifest, files: Files): Found {
  const folder = folderOf(file.name) || '.';
  const run = checkOf(`helm dependency build ${folder} && helm template kong ${folder}`);
  const umbrella = umbrellaOf(files, file);
  if (!umbrella) return unknownChart(file, files, run);
  const base = files.beside(file.name, 'values.yaml');
  const overlays = base ? overlaysOf(base, files) : [];
  const stages = overlays.map((overlay) => ({
    name: `${file.name} with ${overlay.name}`,
    values: inOrder(umbrella.own, fileValues(files, overlay, overlay.name)),
    run: run.replace(' | ', ` -f ${overlay.name} | `),
  }));
  const alone = { name: file.name, values: umbrella.own, run };
  return gather(
    (stages.length === 0 ? [alone] : stages).map((stage) => ({
      ...NOTHING,
      installs: installsOf(file, umbrella, stage),
      used: [...umbrella.used, ...stage.values.used],
      unreadable: stage.values.unreadable,
    })),
  );
}

function installsOf(file: ClientIpManifest, { charts }: Umbrella, { name, values, run }: Stage): Install[] {
  const enabled = charts.filter((one) => isEnabled(one, values.layers));
  return enabled.map(({ chart, version, key, alias, doubt }) => ({
    name,
    at: { file: file.name, line: 1 },
    chart,
    version,
    alias,
    release: 'kong',
    namespace: 'kong',
    within: key,
    layers: values.layers.map((layer) => within(layer, key)),
    doubts: [...(doubt ? [doubt] : []), ...values.doubts],
    run,
  }));
}

/** A chart that depends on another vendor's chart of Kong. */
function unknownChart(file: ClientIpManifest, files: Files, run: string): Found {
  const named = dependenciesOf(files, file).find(({ name }) => mentionsKong(name));
  if (!named) return NOTHING;
  const chart = `${String(named.name)} of ${String(named.repository)}`;
  const why = `The chart depends on ${chart}, which this check does not know.`;
  return { ...NOTHING, notJudged: [{ path: file.name, line: 1, why, run }] };
}
