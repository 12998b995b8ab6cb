import { Tags } from 'yaml';

/**
 * YAML as kubectl and Helm read it: `on` and `yes` are booleans. Tags that make other objects than plain ones are left out. A
 * repeated key is read, so that it can be refused with its place.
 */
export const AS_KUBECTL = {
  version: '1.1',
  uniqueKeys: false,
  prettyErrors: true,
  stringKeys: true,
  customTags: (tags: Tags) => tags.filter((tag) => typeof tag === 'string'
    || tag.format !== 'TIME' && !/:(timestamp|binary|omap|pairs|set)$/.test(tag.tag)),
} as const;
