import { fullName, isOn, metadata, selectorLabels, since, valueAt } from './chart';
import { ingressOf } from './ingress';
import { pasted, pastedAll } from './pasted';
import { Chart, KubernetesObject, Tree } from './release';
import { at, equals, isSet, isSetAt, itemsOf, orElse, print } from './template';
import { fieldsOf } from '../input/objects';

/*
 * The Services in front of Kong, each with the Ingress in front of it.
 */

/** A Service by the key of its values. */
interface Kind {
  readonly values: string;
  /** The end of its name, and the middle of those of its ports. */
  readonly name: string;
  /** Whether it has a plain port beside the one for TLS. */
  readonly plain: boolean;
  /** Whether it comes with Kong Enterprise alone. */
  readonly enterprise: (chart: Chart) => boolean;
}

const never = () => false;
const always = () => true;

const KINDS: readonly Kind[] = [
  { values: 'proxy', name: 'proxy', plain: true, enterprise: never },
  { values: 'admin', name: 'admin', plain: true, enterprise: never },
  { values: 'manager', name: 'manager', plain: true, enterprise: (chart) => !since(chart, '2.26.3') },
  { values: 'portal', name: 'portal', plain: true, enterprise: always },
  { values: 'portalapi', name: 'portalapi', plain: true, enterprise: always },
  { values: 'cluster', name: 'cluster', plain: false, enterprise: never },
  { values: 'clustertelemetry', name: 'clustertelemetry', plain: false, enterprise: never },
];

/** Every Service, and every Ingress in front of one. */
export function servicesOf(chart: Chart): KubernetesObject[] {
  return [...KINDS.flatMap((kind) => (isMade(chart, kind) ? withIngress(chart, kind) : [])), ...udpService(chart)];
}

/** Whether the Service of Kong's proxy is made, or that of its UDP streams. */
export function isServiceMade(chart: Chart, values: 'proxy' | 'udpProxy'): boolean {
  return (
    isOn(chart, 'deployment.kong.enabled') &&
    (values === 'udpProxy' ? isOn(chart, 'udpProxy.enabled') : isMade(chart, KINDS[0]))
  );
}

function isMade(chart: Chart, { values, plain, enterprise }: Kind): boolean {
  return (
    (!enterprise(chart) || isOn(chart, 'enterprise.enabled')) &&
    isOn(chart, `${values}.enabled`) &&
    ((plain && isOn(chart, `${values}.http.enabled`)) || isOn(chart, `${values}.tls.enabled`))
  );
}

function withIngress(chart: Chart, { values, name }: Kind): KubernetesObject[] {
  const service = serviceOf(chart, valueAt(chart, values), name);
  return isOn(chart, `${values}.ingress.enabled`)
    ? [service, ingressOf(chart, valueAt(chart, values), name)]
    : [service];
}

function udpService(chart: Chart): KubernetesObject[] {
  const values = valueAt(chart, 'udpProxy');
  const off = { enabled: false };
  return isSetAt(values, 'enabled')
    ? [serviceOf(chart, { ...fieldsOf(values), http: off, tls: off }, 'udp-proxy')]
    : [];
}

function serviceOf(chart: Chart, values: unknown, name: string): KubernetesObject {
  const override = since(chart, '2.48.0') ? at(values, 'nameOverride') : undefined;
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metadata(
      chart,
      pasted(orElse(override, `${fullName(chart)}-${name}`)),
      at(values, 'annotations'),
      at(values, 'labels'),
    ),
    spec: {
      ...balancerFields(chart, values),
      ...addressFields(chart, values),
      ports: portsOf(chart, values, name),
      ...policyFields(chart, values),
      selector: selectorLabels(chart),
    },
  };
}

