import { GKE } from './example';
import { waysThat } from './questions';
import { Rule } from './rule';
import { KONG, KUBERNETES } from './sources';

export const servicePortHasNoListener: Rule = {
  id: 'service-port-has-no-listener',
  level: 'error',
  title: 'A port of the Service leads to a port on which Kong does not listen.',
  why: 'That port is dead.',
  mend: 'Add a listener to KONG_PROXY_LISTEN, or correct targetPort.',
  sources: [KONG.proxyListen, KUBERNETES.service],
  wrong: { env: { KONG_PROXY_LISTEN: '0.0.0.0:8000' }, service: { annotations: GKE, externalTrafficPolicy: 'Local' } },
  right: { env: { KONG_PROXY_LISTEN: '0.0.0.0:8000, 0.0.0.0:8443 http2 ssl' }, service: { annotations: GKE, externalTrafficPolicy: 'Local' } },
  find: (judgement) => waysThat(judgement, 'broken').filter(({ target, trial, listeners }) => target === 'nothing'
    || trial.honest.answer === undefined && !listeners.some(({ address }) => (address?.length === 16) === trial.honest.peer.includes(':'))).map((way) => ({
    ...way.service.spot(`spec.ports[${way.servicePort.name ?? way.servicePort.port}]`),
    why: `Port ${way.servicePort.port} leads to port ${way.port} of the pod, on which Kong does not listen: it is dead.`,
    mend: `Add an entry for port ${way.port} to KONG_PROXY_LISTEN, or set targetPort to a port that Kong listens on.`,
  })),
};
