import { Cloud } from './clouds';
import { Balancer, CheckPort, KubernetesObject } from '../../../src/controllers/balancer';
import { servicePorts } from '../../../src/controllers/services';

/** What a controller makes of a Service, in the words that the model and the drivers share. */
export interface Made {
  readonly error?: string;
  /** It leaves the Service alone, or the model does not say what it does. */
  readonly skipped?: boolean;
  readonly ports?: readonly string[] | null;
  readonly check?: string;
  readonly peer?: string;
}

export function byModel({ model }: Cloud, service: KubernetesObject): Made {
  const reading = model.read(service, { list: () => [service] });
  if (!reading || reading.state === 'unsettled') return { skipped: true };
  if (reading.state === 'made') return fromBalancer(reading.balancer, service);
  const refusals = reading.remarks.filter(({ rule }) => rule === 'annotation-refused');
  // What the cloud's API refuses, its controller still asks for.
  const byApiAlone = refusals.every(({ why }) => why.startsWith('The API'));
  return byApiAlone ? { skipped: true } : { error: refusals.map(({ field, why }) => `${field}: ${why}`).join(' ') };
}

function fromBalancer({ frontends, healthCheck: check, peer }: Balancer, service: KubernetesObject): Made {
  const ports = frontends.map(
    ({ port, speaks, backend, proxyProtocol }) =>
      `${port}:${speaks}>${backend}${proxyProtocol ? `+${proxyProtocol}` : ''}`,
  );
  return { ports: ports.sort(), check: checkOf(check, service), peer: peer.role };
}

function checkOf(check: Balancer['healthCheck'], service: KubernetesObject): string {
  const proxy = check.kind !== 'none' && check.sendsProxyProtocol ? '+proxy' : '';
  if (check.kind === 'http') {
    return `${check.tls ? 'https' : 'http'} ${check.path} ${portOf(check.port, service)}${proxy}`;
  }
  return check.kind === 'tcp' ? `tcp ${portOf(check.port, service)}${proxy}` : `${check.kind}${proxy}`;
}

/** The port of the nodes that is dialled. */
function portOf(port: CheckPort, service: KubernetesObject): number | undefined {
  if (typeof port === 'number') return port;
  const ports = servicePorts(service);
  return port === 'traffic-port' ? ports[0].nodePort : ports.find((one) => one.port === port.servicePort)?.nodePort;
}

/** What both say of a Service, if both say something. */
export function agree(model: Made, real: Made): boolean {
  if (model.skipped || real.skipped) return true;
  if (model.error !== undefined || real.error !== undefined) {
    return model.error !== undefined && real.error !== undefined;
  }
  return (
    JSON.stringify(model.ports) === JSON.stringify(real.ports) &&
    plain(model.check) === plain(real.check) &&
    (real.peer === undefined || model.peer === real.peer)
  );
}

/**
 * A PROXY header of the check is told by its version in some drivers; a check of kube-proxy's port over TCP is told
 * apart.
 */
function plain(check: string | undefined): string | undefined {
  return check?.replace(/\+\d$/, '+proxy').replace(/^tcp node/, 'node');
}
