import { Frontend, HealthCheck, HttpRules, KubernetesObject } from './balancer';
import { annotationField, annotationSetting, refused } from './fields';
import { appending, ending, HTTP, httpCheck, HTTPS, Mode, NODE_CHECK, PRESERVING, TCP, TCP_CHECK } from './making';
import { Remark } from './reading';
import { dropsTraffic, Read, serviceController } from './service-table';
import { isLocal, ServicePort, servicePorts } from './services';
import { json, objectsIn } from './values';
import { isObject } from '../input/objects';

const UPCLOUD = 'service.beta.kubernetes.io/upcloud-load-balancer-';
const NAME = 'Load Balancer of UpCloud';
const VERSIONS: Readonly<Record<string, Frontend['proxyProtocol']>> = { v1: 1, v2: 2 };

/**
 * Everything is in one annotation, as JSON; what is left out of it has defaults of the controller's. It reads no
 * source ranges.
 */
export const upcloud = serviceController({
  id: 'upcloud-cloud-controller-manager',
  cloud: 'upcloud',
  makes: { upcloud: NAME },
  prefix: UPCLOUD,
  keys: ['config', 'id', 'node-selector'],
  refusals: (_, read): Remark[] =>
    read('config') !== undefined && !isObject(json(read('config')))
      ? [refused(`${UPCLOUD}config`, 'The controller cannot parse the value.', 'Write a JSON object.')]
      : [],
  remarks: (service, read) => {
    const why = leadsNowhere(service, configOf(read));
    return why === undefined
      ? []
      : [
          dropsTraffic(
            annotationField(`${UPCLOUD}config`),
            why,
            'Name front ends and back ends as the ports of the Service, and leave default_backend out.',
            renamed(service, json(read('config'))),
          ),
        ];
  },
  make: (service, read) => {
    const config = configOf(read);
    return ending(service, {
      id: 'upcloud',
      name: NAME,
      mode: (port) => mode(config, port),
      rules: rules(service, config),
      checkOf: (port) => healthCheck(backendOf(config, port)?.properties, isLocal(service)),
      settings: {
        proxyProtocol: annotationSetting(
          `${UPCLOUD}config`,
          'frontends[].mode "tcp" and backends[].properties.outbound_proxy_protocol "v2"',
        ),
      },
      drops: leadsNowhere(service, config) !== undefined,
    });
  },
});

/** Names of fields are read without regard to case. */
function configOf(read: Read): any {
  return lowered(json(read('config')));
}

function lowered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowered);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, own]) => [name.toLowerCase(), lowered(own)]));
}

/** The controller merges by name what is configured with what it makes of the Service's ports. */
function named(items: unknown, { name, port }: ServicePort): any {
  return objectsIn(items).find((other) => (name === undefined ? other.port === port : other.name === name));
}

/** A front end without a mode speaks HTTP, and ends TLS on port 443. */
function mode(config: any, port: ServicePort): Mode {
  const frontend = named(config?.frontends, port);
  if (frontend?.mode !== 'tcp') return port.port === 443 || objectsIn(frontend?.tls_configs).length > 0 ? HTTPS : HTTP;
  return { ...TCP, proxyProtocol: VERSIONS[backendOf(config, port)?.properties?.outbound_proxy_protocol] };
}

function backendOf(config: any, port: ServicePort): any {
  const name = named(config?.frontends, port)?.default_backend ?? port.name;
  return objectsIn(config?.backends).find((other) => other.name === name);
}

/** Front ends and back ends by other names stand beside those of the Service, without members. */
function leadsNowhere(service: KubernetesObject, config: any): string | undefined {
  const ports = servicePorts(service);
  if (ports.some(({ name }) => name === undefined)) return undefined;
  for (const frontend of objectsIn(config?.frontends)) {
    const own = ports.find(({ name }) => name === frontend.name);
    if (!own && ports.some(({ port }) => port === frontend.port)) {
      return (
        `The front end ${JSON.stringify(frontend.name)} is not named as a port of the Service, ` +
        `so it is a second one on port ${frontend.port}, without members.`
      );
    }
    if (own && frontend.default_backend !== undefined && frontend.default_backend !== own.name) {
      return (
        `The back end ${JSON.stringify(frontend.default_backend)} is not one of a port of the Service, ` +
        'so it has no members.'
      );
    }
  }
  return undefined;
}

/** The value with its front ends, and the back ends that they name, by the names of the ports. */
function renamed(service: KubernetesObject, config: any): string | undefined {
  const names = new Map(servicePorts(service).map(({ name, port }) => [port, name]));
  const isPlain = objectsIn(config?.frontends).every(({ name, port }) => name !== undefined && names.has(port));
  if (!isPlain) return undefined;
  const frontends = objectsIn(config.frontends);
  const backends = objectsIn(config.backends).map((backend) => {
    const front = frontends.find((one) => (one.default_backend ?? one.name) === backend.name);
    return front ? { ...backend, name: names.get(front.port) } : backend;
  });
  return JSON.stringify({
    ...config,
    frontends: frontends.map(({ default_backend: _, ...front }) => ({ ...front, name: names.get(front.port) })),
    ...(config.backends === undefined ? {} : { backends }),
  });
}

/** Only a rule makes it write X-Forwarded-For; where its matchers let a request past, what the client wrote passes. */
function rules(service: KubernetesObject, config: any): HttpRules {
  const frontends = servicePorts(service)
    .map((port) => named(config?.frontends, port))
    .filter((frontend) => frontend?.mode !== 'tcp');
  return frontends.every(writesForwardedFor) ? appending() : PRESERVING;
}

function writesForwardedFor(frontend: any): boolean {
  return objectsIn(frontend?.rules).some(
    ({ matchers, actions }) =>
      objectsIn(matchers).length === 0 && objectsIn(actions).some(({ type }) => type === 'set_forwarded_headers'),
  );
}

function healthCheck(properties: any, local: boolean): HealthCheck {
  if (properties?.health_check_type === undefined) return local ? NODE_CHECK : TCP_CHECK;
  if (properties.health_check_type !== 'http') return TCP_CHECK;
  return httpCheck(properties.health_check_url ?? '/', String(properties.health_check_expected_status ?? 200));
}
