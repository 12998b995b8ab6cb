import { OverlayPatch, patchOf } from './overlay-patch';
import { setInYaml } from './yaml-edit';
import { CannotEdit } from './yaml-path';
import { blockText } from './yaml-text';
import { Tree } from '../charts/release';
import { check, judgementsOf } from '../check/check';
import { Judgement } from '../check/judge';
import { ClientIpCheckOptions } from '../check/options';
import { Files, folderOf, normal } from '../forms/files';
import { isKustomization, isKustomizationFile } from '../forms/installs/kustomize';
import { ManifestObject, readManifests } from '../forms/manifests';
import { builtName, ReadTools } from '../forms/read';
import { ClientIpManifest } from '../forms/text';

/** What the user's own tool makes of overlays, as texts that can be changed. */
export class Built {
  private readonly texts = new Map<string, ClientIpManifest>();

  constructor(private readonly tools: ReadTools) {}

  /** What the check says of the texts, the built ones as they are among them. */
  public check(texts: readonly ClientIpManifest[], options: ClientIpCheckOptions, also?: ReadTools['also']) {
    return check(this.own(texts), options, { ...this.toolsFor(texts), also });
  }

  public judgements(texts: readonly ClientIpManifest[], options: ClientIpCheckOptions): Judgement[] {
    return judgementsOf(this.own(texts), options, this.toolsFor(texts));
  }

  /** What was built so far. */
  public get all(): readonly ClientIpManifest[] {
    return [...this.texts.values()];
  }

  public has({ name }: ClientIpManifest): boolean {
    return this.texts.has(name);
  }

  private own(texts: readonly ClientIpManifest[]): ClientIpManifest[] {
    return texts.filter((text) => !this.has(text));
  }

  private toolsFor(texts: readonly ClientIpManifest[]): ReadTools {
    const { renderer } = this.tools;
    if (!renderer) return this.tools;
    return {
      ...this.tools,
      renderer: {
        release: (install) => renderer.release(install),
        folder: (tool, path) => {
          if (tool !== 'kustomize') return renderer.folder(tool, path);
          const name = builtName(path);
          const text = texts.find((one) => one.name === name)?.text ?? renderer.folder(tool, path);
          if (text !== undefined && !this.texts.has(name)) this.texts.set(name, { name, text });
          return text;
        },
      },
    };
  }
}

/**
 * The user's texts, with patches in the kustomizations of what was built and is changed.
 *
 * @throws CannotEdit when no patch leads to the change
 */
export function withOverlays(
  built: Built,
  before: readonly ClientIpManifest[],
  after: readonly ClientIpManifest[],
): ClientIpManifest[] {
  const own = after.filter((text) => !built.has(text));
  const changed = after.filter((text) => built.has(text) && !before.includes(text));
  return changed.reduce((texts, text) => {
    if (!texts.some((one) => isOverlayOf(one, text))) {
      throw new CannotEdit(`the kustomization of ${text.name} is missing`);
    }
    const old = before.find(({ name }) => name === text.name)!;
    return texts.map((one) => (isOverlayOf(one, text) ? patched(one, old, text) : one));
  }, own);
}

function isOverlayOf({ name }: ClientIpManifest, built: ClientIpManifest): boolean {
  return isKustomizationFile(name) && builtName(normal(folderOf(name)) || '.') === built.name;
}

/** A kustomization with patches that lead to a changed form of what is built of it. */
function patched(overlay: ClientIpManifest, before: ClientIpManifest, after: ClientIpManifest): ClientIpManifest {
  const [document] = new Files([overlay]).documentsOf(overlay).documents.filter(isKustomization);
  const value = document.value as Tree;
  const patches = patchesBetween(before, after, value);
  const count = Array.isArray(value.patches) ? value.patches.length : 0;
  const text =
    count === 0
      ? setInYaml(overlay.text, ['patches'], patches)
      : patches.reduce((sofar, patch, index) => setInYaml(sofar, ['patches', count + index], patch), overlay.text);
  return { name: overlay.name, text };
}

function patchesBetween(before: ClientIpManifest, after: ClientIpManifest, overlay: Tree): OverlayPatch[] {
  const olds = readManifests([before]).objects;
  const news = readManifests([after]).objects;
  return olds.flatMap((old, index): OverlayPatch[] => {
    const { object } = news[index];
    if (JSON.stringify(old.object) === JSON.stringify(object)) return [];
    if (isGenerated(old)) throw new CannotEdit(`${old.id} has the name of a generator`);
    const name = nameAtPatch(old.name, overlay);
    return [{ target: { kind: old.kind, name }, patch: patchOf(old.object, object, blockText, name) }];
  });
}

/** A generator ends the name with a hash, which it writes behind all patches. */
function isGenerated({ kind, name }: ManifestObject): boolean {
  return (kind === 'ConfigMap' || kind === 'Secret') && /-[a-z0-9]{10}$/.test(name);
}

/** Patches run ahead of what an overlay puts around names. */
function nameAtPatch(name: string, { namePrefix = '', nameSuffix = '' }: Tree): string {
  const prefix = String(namePrefix);
  const suffix = String(nameSuffix);
  const start = name.startsWith(prefix) ? prefix.length : 0;
  const end = name.endsWith(suffix) ? name.length - suffix.length : name.length;
  return name.slice(start, end);
}
