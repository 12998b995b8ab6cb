import { KubernetesObject } from '../controllers/balancer';
import { isObject } from '../input/objects';
import { Way } from '../values/row';

/**
 * A port that ingress-nginx passes on as a stream of bytes.
 *
 * @see https://github.com/kubernetes/ingress-nginx/blob/main/docs/user-guide/exposing-tcp-udp-services.md
 */
export interface Stream {
  readonly protocol: 'TCP' | 'UDP';
  readonly port: number;
  /** Namespace, Service and port, such as `default/db:5432`. */
  readonly upstream: string;
  /** Whether nginx reads a PROXY header on the port. */
  readonly decodes: boolean;
  /** Whether nginx sends the upstream a PROXY header. */
  readonly encodes: boolean;
}

/** A port, and the namespace and name of a Service with one of its ports. */
const ENTRY = /^[^/:\s]+\/[^/:\s]+:[^:\s]+(:|$)/;

/** The streams of a ConfigMap such as `tcp-services`, or `ingress-nginx-udp` of the chart. */
export function streamsOf({ kind, metadata, data }: KubernetesObject): Stream[] {
  const protocol = /(^|-)(tcp|udp)(-services)?$/.exec(String(metadata?.name))?.[2];
  if (kind !== 'ConfigMap' || protocol === undefined) return [];
  return streamsOfMap(protocol === 'udp' ? 'UDP' : 'TCP', data);
}

/** The streams of a map from ports to Services, as the chart's values `tcp` and `udp` are. */
export function streamsOfMap(protocol: Stream['protocol'], map: unknown): Stream[] {
  if (!isObject(map)) return [];
  return Object.entries(map).flatMap(([port, entry]) =>
    /^\d+$/.test(port) && ENTRY.test(String(entry)) ? [streamOf(protocol, Number(port), String(entry))] : [],
  );
}

/** Over UDP, ingress-nginx ignores both PROXY fields. */
function streamOf(protocol: Stream['protocol'], port: number, entry: string): Stream {
  const [service, servicePort, decode, encode] = entry.split(':');
  const isProxy = (field: string | undefined) => protocol === 'TCP' && field?.toUpperCase() === 'PROXY';
  return {
    protocol,
    port,
    upstream: `${service}:${servicePort}`,
    decodes: isProxy(decode),
    encodes: isProxy(encode),
  };
}

/**
 * What takes the place of a stream.
 *
 * @see https://developer.konghq.com/kubernetes-ingress-controller/migrate/ingress-to-gateway
 */
export function sayStream(stream: Stream, way: Way): string {
  const { protocol, port, upstream } = stream;
  const listener = `{ containerPort: ${listenPort(port)}, servicePort: ${port}, protocol: ${protocol}`;
  const place = `${protocol} port ${port} to ${upstream}`;
  if (protocol === 'UDP') {
    return (
      `${place}: ` +
      `\`udpProxy: { enabled: true, stream: [${listener} }] }\` of the chart, and a UDPRoute (or a UDPIngress, ` +
      'which Kong deprecates). It is a second Service, which keeps the client only with externalTrafficPolicy: ' +
      'Local: Kong reads no PROXY header over UDP'
    );
  }
  return (
    `${place}: the prop \`ports\` with PortProtocol.TCP, or ` +
    `\`proxy.stream: [${listener}${parameters(stream)} }]\` of the chart, and a TCPRoute (or a TCPIngress, which ` +
    `Kong deprecates)${sayProxy(stream, way)}`
  );
}

const parameters = ({ decodes }: Stream) => (decodes ? ', parameters: [proxy_protocol]' : '');

/** What becomes of the PROXY header before the port, and of that to the upstream. */
function sayProxy({ decodes, encodes }: Stream, way: Way): string {
  const behind = encodes ? ". Kong sends the upstream no PROXY header, so it sees Kong's address" : '';
  return `${sayBefore(decodes, way)}${behind}`;
}

function sayBefore(decodes: boolean, way: Way): string {
  if (decodes) {
    return '. nginx read a PROXY header on it. With the parameter Kong does, from the networks in KONG_TRUSTED_IPS';
  }
  if (way !== 'proxy-protocol') return '';
  return (
    ". nginx passed the balancer's PROXY header on to the upstream unread. " +
    'Where the upstream does not expect it, add parameters: [proxy_protocol], as the prop `ports` always does'
  );
}

/** Kong runs without the privilege for ports below 1024, and uses some below 9000 itself. */
const listenPort = (port: number) => (port < 9000 ? 10_000 + port : port);
