/*
 * What a page says that an example does, checked on the manifest:
 *
 *   Service spec.externalTrafficPolicy = "Local"
 *   Service metadata.annotations["kong-client-ip/load-balancer"] = "aws-nlb"
 *   Deployment spec.template.spec.tolerations[0].key = "edge"
 *   env KONG_TRUSTED_IPS = "10.0.0.0/16"
 *   values.yaml env.trusted_ips = "10.0.0.0/16"
 *   Ingress = absent
 *   throws "cannot send PROXY protocol"
 */

/** What is wrong with an effect; undefined when the objects, or the error, have it. */
export function contradiction(effect: string, objects: readonly any[], error?: Error): string | undefined {
  const thrown = /^throws (".*")$/.exec(effect);
  if (thrown) {
    const actual = error ? `the error is: ${error.message}` : 'nothing is thrown';
    return error?.message.includes(JSON.parse(thrown[1])) ? undefined : `${effect}, but ${actual}`;
  }
  if (error) {
    return `${effect}, but it throws: ${error.message}`;
  }
  const [, kind, path, text] = /^([\w.-]+)(?: (.+?))? = (.+)$/.exec(effect) ?? [];
  if (kind === undefined) {
    return `${effect}: this is not an effect`;
  }
  const found =
    kind === 'env'
      ? environmentsOf(objects).map((environment) => environment[path])
      : objects.filter((object) => object.kind === kind).map((object) => at(object, path));
  const wanted = text === 'absent' ? undefined : JSON.parse(text);
  const fits =
    wanted === undefined
      ? found.every((value) => value === undefined)
      : found.some((value) => JSON.stringify(value) === JSON.stringify(wanted));
  return fits
    ? undefined
    : `${effect}, but it is ${found.map((value) => JSON.stringify(value)).join(' and ') || 'nowhere'}`;
}

function environmentsOf(objects: readonly any[]): { [name: string]: unknown }[] {
  return objects
    .filter(({ kind }) => kind === 'Deployment')
    .flatMap(({ spec }) => spec.template.spec.containers)
    .map(({ env = [] }) =>
      Object.fromEntries(env.map(({ name, value, valueFrom }: any) => [name, value ?? valueFrom])),
    );
}

function at(object: any, path: string | undefined): unknown {
  const keys = [...(path ?? '').matchAll(/([\w$-]+)|\["(.+?)"\]|\[(\d+)\]/g)].map(
    ([, name, quoted, index]) => name ?? quoted ?? Number(index),
  );
  return keys.reduce((value, key) => value?.[key], object);
}
