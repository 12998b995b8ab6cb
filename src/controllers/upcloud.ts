import { HealthCheck, HttpRules } from './balancer';
import { annotationSetting, isLocal, isObject, json, objectsIn, refused, ServicePort } from './manifest';
import { appending, ending, HTTP, HTTPS, Mode, serviceController, TCP } from './service-table';

const UPCLOUD = 'service.beta.kubernetes.io/upcloud-load-balancer-';
const NAME = 'Load Balancer of UpCloud';
const VERSIONS: Readonly<Record<string, 1 | 2>> = { v1: 1, v2: 2 };

/** Everything stands in one annotation, as JSON; what is left out of it has defaults of the controller's. */
export const upcloud = serviceController({
  id: 'upcloud-cloud-controller-manager',
  cloud: 'upcloud',
  makes: { upcloud: NAME },
  prefix: UPCLOUD,
  keys: ['config', 'id', 'node-selector'],
  make: (service, read) => {
    const config = json(read('config'));
    return ending(service, {
      id: 'upcloud',
      name: NAME,
      mode: (port) => mode(config, port),
      rules: rules(config),
      healthCheck: healthCheck(config, isLocal(service)),
      settings: { proxyProtocol: annotationSetting(`${UPCLOUD}config`, 'frontends[].mode "tcp" and backends[].properties.outbound_proxy_protocol "v2"') },
    });
  },
  refusals: (_, read) => read('config') !== undefined && !isObject(json(read('config')))
    ? [refused(`${UPCLOUD}config`, 'The controller cannot parse the value.', 'Write a JSON object.')] : [],
});

/** Front ends and back ends are matched to the Service's ports by name. A front end without a mode speaks HTTP, and ends TLS on port 443. */
function mode(config: any, { name, port }: ServicePort): Mode {
  const frontend = objectsIn(config?.frontends).find((other) => other.name === name || other.port === port);
  if (frontend?.mode !== 'tcp') return port === 443 || objectsIn(frontend?.tls_configs).length > 0 ? HTTPS : HTTP;
  const backend = objectsIn(config?.backends).find((other) => other.name === (frontend.default_backend ?? name));
  return { ...TCP, proxyProtocol: VERSIONS[backend?.properties?.outbound_proxy_protocol] };
}

/** Only a rule makes it write X-Forwarded-For; without one, what the client wrote passes. */
function rules(config: any): HttpRules {
  const frontends = objectsIn(config?.frontends).filter((frontend) => frontend.mode !== 'tcp');
  const writes = frontends.length > 0 && frontends.every((frontend) => objectsIn(frontend.rules).some((rule) =>
    objectsIn(rule.actions).some(({ type }) => type === 'set_forwarded_headers')));
  return writes ? appending() : { ...appending(), forwardedFor: { mode: 'preserve' } };
}

function healthCheck(config: any, local: boolean): HealthCheck {
  const properties = objectsIn(config?.backends).map((backend) => backend.properties).find((other) => other?.health_check_type !== undefined);
  if (!properties) return local ? { kind: 'node', sendsProxyProtocol: false } : { kind: 'tcp', port: 'traffic-port', sendsProxyProtocol: false };
  return properties.health_check_type === 'http'
    ? { kind: 'http', port: 'traffic-port', path: properties.health_check_url ?? '/', passes: String(properties.health_check_expected_status ?? 200), sendsProxyProtocol: false }
    : { kind: 'tcp', port: 'traffic-port', sendsProxyProtocol: false };
}
