import { HTTP, HTTPS } from '../../binding/service-ports';

/** What the keys of the cloud provider Azure begin with. */
export const AZURE = 'service.beta.kubernetes.io/azure-';

/** Keys that the cloud provider reads for each port of the Service. */
export function ofPorts(...fields: string[]): string[] {
  return [HTTP, HTTPS].flatMap(({ port }) => fields.map((field) => `service.beta.kubernetes.io/port_${port}_${field}`));
}

/** They replace or remove the check that finds the nodes with a pod. */
export const CHECKS_OF_PORTS = ofPorts(
  'health-probe_protocol',
  'health-probe_port',
  'health-probe_request-path',
  'no_probe_rule',
  'no_lb_rule',
);
