import { AZURE, azureReader, sendsProxyProtocol } from './settings';
import { isTrueInAnyCase } from '../../notation/azure';
import { equalFold, parseInt32, trimSpace } from '../../notation/go';
import { CheckPort, HealthCheck, KubernetesObject } from '../balancer';
import { annotationField, annotationReader, refused, refusedIf } from '../fields';
import { NO_CHECK } from '../making';
import { Remark } from '../reading';
import { dropsTraffic } from '../service-table';
import { isLocal, ServicePort, servicePorts } from '../services';

const PORT = 'service.beta.kubernetes.io/port_';
const LEAST_SECONDS = 5;
const LEAST_PROBES = 2;
/** A probe must settle within less than this many seconds. */
const MOST_SECONDS = 120;

/**
 * The probe of a port.
 *
 * @see https://github.com/kubernetes-sigs/cloud-provider-azure/blob/master/pkg/provider/azure_loadbalancer_healthprobe.go
 */
export function probe(service: KubernetesObject, number: number | undefined): HealthCheck {
  const port = probedPorts(service).find((one) => one.port === number);
  return port ? portProbe(service, port) : NO_CHECK;
}

/** Why the controller refuses the probes, and with them the balancer. */
export function probeRefusals(service: KubernetesObject): Remark[] {
  return probedPorts(service).flatMap((port) => [...portRefusals(service, port), ...timeRefusals(service, port)]);
}

/** With Local, nodes without a pod drop what comes, and only a probe tells the balancer which they are. */
export function unprobed(service: KubernetesObject): Remark[] {
  if (!isLocal(service)) return [];
  return servicePorts(service)
    .filter((port) => isTrueInAnyCase(ofPort(service, port)('no_probe_rule')))
    .filter((port) => !isTrueInAnyCase(ofPort(service, port)('no_lb_rule')))
    .map(({ port }) =>
      dropsTraffic(
        annotationField(`${PORT}${port}_no_probe_rule`),
        'Without a probe the balancer sends to every node: those without a pod of the gateway drop it.',
        'Take it out.',
      ),
    );
}

function probedPorts(service: KubernetesObject): ServicePort[] {
  return servicePorts(service).filter(
    ({ protocol = 'TCP', port }) => protocol === 'TCP' && !isTrueInAnyCase(ofPort(service, { port })('no_probe_rule')),
  );
}

/** With Local the node is asked, unless a PROXY header would go with it: then the node port is dialled. */
function portProbe(service: KubernetesObject, port: ServicePort): HealthCheck {
  const own = ofPort(service, port);
  const sends = sendsProxyProtocol(service);
  if (own('health-probe_port') === undefined && isLocal(service) && !leavesOutNode(service)) {
    return { kind: 'node', sendsProxyProtocol: sends };
  }
  const ofService = annotationReader(service, `${AZURE}load-balancer-health-probe-`);
  const protocol = trimSpace(
    own('health-probe_protocol') ?? port.appProtocol ?? ofService('protocol') ?? 'tcp',
  ).toLowerCase();
  const checked = checkedPort(service, port);
  if (protocol !== 'http' && protocol !== 'https') return { kind: 'tcp', port: checked, sendsProxyProtocol: sends };
  const path = own('health-probe_request-path') ?? ofService('request-path') ?? '/';
  return {
    kind: 'http',
    port: checked,
    path,
    passes: '200',
    sendsProxyProtocol: sends,
    ...(protocol === 'https' ? { tls: true } : {}),
  };
}

/**
 * The controller asks in another spelling here than where it makes the Private Link Service: blanks are not taken
 * away.
 */
function leavesOutNode(service: KubernetesObject): boolean {
  const read = azureReader(service);
  return isTrueInAnyCase(read('pls-create')) && isTrueInAnyCase(read('pls-proxy-protocol'));
}

/** A port of the Service by name or number means its node port; any other number is one of the node. */
function checkedPort(service: KubernetesObject, port: ServicePort): CheckPort {
  const text = ofPort(service, port)('health-probe_port');
  if (text === undefined) return 'traffic-port';
  const number = parseInt32(text);
  const named = servicePorts(service).find((other) =>
    number === undefined ? equalFold(other.name, text) : other.port === number,
  );
  if (named) return named.port === port.port ? 'traffic-port' : { servicePort: named.port };
  return number ?? 'traffic-port';
}

function portRefusals(service: KubernetesObject, port: ServicePort): Remark[] {
  const text = ofPort(service, port)('health-probe_port');
  if (text === undefined || servicePorts(service).some(({ name }) => equalFold(name, text))) return [];
  const number = parseInt32(text);
  return number !== undefined && number >= 0 && number <= 65535
    ? []
    : [
        refused(
          `${PORT}${port.port}_health-probe_port`,
          `The Service has no port ${JSON.stringify(text)}.`,
          'Write a port of the Service by name or number, without blanks.',
        ),
      ];
}

function timeRefusals(service: KubernetesObject, port: ServicePort): Remark[] {
  const seconds = numberOf(service, port, 'interval', LEAST_SECONDS);
  const count = numberOf(service, port, 'num-of-probe', LEAST_PROBES);
  const tooLong = typeof seconds === 'number' && typeof count === 'number' && seconds * count >= MOST_SECONDS;
  return [
    ...(typeof seconds === 'number' ? [] : [seconds]),
    ...(typeof count === 'number' ? [] : [count]),
    ...refusedIf(
      tooLong,
      `${AZURE}load-balancer-health-probe-interval`,
      `${count} probes of ${seconds} s take ${MOST_SECONDS} s or more.`,
      'Probe more often, or fewer times.',
    ),
  ];
}

function numberOf(service: KubernetesObject, port: ServicePort, suffix: string, least: number): number | Remark {
  const own = ofPort(service, port)(`health-probe_${suffix}`);
  const text = own ?? azureReader(service)(`load-balancer-health-probe-${suffix}`);
  const number = text === undefined ? least : parseInt32(trimSpace(text));
  if (number !== undefined && number >= least) return number;
  const key =
    own === undefined ? `${AZURE}load-balancer-health-probe-${suffix}` : `${PORT}${port.port}_health-probe_${suffix}`;
  return refused(key, `The controller refuses ${JSON.stringify(text)}.`, `Write a whole number, ${least} or more.`);
}

function ofPort(
  service: KubernetesObject,
  { port }: Pick<ServicePort, 'port'>,
): (suffix: string) => string | undefined {
  return annotationReader(service, `${PORT}${port}_`);
}
