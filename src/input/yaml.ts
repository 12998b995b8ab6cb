import { Document, Tags } from 'yaml';

/**
 * YAML as kubectl and Helm read it: `on` and `yes` are booleans. Tags that make other objects than plain ones are
 * left out. A repeated key is read, so that it can be refused with its place.
 */
export const AS_KUBECTL = {
  version: '1.1',
  uniqueKeys: false,
  prettyErrors: true,
  stringKeys: true,
  customTags: (tags: Tags) =>
    tags.filter(
      (tag) =>
        typeof tag === 'string' || (tag.format !== 'TIME' && !/:(timestamp|binary|omap|pairs|set)$/.test(tag.tag)),
    ),
} as const;

/**
 * YAML that every reader takes as it is meant, whether it reads version 1.1, as kubectl and Helm do, or 1.2: a text
 * such as `on`, `0o17` or `12:30` is in quotes. Nothing is wrapped, and nothing is an alias.
 */
export function writeYaml(content: unknown): string {
  const document = content instanceof Document ? content : new Document(content, { aliasDuplicateObjects: false });
  document.setSchema('1.2', { compat: 'yaml-1.1' });
  return document.toString({ lineWidth: 0 });
}
