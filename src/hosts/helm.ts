import { Construct } from 'constructs';
import { checkAnnotations, checkSources, checkVariable, defined, Host, merge, Tree } from './merge';
import { ServiceBinding } from '../binding/service-binding';
import { HTTP, HTTPS, STATUS_PORT } from '../binding/service-ports';
import { kongDefaults } from '../charts/defaults';
import { chooseVersion } from '../charts/versions';
import { errorAt, quote } from '../input/errors';
import { isPlainObject } from '../input/objects';
import { addresses, flags, Listener, statusFlags } from '../plan/listeners';
import { familyPolicy, shutdown, trustAnnotations, withStatements } from '../plan/manifest';
import { ClientIpPlan } from '../plan/plan';

/*
 * A plan in the words of Kong's chart `kong`, which are those of the chart `ingress` under `gateway`. Of ways/ this
 * room reads the plan and its words alone, no construct; `ClientIp` calls it.
 */

const LISTENERS = 'the listeners follow from the load balancer, ipFamilies and ports';
const FROM_BALANCER = 'it follows from the load balancer and its props';

/** Values that could lose or forge the address, or break one end of the pair. */
const OWNED: [RegExp, string][] = [
  [/^proxy\.(http|tls)\.(enabled|servicePort|containerPort|parameters|overrideServiceTargetPort)$/, LISTENERS],
  [/^proxy\.stream$/, 'use the prop ports, whose listeners expect a PROXY header where the others do'],
  [
    /^udpProxy\.enabled$/,
    'its Service has its own load balancer, of which this way knows nothing; give it its own release',
  ],
  [/^(proxy|status)\.addresses$|^proxy\.ipFamil(ies|yPolicy)$/, 'use the prop ipFamilies'],
  [/^proxy\.(enabled|type|externalTrafficPolicy|loadBalancerClass|loadBalancerSourceRanges)$/, FROM_BALANCER],
  [/^proxy\.(http|tls)\.hostPort$/, 'a port of the nodes is a way in that bypasses the load balancer'],
  [/^proxy\.externalIPs$/, 'such an address is a way in that bypasses the load balancer'],
  [/^proxy\.ingress\.(enabled|ingressClassName|hostname|hosts|path|pathType)$/, FROM_BALANCER],
  [/^status\.(enabled|http)$/, "the probes and the balancers' health checks need it as it is"],
];

/** How a pod ends can lose connections, not the address. */
const FREE = /^(lifecycle|terminationGracePeriodSeconds)$/;

/** The variables that the chart makes of listeners. */
const OF_LISTENERS = ['KONG_PROXY_LISTEN', 'KONG_STREAM_LISTEN', 'KONG_PORT_MAPS'];

/** @throws when one of the user's values could lose or forge the client's address */
export function helmValues(scope: Construct, plan: ClientIpPlan, users: Tree = {}): Tree {
  check(scope, plan, users);
  const host: Host = { scope, owned: OWNED, free: FREE, defaults: kongDefaults(chooseVersion('kong', undefined).kong) };
  return merge(host, valuesOf(plan), users);
}

function valuesOf(plan: ClientIpPlan): Tree {
  const { command, graceSeconds } = shutdown(plan.drainSeconds);
  const annotations = Object.fromEntries(
    Object.entries(trustAnnotations(plan.trustedProxies)).map(([key, value]) => [key, literal(value)]),
  );
  return {
    env: environmentOf(plan),
    proxy: proxyOf(plan),
    status: {
      enabled: true,
      addresses: addresses(plan.families),
      http: { enabled: true, containerPort: STATUS_PORT, parameters: statusFlags(plan.listeners) },
    },
    lifecycle: { preStop: { exec: { command } } },
    terminationGracePeriodSeconds: graceSeconds,
    ...(Object.keys(annotations).length > 0
      ? { deploymentAnnotations: annotations, podAnnotations: { ...annotations } }
      : {}),
  };
}

