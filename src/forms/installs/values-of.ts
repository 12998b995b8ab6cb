import { doubted, known, NO_VALUES, Values } from './install';
import { setValue } from '../../charts/set';
import { isObject } from '../../input/objects';
import { Place, TextDocument } from '../documents';
import { Files } from '../files';
import { setLayer, treeLayer } from '../layer';
import { ClientIpManifest } from '../text';

/** Values in a file of the input; a question where the file is not there. */
export function fileValues(files: Files, file: ClientIpManifest | undefined, path: string): Values {
  if (!file) return doubted(`What is in the values file ${path}? It is not in the input.`);
  const { documents, unreadable } = files.documentsOf(file);
  const [document] = documents;
  const layers = document ? treeLayer(document).layers : [];
  return { ...NO_VALUES, layers, unreadable, used: [file.name] };
}

/** The values of an array of paths, resolved by the caller. */
export function filesValues(
  files: Files,
  paths: unknown,
  find: (path: string) => ClientIpManifest | undefined,
): Values[] {
  const named = Array.isArray(paths) ? paths : [paths];
  return named
    .filter((path): path is string => typeof path === 'string')
    .map((path) => fileValues(files, find(path), path));
}

/** Single values as `--set` takes them, in their order. */
export function setValues(pairs: readonly { name: string; value: string; asText: boolean }[], place: Place): Values {
  try {
    const tree = pairs.reduce<unknown>((all, { name, value, asText }) => setValue(all, `${name}=${value}`, asText), {});
    return pairs.length === 0 ? NO_VALUES : known({ layers: [setLayer(tree, place)], unreadable: [] });
  } catch (error) {
    return { ...NO_VALUES, unreadable: [{ ...place, message: (error as Error).message }] };
  }
}

/** The document of an object of the input. */
export function findObject(
  documents: readonly TextDocument[],
  kind: string,
  name: unknown,
  namespace?: unknown,
): TextDocument | undefined {
  return documents.find(({ value }) => {
    if (!isObject(value) || value.kind !== kind || !isObject(value.metadata)) return false;
    const { metadata } = value;
    return metadata.name === name && (namespace === undefined || (metadata.namespace ?? 'default') === namespace);
  });
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

export function trees(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? (value.filter(isObject) as Record<string, unknown>[]) : [];
}
