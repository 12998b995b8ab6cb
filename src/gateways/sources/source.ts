import { ApiObjectMetadata } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { IpFamily } from '../../binding/service-binding';
import { Reference } from '../references';

/** Where Kong gets its services, routes and plugins. */
export interface ConfigurationSource {
  bind(scope: Construct, options: BindOptions): BoundSource;
}

export interface BindOptions {
  readonly metadata: ApiObjectMetadata;
  readonly families: readonly IpFamily[];
}

/** What a source gives to the pod. */
export interface BoundSource {
  /** Variables of Kong that belong to the source. */
  readonly environment: { readonly [key: string]: string };
  readonly mounts: readonly { readonly path: string; readonly volume: kplus.Volume }[];
  /** The objects that are mounted. */
  readonly references: readonly Reference[];
  /** Makes pods restart when the content changes; undefined when the content is not part of this app. */
  readonly checksum?: () => string | undefined;
  /** Whether Kong is changed by its Admin API, which then needs a Service. */
  readonly adminApi?: boolean;
}

/** A Secret as a directory of files. */
export function mountSecret(
  scope: Construct,
  id: string,
  secret: kplus.ISecret,
  name: string,
): BoundSource['mounts'][number] {
  return { path: `/${name.replace(/-/g, '_')}`, volume: kplus.Volume.fromSecret(scope, id, secret, { name }) };
}