/** What is written only for a Service with a load balancer. */
function balancerFields(chart: Chart, values: unknown): Tree {
  const type = at(values, 'type');
  if (!equals(type, 'LoadBalancer', 'type')) {
    return { type: pasted(type) };
  }
  return {
    type,
    ...given(values, 'loadBalancerIP'),
    ...givenList(values, 'loadBalancerSourceRanges'),
    ...(since(chart, '2.17.0') ? given(values, 'loadBalancerClass') : {}),
  };
}

function addressFields(chart: Chart, values: unknown): Tree {
  return {
    ...givenList(values, 'externalIPs'),
    ...(since(chart, '3.2.0') ? { ...given(values, 'ipFamilyPolicy'), ...givenList(values, 'ipFamilies') } : {}),
  };
}

function policyFields(chart: Chart, values: unknown): Tree {
  const clusterIp = at(values, 'clusterIP');
  const isHeadless = isSet(clusterIp) && equals(clusterIp, 'None', 'clusterIP');
  const isLeftOut = since(chart, '2.33.0') && isHeadless && !equals(at(values, 'type'), 'ClusterIP', 'type');
  return {
    ...given(values, 'externalTrafficPolicy'),
    ...(since(chart, '3.3.0') ? given(values, 'trafficDistribution') : {}),
    ...(isLeftOut ? {} : given(values, 'clusterIP')),
  };
}

function given(values: unknown, field: string): Tree {
  const value = at(values, field);
  return isSet(value) ? { [field]: pasted(value) } : {};
}

function givenList(values: unknown, field: string): Tree {
  const value = at(values, field);
  return isSet(value) ? { [field]: pastedAll(itemsOf(value)) } : {};
}

function portsOf(chart: Chart, values: unknown, name: string): Tree[] | null {
  const http = at(values, 'http');
  const tls = at(values, 'tls');
  const hasPlain =
    isSet(http) && isSetAt(http, 'enabled') && !(since(chart, '2.39.0') && print(at(http, 'servicePort')) === '0');
  const ports = [
    ...(hasPlain ? [portOf(chart, values, http, `kong-${name}`, at(http, 'containerPort'))] : []),
    ...(isSetAt(tls, 'enabled')
      ? [
          portOf(
            chart,
            values,
            tls,
            `kong-${name}-tls`,
            orElse(at(tls, 'overrideServiceTargetPort'), at(tls, 'containerPort')),
          ),
        ]
      : []),
    ...itemsOf(at(values, 'stream')).map((stream) => streamPort(values, stream)),
  ];
  return ports.length > 0 ? ports : null;
}

function portOf(chart: Chart, values: unknown, port: unknown, name: string, target: unknown): Tree {
  return {
    name,
    port: pasted(at(port, 'servicePort')),
    targetPort: pasted(target),
    ...protocolHint(chart, port, name),
    ...nodePort(values, port),
    protocol: 'TCP',
  };
}

function protocolHint(chart: Chart, port: unknown, name: string): Tree {
  if (!since(chart, '2.15.0')) {
    return { appProtocol: name.endsWith('-tls') ? 'https' : 'http' };
  }
  return since(chart, '2.38.0') ? given(port, 'appProtocol') : {};
}

function nodePort(values: unknown, port: unknown): Tree {
  const type = at(values, 'type');
  return equals(type, 'LoadBalancer', 'type') || equals(type, 'NodePort', 'type') ? given(port, 'nodePort') : {};
}

function streamPort(values: unknown, stream: unknown): Tree {
  return {
    name: streamName(stream),
    port: pasted(at(stream, 'servicePort')),
    targetPort: pasted(at(stream, 'containerPort')),
    ...nodePort(values, stream),
    protocol: pasted(orElse(at(stream, 'protocol'), 'TCP')),
  };
}

/** `stream-9000`, or `streamudp-9000`. */
export function streamName(stream: unknown): string {
  const isUdp = equals(orElse(at(stream, 'protocol'), 'TCP'), 'UDP', 'stream.protocol');
  return `stream${isUdp ? 'udp' : ''}-${print(at(stream, 'containerPort'))}`;
}
