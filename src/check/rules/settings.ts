import { Judgement, TriedWay } from '../judge';
import { balancerName, near } from './questions';
import { directivesIn } from '../../kong/directives';
import { startKong } from '../../kong/kong';
import { settingsThat } from '../../kong/settings';
import { CdnFacts, CDNS } from '../../net/cdns';
import { Variable } from '../world/environment';
import { controlPlanesOf } from '../world/gateways';
import { readsHttp } from '../world/ways';

/** Headers in which proxies write the client's address. */
const KNOWN_HEADERS = [
  'proxy_protocol',
  'X-Forwarded-For',
  'X-Real-IP',
  'X-Client-IP',
  ...Object.values<CdnFacts>(CDNS).flatMap(({ headers }) => headers.map(({ name }) => name)),
];

/** What was meant by the name of a header that no proxy writes. */
export function isMisspelt(header: string): string | undefined {
  const known = KNOWN_HEADERS.some(
    (name) => name.toLowerCase() === header.toLowerCase() && (name !== 'proxy_protocol' || header === name),
  );
  return known ? undefined : near(header, KNOWN_HEADERS);
}

/** The variables that Kong or nginx refuses, each with what it says. */
export function refusedVariables({
  gateway: { environment, files },
  refusal,
  hidden,
}: Judgement): { variable: Variable; says: string }[] {
  if (refusal === undefined || hidden.length > 0) return [];
  const found: { variable: Variable; says: string }[] = [];
  const known = environment.known;
  const most = Object.keys(known).length;
  let says: string | undefined = refusal.output;
  while (says !== undefined && found.length < most) {
    const before: string = says;
    const culprit = Object.keys(known)
      .filter((name) => name.startsWith('KONG_'))
      .find((name) => outputWithout(known, name, files) !== before);
    if (culprit === undefined) break;
    found.push({
      variable: environment.variable(culprit)!,
      says: before.replace(/^Error: /, '').replace(/^nginx configuration is invalid \(exit code 1\):\s*/, ''),
    });
    delete known[culprit];
    says = outputOf(known, files);
  }
  return found;
}

function outputWithout(
  environment: Readonly<Record<string, string>>,
  name: string,
  files: ReadonlyMap<string, string>,
): string | undefined {
  const { [name]: _, ...others } = environment;
  return outputOf(others, files);
}

function outputOf(
  environment: Readonly<Record<string, string>>,
  files: ReadonlyMap<string, string>,
): string | undefined {
  const start = startKong(environment, files);
  return 'refusal' in start ? start.refusal.output : undefined;
}

/** Whether a variable decides about the client's address. */
function isAddressing(name: string): boolean {
  return (
    settingsThat('trust', 'header', 'recursion', 'listen').includes(name) ||
    directivesIn(name).some((directive) => directive.place === 'proxy' && ADDRESSING.includes(directive.name))
  );
}

const ADDRESSING = ['set_real_ip_from', 'real_ip_header', 'real_ip_recursive'];

/** Settings on a container that does not proxy, and that the container that does lacks. */
export function strayedSettings({
  gateway,
  catalogue,
}: Judgement): { names: string[]; where: string; at: Variable['at']; field: string }[] {
  const own = gateway.environment;
  const isStray = (name: string, value: unknown, differs: boolean) => {
    if (!isAddressing(name)) return false;
    if (own.variable(name) === undefined) return true;
    const ours = own.value(name);
    return differs && ours !== undefined && ours !== value;
  };
  const strays = (variables: readonly { name: unknown; value?: unknown }[], differs: boolean) =>
    variables.flatMap(({ name, value }) => (typeof name === 'string' && isStray(name, value, differs) ? [name] : []));
  const besides = gateway.beside.map(({ name, spec, field, init }) => ({
    names: strays(Array.isArray(spec.env) ? spec.env : [], !init),
    where: `the ${init ? 'init ' : ''}container ${name}`,
    at: gateway.workload,
    container: field,
  }));
  const planes =
    own.value('KONG_ROLE') !== 'data_plane'
      ? []
      : controlPlanesOf(catalogue).map((plane) => ({
          names: strays(
            plane.environment.all.filter(({ name }) => name !== 'KONG_PROXY_LISTEN'),
            false,
          ),
          where: `the control plane ${plane.workload.name}`,
          at: plane.workload,
          container: plane.container.field,
        }));
  return [...besides, ...planes]
    .filter(({ names }) => names.length > 0)
    .map(({ names, where, at, container }) => ({ names, where, at, field: `${container}.env[${names[0]}]` }));
}

/** Who dials Kong, for a sentence. */
export function peersOf(way: TriedWay): string {
  const {
    balancer: { peer },
    entrance,
  } = way;
  if (peer.networks) return peer.networks.join(',');
  if (peer.role === 'node') {
    return 'the networks of your nodes, and of your pods where the cluster network is an overlay';
  }
  return entrance.kind === 'front-proxy'
    ? 'the network of your pods, from which the proxy in front dials'
    : `the subnets of the ${balancerName(way)}`;
}

/** Whether the balancer could write this header, and is told not to: that setting of its own is then the cause. */
export function isBalancersXff(way: TriedWay, header: string): boolean {
  const { http, settings } = way.balancer;
  if (!readsHttp(way) || settings.forwardedFor === undefined) return false;
  if (header.toLowerCase() !== 'x-forwarded-for') return false;
  return http?.forwardedFor.mode === 'preserve' || http?.forwardedFor.mode === 'remove';
}
