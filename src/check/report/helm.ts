import { decidingText, decidingValues } from '../../charts/deciding';
import { ManifestObject } from '../../forms/manifests';

/** The value of Kong's charts that decides a field of an object that one of them rendered. */
export function helmValue({ object }: ManifestObject, field: string | undefined): string | undefined {
  return decidingText(decidingValues(object, field));
}
