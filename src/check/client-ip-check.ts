import { check } from './check';
import { ClientIpCheckOptions } from './options';
import { ClientIpReport } from './report';
import { ClientIpManifest } from '../forms/text';
import { errorAt, quote } from '../input/errors';
import { isObject } from '../input/objects';

/**
 * Checks manifests that anybody wrote: whether the client's address survives on its way to Kong, and whether clients
 * can forge it.
 *
 * Nothing in the manifests is executed, and nothing is fetched.
 *
 * @see https://github.com/cdk8s-kong-client-ip/cdk8s-kong-client-ip/blob/main/docs/check.md
 */
export class ClientIpCheck {
  /**
   * Checks every gateway in the manifests. A document that cannot be read does not hide the others: the report names
   * it. Throws when a manifest has no name or no text, a network in the options is not in CIDR notation, or the cloud
   * or the controller is not known.
   *
   * @param manifests texts with Kubernetes objects
   * @param options what the manifests do not say
   */
  public static check(manifests: ClientIpManifest[], options?: ClientIpCheckOptions): ClientIpReport {
    checkManifests(manifests);
    checkOptions(options ?? {});
    return check(manifests, options ?? {});
  }

  private constructor() {}
}

const PLACE = 'ClientIpCheck.check';

/** @throws when one has no name or no text, in languages that do not ask for them. Texts may hold Secrets. */
function checkManifests(manifests: readonly unknown[]): void {
  if (!Array.isArray(manifests)) {
    const got = quote(manifests);
    throw errorAt(PLACE, `manifests must be a list, got ${got}; write [{ name: "kong.yaml", text: "…" }]`);
  }
  // By index, since holes of a list are passed over otherwise.
  for (let index = 0; index < manifests.length; index++) {
    const manifest: unknown = manifests[index];
    const at = `manifests[${index}]`;
    if (!isObject(manifest)) {
      const got = typeof manifest === 'string' ? 'a text alone' : quote(manifest);
      throw errorAt(PLACE, `${at} must have a name and a text, got ${got}; write { name: "kong.yaml", text: "…" }`);
    }
    for (const field of ['name', 'text']) {
      if (typeof manifest[field] !== 'string') {
        throw errorAt(PLACE, `${at}.${field} must be a string, got ${typeof manifest[field]}; write one`);
      }
    }
  }
}

function checkOptions(options: ClientIpCheckOptions): void {
  if (!isObject(options)) {
    throw errorAt(PLACE, `options must be an object, got ${quote(options)}; write { nodes: ["10.0.0.0/16"] }`);
  }
  for (const name of ['nodes', 'pods', 'balancer'] as const) {
    const networks = options[name] ?? [];
    if (!Array.isArray(networks) || networks.some((network) => typeof network !== 'string')) {
      throw errorAt(PLACE, `${name} must be a list of networks, got ${quote(networks)}; write ["10.0.0.0/16"]`);
    }
  }
}
