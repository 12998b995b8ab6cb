import { Install, Renderer } from './install';
import { settle } from './open-values';
import { decidingValues } from '../../charts/deciding';
import { mergeValues } from '../../charts/merge';
import { pathText, ValuePath } from '../../charts/release';
import { renderChart } from '../../charts/render';
import { KubernetesObject } from '../../controllers/balancer';
import { Place, readDocuments, Unreadable } from '../documents';
import { Layer, valueAt } from '../layer';
import { Home, Made, manifestObject, ManifestObject, objectsOf as manifestsOf } from '../manifests';

export interface Objects {
  readonly objects: readonly ManifestObject[];
  readonly unreadable: readonly Unreadable[];
}

/** What a release makes in the cluster: by Helm, if the user lets it render, or by the model of the chart. */
export function objectsOf(install: Install, renderer?: Renderer): Objects {
  const { layers, at } = install;
  try {
    const text = renderer?.release(install);
    return text === undefined ? modelled(install) : fromHelm(install, text);
  } catch (error) {
    return {
      objects: [],
      unreadable: [{ ...(layers[layers.length - 1]?.place() ?? at), message: (error as Error).message }],
    };
  }
}

/** What sops adds to a file that it encrypts. */
const SOPS = 'sops';

/** Each field is at home where the value that decides it is written. */
function modelled(install: Install): Objects {
  const { chart, version, alias, release: name, namespace, layers } = install;
  const settled = layers.map(({ tree }) => settle(chart, tree));
  const values = settled.map(({ tree }) => tree);
  const rendered = renderChart({ chart, version, alias, name, namespace, values });
  if ('refused' in rendered) throw new Error(`Helm refuses the values: ${rendered.refused}`);
  const ignored = rendered.ignored
    .filter(([key]) => key !== SOPS)
    .map((path) => ({
      value: valueName(install, [path]),
      place: placeOf(install, path),
    }));
  const doubts = [...install.doubts, ...settled.flatMap(({ questions }) => questions), ...rendered.questions];
  return { objects: rendered.objects.map((object) => madeBy(install, object, { doubts, ignored })), unreadable: [] };
}

function fromHelm(install: Install, text: string): Objects {
  const { documents, unreadable } = readDocuments({ name: `${install.name} (rendered)`, text });
  const objects = documents
    .flatMap((document) => manifestsOf(document).objects)
    .map(({ object }) => madeBy(install, object, { doubts: install.doubts, ignored: [] }));
  return { objects, unreadable };
}

function madeBy(install: Install, object: KubernetesObject, known: Pick<Made, 'doubts' | 'ignored'>): ManifestObject {
  const values = mergeValues(install.layers.map(({ tree }) => tree));
  const deciding = (field?: string) => decidingValues(object, field, values);
  const place = (field?: string): Place => {
    const [path] = deciding(field);
    return path ? placeOf(install, path) : install.at;
  };
  const valueOf = (field: string) => {
    const paths = deciding(field);
    return paths.length === 0 ? undefined : valueName(install, paths);
  };
  const pathsOf = (field: string) => deciding(field);
  const setAt = (path: ValuePath) => {
    const holder = lastWith(install.layers, path);
    return holder?.keeping.kind === 'set' ? holder.place(path) : undefined;
  };
  const homesOf = (field: string) => deciding(field).flatMap((path) => homeOf(install, path) ?? []);
  return manifestObject(object, place, {
    made: { ...known, by: install.name, run: install.run, valueOf, pathsOf, homesOf, setAt },
  });
}

/** The values as the user writes them. */
function valueName({ within }: Install, paths: readonly ValuePath[]): string {
  return paths.map((path) => pathText(within === undefined ? path : [within, ...path])).join(' and ');
}

/** Where a value is written; where it is not, the nearest map around it, in the values that count last. */
export function placeOf({ layers, at }: Install, path: ValuePath): Place {
  for (let length = path.length; length > 0; length--) {
    const part = path.slice(0, length);
    const layer = lastWith(layers, part);
    if (layer) return layer.place(part);
  }
  return layers[layers.length - 1]?.place() ?? at;
}

function lastWith(layers: readonly Layer[], path: ValuePath): Layer | undefined {
  return [...layers].reverse().find(({ tree }) => valueAt(tree, path) !== undefined);
}

/** Where a value is to be changed: in the last values that hold it, or else in the last that can be changed. */
function homeOf({ layers }: Install, path: ValuePath): Home | undefined {
  const holder = lastWith(layers, path);
  const layer =
    holder ?? [...layers].reverse().find(({ keeping }) => keeping.kind === 'tree' || keeping.kind === 'text');
  if (!layer || !('document' in layer.keeping)) return undefined;
  const {
    kind,
    document: { file, part },
    path: at,
  } = layer.keeping;
  return kind === 'text' ? { file, part, path: at, inner: path } : { file, part, path: [...at, ...path] };
}
