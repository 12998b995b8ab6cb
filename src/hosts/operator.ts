import { Construct } from 'constructs';
import { checkAnnotations, checkSources, checkVariable, defined, Host, merge, Tree } from './merge';
import { IpFamily } from '../binding/service-binding';
import { HTTP, HTTPS, STATUS_PORT } from '../binding/service-ports';
import { errorAt, quote } from '../input/errors';
import { isPlainObject } from '../input/objects';
import { shutdown, trustAnnotations, withStatements } from '../plan/manifest';
import { meshAnnotations } from '../plan/mesh';
import { ClientIpPlan } from '../plan/plan';

/*
 * A plan in the words of the Kong Operator: `spec.dataPlaneOptions` of a GatewayConfiguration, `spec` of a DataPlane.
 * Of ways/ this room reads the plan and its words alone, no construct; `ClientIp` calls it.
 */

/** The operator's name of Kong's container. */
const CONTAINER = 'proxy';

/** The old way to say `spec.loadBalancerSourceRanges`, for which the operator has no field. */
const SOURCE_RANGES = 'service.beta.kubernetes.io/load-balancer-source-ranges';

const SERVICE = 'network.services.ingress';
const FROM_BALANCER = 'it follows from the load balancer and its props';

const OWNED: [RegExp, string][] = [
  [/^network\.services\.ingress\.(type|externalTrafficPolicy)$/, FROM_BALANCER],
  [/^network\.services\.ingress\.ports$/, 'the ports follow from the load balancer'],
];

/** How a pod ends can lose connections, not the address; the Service's name is anybody's. */
const FREE = /\.terminationGracePeriodSeconds$|\[proxy\]\.lifecycle$|^network\.services\.ingress\.name$/;

/**
 * @param serviceName the name of the operator's Service, where an Ingress must know it
 * @throws when the operator cannot express what the way needs, or one of the user's options could lose or forge the
 * client's address
 */
export function dataPlaneOptions(
  scope: Construct,
  plan: ClientIpPlan,
  serviceName: string | undefined,
  users: Tree = {},
): Tree {
  const missing = cannotSay(plan);
  if (missing) {
    throw errorAt(
      scope,
      `the operator cannot express what this way needs: ${missing}; ` +
        `use helmValues(), or pods of the library's own (${scope.constructor.name}Kong)`,
    );
  }
  check(scope, plan, users);
  const host: Host = { scope, owned: OWNED, free: FREE };
  return merge(host, optionsOf(plan, serviceName), users);
}

function optionsOf(plan: ClientIpPlan, name: string | undefined): Tree {
  const { command, graceSeconds } = shutdown(plan.drainSeconds);
  const { binding, serviceType, externalTrafficPolicy, trustedProxies, environment, listeners } = plan;
  const ports = [...listeners.map(({ containerPort }) => containerPort), STATUS_PORT];
  return {
    deployment: {
      podTemplateSpec: {
        metadata: { annotations: { ...trustAnnotations(trustedProxies), ...meshAnnotations(ports.join(',')) } },
        spec: {
          terminationGracePeriodSeconds: graceSeconds,
          containers: [
            {
              name: CONTAINER,
              lifecycle: { preStop: { exec: { command } } },
              env: Object.entries(environment).map(([key, value]) => ({ name: key, value })),
            },
          ],
        },
      },
    },
    network: {
      services: {
        ingress: defined({
          type: serviceType,
          name,
          externalTrafficPolicy,
          annotations: {
            ...withStatements(binding.annotations, binding),
            ...(binding.sourceRanges ? { [SOURCE_RANGES]: binding.sourceRanges.join(',') } : {}),
          },
        }),
      },
    },
  };
}

/** What of the plan has no field, and would lose the address or break the gateway. */
function cannotSay({ binding, families, listeners }: ClientIpPlan): string | undefined {
  if (binding.loadBalancerClass) {
    return (
      `its Services have no loadBalancerClass (${quote(binding.loadBalancerClass)}), ` +
      'so another controller would make another load balancer'
    );
  }
  if (binding.portNamesIn) {
    return (
      `the annotations ${quote(binding.portNamesIn)} name the Service's ports, ` +
      "and it names those after the Gateway's listeners"
    );
  }
  const nodePort = (['httpNodePort', 'httpsNodePort'] as const).find((field) => binding[field]);
  if (nodePort) {
    return (
      "node ports belong to the Gateway's listeners (spec.listenersOptions), " +
      `not to dataPlaneOptions (${nodePort} ${binding[nodePort]})`
    );
  }
  if (families.includes(IpFamily.IPV6)) {
    return `its Services have no ipFamilies (${quote(families)}), so the cluster alone would choose one`;
  }
  if (listeners.some(({ tls, servicePorts }) => !tls && servicePorts.some(({ port }) => port === HTTPS.port))) {
    return `it leads port ${HTTPS.port} to Kong's port for TLS, and this load balancer ends TLS itself`;
  }
  if (!listeners.some(({ servicePorts }) => servicePorts.some(({ port }) => port === HTTP.port))) {
    return (
      "it makes the ports of a Service of the Gateway's listeners (httpsOnly); " +
      'leave httpsOnly out, and the listener for HTTP out of the Gateway'
    );
  }
  const further = listeners
    .flatMap(({ servicePorts }) => servicePorts)
    .filter(({ port }) => ![HTTP.port, HTTPS.port].includes(port));
  return further.length > 0
    ? "it makes the ports of a Service of the Gateway's listeners, and Kong's listeners for them without further " +
        `flags (ports ${further.map(({ port }) => port).join(', ')})`
    : undefined;
}

function check(scope: Construct, { binding, ingress }: ClientIpPlan, users: Tree): void {
  if (!isPlainObject(users)) {
    throw errorAt(
      scope,
      `options must be a map, got ${quote(users)}; write { deployment: { replicas: 2 } }, or leave it out`,
    );
  }
  const containers = users.deployment?.podTemplateSpec?.spec?.containers;
  const container = Array.isArray(containers) ? containers.find((other) => other?.name === CONTAINER) : undefined;
  for (const { name, value, ...other } of Array.isArray(container?.env) ? container.env : []) {
    checkVariable(scope, `the variable ${name}`, String(name), value ?? other);
  }
  checkSources(scope, 'envFrom', container?.envFrom);
  const own = [
    ...Object.keys({ ...binding.annotations, ...ingress?.annotations }),
    ...(binding.reservedAnnotations ?? []),
    SOURCE_RANGES,
  ];
  checkAnnotations(scope, `${SERVICE}.annotations`, own, users.network?.services?.ingress?.annotations);
}
