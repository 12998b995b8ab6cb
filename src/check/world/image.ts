import { settingsBefore } from '../../kong/settings';

/** The image of a container, by its name. */
export interface Image {
  /** Whether it is one of Kong's own, from whichever registry: what is in it is known. */
  readonly isKongs: boolean;
  /** Kong's release, such as 3.9, where the tag says so. */
  readonly version?: readonly [major: number, minor: number];
}

const KONGS = ['kong', 'kong-gateway', 'kong-gateway-dev', 'kong-ee', 'kong-enterprise-edition'];

export function readImage(image: unknown): Image {
  const [name = '', tag = ''] = String(image ?? '')
    .replace(/@.*$/, '')
    .split('/')
    .pop()!
    .split(':');
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(tag) ?? [];
  const isKongs = image === undefined || KONGS.includes(name.toLowerCase());
  return { isKongs, version: isKongs && major !== undefined ? [Number(major), Number(minor)] : undefined };
}

/** What the model answers for: Kong 3, up to this release. */
export const NEWEST_MODELLED = 9;

/** Whether a release is one that the model of Kong was not compared with. */
export function isModelled({ version }: Image): boolean {
  return version === undefined || (version[0] === 3 && version[1] <= NEWEST_MODELLED);
}

/** The values that settings had before the defaults of the model. */
export function defaultsOf({ version }: Image): Readonly<Record<string, string>> {
  return version === undefined ? {} : settingsBefore(version);
}
