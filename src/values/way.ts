import { App, Chart } from 'cdk8s';
import { LOAD_BALANCERS } from './balancers';
import { parseProps } from './props';
import { Balancer, Way } from './row';
import { TrustedProxies } from '../binding/trusted-proxies';
import { ClientIp } from '../ways/client-ip';
import { HeaderForwarded } from '../ways/header-forwarded';
import { LocalTraffic } from '../ways/local-traffic';
import { ProxyProtocol } from '../ways/proxy-protocol';

/** A balancer and a way, as users name them. */
export interface Wanted {
  /** The balancer's id. */
  readonly balancer: string;
  readonly way: Way;
  /** The networks that Kong believes. */
  readonly trust: readonly string[];
  /** Props of the balancer, each as `name=value`. */
  readonly settings: readonly string[];
}

/** A way that was made of it. */
export interface Made {
  readonly balancer: Balancer;
  readonly clientIp: ClientIp;
  /** Objects that the balancer needs beside the release. */
  beside(): unknown[];
}

/** In the names of errors. */
const CHART = 'values';

/** @throws when the balancer cannot go the way, or a prop or a network is wrong */
export function makeWay({ balancer: id, way, trust, settings }: Wanted): Made {
  const balancer = find(id, way);
  if (way === 'local-traffic' && trust.length > 0) {
    throw new Error('with local-traffic packets keep their source, so Kong needs to trust no proxy; leave --trust out');
  }
  if (way !== 'local-traffic' && trust.length === 0) {
    throw new Error(`--trust is missing: the networks from which the balancer dials Kong. ${balancer.trust}`);
  }
  return plainly(() => {
    const chart = new Chart(new App(), CHART);
    const loadBalancer: any = balancer.create(parseProps(balancer.owner, balancer.props, settings));
    const clientIp = create(chart, way, loadBalancer, trust);
    return { balancer, clientIp, beside: () => plainly(() => chart.toJson()) };
  });
}

function find(id: string, way: Way): Balancer {
  const rows = LOAD_BALANCERS.filter((row) => row.id === id);
  const ways = rows.flatMap((row) => row.ways);
  if (rows.length === 0) {
    throw new Error(`there is no balancer ${JSON.stringify(id)}; cdk8s-kong-client-ip balancers lists them`);
  }
  const found = rows.find((row) => row.ways.includes(way));
  if (!found) {
    throw new Error(`${id} cannot go the way ${way}; it can go ${ways.join(' and ')}`);
  }
  return found;
}

function create(chart: Chart, way: Way, loadBalancer: any, trust: readonly string[]): ClientIp {
  switch (way) {
    case 'local-traffic':
      return new LocalTraffic(chart, 'ClientIp', { loadBalancer });
    case 'proxy-protocol':
      return new ProxyProtocol(chart, 'ClientIp', { loadBalancer, trustedProxies: TrustedProxies.of(...trust) });
    default:
      return new HeaderForwarded(chart, 'ClientIp', { loadBalancer, trustedProxies: TrustedProxies.of(...trust) });
  }
}

/** Errors without the path of a construct or the name of a class, which are none of the user's. */
export function plainly<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    // cdk8s says first which object it was about to write.
    const message = (error as Error).message.replace(/^Failed serializing construct .*?: Error: /s, '');
    throw new Error(message.replace(/^(\[[^\]]*\]|[A-Z]\w*:) /, '').replace(/^TrustedProxies\.of: /, '--trust: '));
  }
}
