import { CLEAN, NLB_PROXY, PROXY, secondService } from './example';
import { proxied, ways } from './questions';
import { Rule } from './rule';
import { KONG } from './sources';
import { servicePorts } from '../../controllers/services';
import { targetPort } from '../world/ports';
import { expectsProxy } from '../world/ways';

export const inClusterServiceHitsProxyListener: Rule = {
  id: 'in-cluster-service-hits-proxy-listener',
  level: 'warning',
  title: 'A Service for callers inside the cluster leads to a listener that expects PROXY protocol.',
  why: 'Callers inside the cluster send no PROXY header, and are cut off.',
  mend: 'Add a second, plain listener (say 8080), and point that Service at it.',
  sources: [KONG.proxyListen],
  wrong: {
    env: { ...PROXY, ...CLEAN },
    service: { annotations: NLB_PROXY },
    more: [secondService('kong-inner', { type: 'ClusterIP' })],
  },
  right: {
    env: { ...PROXY, ...CLEAN, KONG_PROXY_LISTEN: `${PROXY.KONG_PROXY_LISTEN}, 0.0.0.0:8080` },
    service: { annotations: NLB_PROXY },
    more: [secondService('kong-inner', { type: 'ClusterIP', ports: { 80: 8080 } })],
  },
  find: (judgement) => {
    const { services, entrances, gateway, kong } = judgement;
    const outer = entrances.flatMap(({ entrance }) => [...entrance.services.values()].map(({ object }) => object));
    const inner = ways(judgement).some(proxied) ? services.filter(({ object }) => !outer.includes(object)) : [];
    return inner.flatMap(({ object, spot }) =>
      servicePorts(object)
        .filter((port) =>
          expectsProxy({
            listeners: kong!.configuration.proxy.filter((one) => one.port === targetPort(port, gateway)),
          }),
        )
        .map(({ name, port }) => spot(`spec.ports[${name ?? port}]`)),
    );
  },
};
