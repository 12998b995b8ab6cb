/**
 * What Kong's charts write differently from pods of the library's own, and why that is fine; docs/helm.md shows this
 * table.
 */
export interface DifferenceFromChart {
  readonly field: RegExp;
  /** As the table in docs/helm.md calls it. */
  readonly what: string;
  readonly own: string;
  readonly chart: string;
  readonly why: string;
}

export const DIFFERENCES: readonly DifferenceFromChart[] = [
  {
    field: /^service\.allocateLoadBalancerNodePorts$/,
    what: 'node ports where the balancer dials pods itself (ip targets)',
    own: 'none',
    chart: 'allocated, since the chart has no value for them',
    why: 'a way in that bypasses the balancer; a JSON patch takes it away',
  },
  {
    field: /^service\.portNames$/,
    what: "names of the Service's ports",
    own: '`http`, `https`, those of `ports`',
    chart: '`kong-proxy`, `kong-proxy-tls`, `stream-9443`',
    why: "the client's address does not depend on them; an annotation that names them (UpCloud) has the chart's",
  },
  {
    field: /^pod\.probes$/,
    what: 'startup probe',
    own: '`/status`, two minutes',
    chart: 'none; set `startupProbe`',
    why: 'readiness and liveness ask the same paths on the same port',
  },
];
