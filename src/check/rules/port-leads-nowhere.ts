import { GKE } from './example';
import { sidePorts } from './questions';
import { Rule } from './rule';
import { KUBERNETES } from './sources';

export const portLeadsNowhere: Rule = {
  id: 'port-leads-nowhere',
  level: 'note',
  title: 'A port of a public Service, beside those for requests, leads to nothing that is known to listen.',
  why: 'It may be dead. Requests come in by other ports, so no honest request is refused.',
  mend: 'Take the port out of the Service if nothing listens there.',
  sources: [KUBERNETES.service],
  wrong: { service: { annotations: GKE, externalTrafficPolicy: 'Local', ports: { 80: 8000, 443: 8443, 9000: 9000 } } },
  right: { service: { annotations: GKE, externalTrafficPolicy: 'Local' } },
  find: (judgement) =>
    sidePorts(judgement, ['nothing']).map((side) => ({
      ...side.spot,
      why:
        `Port ${side.servicePort.port} leads to port ${side.port} of the pod, on which Kong does not listen. ` +
        'Requests come in by other ports.',
    })),
};