/** Listeners are left to the chart where it can say them, so that whatever it makes of them fits. */
function environmentOf(plan: ClientIpPlan): { [key: string]: string } {
  const all = chartSaysListeners(plan) ? plan.environment : { KONG_STREAM_LISTEN: 'off', ...plan.environment };
  return Object.fromEntries(
    Object.entries(all)
      .filter(([key]) => key !== 'KONG_STATUS_LISTEN' && !(chartSaysListeners(plan) && OF_LISTENERS.includes(key)))
      .map(([key, value]) => [key.replace(/^KONG_/, '').toLowerCase(), value]),
  );
}

/** The chart knows one plain port and one for TLS, each with its own listener. */
function chartSaysListeners({ listeners }: ClientIpPlan): boolean {
  return listeners.every(
    ({ servicePorts: [{ port }, ...others], clientPort }) =>
      [HTTP.port, HTTPS.port].includes(port) && others.length === 0 && clientPort === undefined,
  );
}

function proxyOf({ binding, ingress, serviceType, externalTrafficPolicy, families, listeners }: ClientIpPlan): Tree {
  const at = (port: number) => listeners.find(({ servicePorts }) => servicePorts.some((other) => other.port === port));
  const further = listeners.filter(({ servicePorts: [{ port }] }) => ![HTTP.port, HTTPS.port].includes(port));
  return defined({
    enabled: true,
    type: serviceType,
    annotations: withStatements(portsRenamed(binding), binding),
    externalTrafficPolicy,
    loadBalancerClass: binding.loadBalancerClass,
    loadBalancerSourceRanges: binding.sourceRanges,
    ipFamilies: [...families],
    ipFamilyPolicy: familyPolicy(families),
    addresses: addresses(families),
    http: httpOf(at(HTTP.port), binding.httpNodePort),
    tls: tlsOf(at(HTTPS.port), binding.httpsNodePort),
    stream:
      further.length === 0
        ? undefined
        : further.map(({ containerPort, servicePorts: [{ port }] }) => ({
            containerPort,
            servicePort: port,
            protocol: 'TCP',
          })),
    ingress:
      ingress === undefined
        ? { enabled: false }
        : defined({
            enabled: true,
            ingressClassName: ingress.ingressClassName,
            annotations: withStatements(ingress.annotations, binding),
            path: '/',
            pathType: 'Prefix',
            hosts: ingress.hosts?.map((host) => ({ host, paths: [{ path: '/', pathType: 'Prefix' }] })),
          }),
  });
}

/** How the chart calls the Service's ports. */
const PORT_NAMES: Readonly<Record<string, string>> = { [HTTP.name]: 'kong-proxy', [HTTPS.name]: 'kong-proxy-tls' };

/** The annotations, with the chart's names of ports in those that name ports. */
function portsRenamed({ annotations = {}, portNamesIn = [] }: ServiceBinding): { [key: string]: string } {
  const rename = (key: string, value: unknown) => (key === 'name' ? (PORT_NAMES[String(value)] ?? value) : value);
  return Object.fromEntries(
    Object.entries(annotations).map(([key, value]) => [
      key,
      portNamesIn.includes(key) ? JSON.stringify(JSON.parse(value, rename)) : value,
    ]),
  );
}

function httpOf(listener: Listener | undefined, nodePort: number | undefined): Tree {
  return listener ? listenerOf(listener, HTTP.port, nodePort) : { enabled: false };
}

/** A port for TLS that the way does not need is turned off, else the chart's Ingress would point at it. */
function tlsOf(listener: Listener | undefined, nodePort: number | undefined): Tree {
  if (listener === undefined || listener.tls) {
    return listener ? listenerOf(listener, HTTPS.port, nodePort) : { enabled: false };
  }
  // The balancer ends TLS: the Service's port leads to the plain listener, and `env.proxy_listen` has no other.
  return defined({
    enabled: true,
    servicePort: HTTPS.port,
    overrideServiceTargetPort: listener.containerPort,
    nodePort,
  });
}

function listenerOf(listener: Listener, servicePort: number, nodePort: number | undefined): Tree {
  return defined({
    enabled: true,
    servicePort,
    containerPort: listener.containerPort,
    nodePort,
    // The chart itself adds ssl to the port for TLS.
    parameters: flags(listener).filter((flag) => flag !== 'ssl'),
  });
}

function check(scope: Construct, { binding, ingress, listeners }: ClientIpPlan, users: Tree): void {
  if (!isPlainObject(users)) {
    throw errorAt(scope, `values must be a map, got ${quote(users)}; write { replicaCount: 2 }, or leave it out`);
  }
  const { env, customEnv, envFrom, proxy } = users;
  for (const key of ['env', 'customEnv', 'proxy', 'status'] as const) {
    if (users[key] !== undefined && users[key] !== null && !isPlainObject(users[key])) {
      throw errorAt(scope, `${key} must be a map, got ${quote(users[key])}; write { … }, not an object of a class`);
    }
  }
  checkProbes(scope, listeners, users);
  for (const [key, value] of isPlainObject(env) ? Object.entries(env) : []) {
    if (/^kong_/i.test(key)) {
      throw errorAt(
        scope,
        `env.${key} would become KONG_${key.toUpperCase()}, which Kong ignores; ` +
          `write env.${key.slice('KONG_'.length).toLowerCase()}`,
      );
    }
    checkText(scope, `env.${key}`, `KONG_${key.toUpperCase()}`, value);
  }
  for (const [key, value] of isPlainObject(customEnv) ? Object.entries(customEnv) : []) {
    checkText(scope, `customEnv.${key}`, key.toUpperCase(), value);
  }
  checkSources(scope, 'envFrom', envFrom);
  const own = [
    ...Object.keys({ ...binding.annotations, ...ingress?.annotations }),
    ...(binding.reservedAnnotations ?? []),
  ];
  checkAnnotations(scope, 'proxy.annotations', own, proxy?.annotations);
  checkAnnotations(scope, 'proxy.ingress.annotations', own, proxy?.ingress?.annotations);
  if (proxy?.nameOverride && ingress) {
    throw errorAt(
      scope,
      "proxy.nameOverride: the chart would leave its Ingress with the Service's old name, " +
        'and the load balancer without Kong; leave it out, or use fullnameOverride',
    );
  }
  if (proxy?.ingress?.tls && ingress?.listensHttps === false) {
    throw errorAt(
      scope,
      'proxy.ingress.tls: the load balancer does not listen for https: give it ' +
        'a certificate by its own props, or leave tls out',
    );
  }
}

/** @throws when a probe asks a listener that expects a PROXY header, which the kubelet does not send */
function checkProbes(scope: Construct, listeners: readonly Listener[], users: Tree): void {
  const expecting = listeners
    .filter(({ proxyProtocol }) => proxyProtocol)
    .flatMap(({ name, containerPort }) => [name, containerPort, String(containerPort)]);
  for (const probe of ['readinessProbe', 'livenessProbe', 'startupProbe']) {
    const port = users[probe]?.httpGet?.port ?? users[probe]?.grpc?.port;
    if (expecting.includes(port)) {
      throw errorAt(
        scope,
        `${probe} asks the port ${quote(port)}, where Kong expects a PROXY header, ` +
          'which the kubelet does not send; ask /status/ready on the port status',
      );
    }
  }
}

function checkText(scope: Construct, at: string, variable: string, value: unknown): void {
  checkVariable(scope, at, variable, value);
  if (typeof value === 'string' && value.includes('valueFrom')) {
    throw errorAt(
      scope,
      `${at}: the chart takes a string with "valueFrom" in it for YAML, which could set any variable; ` +
        'write { valueFrom: { … } }',
    );
  }
}

/** The chart takes annotations of pods for templates. */
function literal(text: string): string {
  return text.replaceAll('{{', '{{ "{{" }}');
}
