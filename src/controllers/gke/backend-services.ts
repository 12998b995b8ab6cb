import { STATUS_PATH, STATUS_PORT } from '../../binding/service-ports';
import { isObject } from '../../input/objects';
import { Cluster, Frontend, KubernetesObject } from '../balancer';
import { annotation, annotationField, findBeside, refused } from '../fields';

import { Remark } from '../reading';
import { Backend } from '../services';
import { json } from '../values';

/** The health check of a BackendConfig that asks whether Kong runs. */
export const STATUS_HEALTH_CHECK = { type: 'HTTP', port: String(STATUS_PORT), requestPath: STATUS_PATH };

/** The older key counts before the newer one. */
const APP_PROTOCOLS = ['service.alpha.kubernetes.io/app-protocols', 'cloud.google.com/app-protocols'];
const NEG = 'cloud.google.com/neg';
const CONFIG_KEYS = ['cloud.google.com/backend-config', 'beta.cloud.google.com/backend-config'];
const PROTOCOLS = ['HTTP', 'HTTPS', 'HTTP2'];

/** What the controller refuses of a Service behind an Ingress. */
export function serviceRefusals(service: KubernetesObject | undefined): Remark[] {
  return service ? [...protocolRefusals(service), ...configNameRefusals(service), ...groupRefusals(service)] : [];
}

/** A word that the controller does not know for the protocol of any port. */
function protocolRefusals(service: KubernetesObject): Remark[] {
  const found = appProtocols(service);
  if (!found) return [];
  const parsed: unknown = json(found.text);
  if (
    parsed === null ||
    (isObject(parsed) && Object.values(parsed).every((word) => PROTOCOLS.includes(String(word))))
  ) {
    return [];
  }
  return [
    refused(
      found.key,
      `The controller refuses ${JSON.stringify(found.text)}.`,
      `Write the names of ports with ${PROTOCOLS.join(', ')}, in capitals.`,
    ),
  ];
}

function configNameRefusals(service: KubernetesObject): Remark[] {
  const text = CONFIG_KEYS.map((key) => annotation(service, key)).find((one) => one !== undefined);
  const names: unknown = json(text);
  const named = isObject(names) && (names.default || Object.keys(names.ports ?? {}).length > 0);
  if (text === undefined || named) return [];
  return [refused(CONFIG_KEYS[0], `The controller refuses ${JSON.stringify(text)}.`, 'Write {"default":"NAME"}.')];
}

/** A ClusterIP Service is reached through an endpoint group alone. */
function groupRefusals(service: KubernetesObject): Remark[] {
  const text = annotation(service, NEG);
  const isReached = (service.spec?.type ?? 'ClusterIP') !== 'ClusterIP' || hasEndpointGroup(service);
  // Without the annotation GKE writes it.
  if (text === undefined || isReached) return [];
  return [
    refused(NEG, `By ${JSON.stringify(text)} a ClusterIP Service has no endpoint group.`, 'Write {"ingress": true}.'),
  ];
}

function appProtocols(
  service: KubernetesObject | undefined,
): { readonly key: string; readonly text: string } | undefined {
  return APP_PROTOCOLS.flatMap((key) => {
    const text = service && annotation(service, key);
    return text === undefined ? [] : [{ key, text }];
  })[0];
}

export function configRefusals(spec: any): Remark[] {
  const refusal = (why: string, mend: string): Remark => ({
    rule: 'annotation-refused',
    field: annotationField(CONFIG_KEYS[0]),
    why,
    mend,
  });
  const type: unknown = spec?.healthCheck?.type;
  return [
    ...(type === undefined || PROTOCOLS.includes(String(type))
      ? []
      : [
          refusal(
            `The BackendConfig's health check is of type ${JSON.stringify(type)}, which the controller refuses.`,
            `Write ${PROTOCOLS.join(', ')}, in capitals.`,
          ),
        ]),
    ...(spec?.iap?.enabled === true && spec?.cdn?.enabled === true
      ? [refusal('The controller refuses a BackendConfig with IAP and Cloud CDN.', 'Take one of the two out.')]
      : []),
  ];
}

export function backendProtocol({ service, port }: Backend): Frontend['backend'] {
  const protocols: unknown = json(appProtocols(service)?.text);
  const protocol: unknown = isObject(protocols) ? protocols[port.name ?? ''] : undefined;
  return protocol === 'HTTPS' || protocol === 'HTTP2' ? 'https' : 'http';
}

/** The BackendConfig of a Service's port, by the port's name or number, or the default one. */
export function backendConfig(
  { service, port }: Backend,
  cluster: Cluster,
): { readonly spec?: any; readonly missing?: string } | undefined {
  if (!service) return undefined;
  const names = json(CONFIG_KEYS.map((key) => annotation(service, key)).find((text) => text !== undefined));
  const name = names?.ports?.[port.name ?? ''] ?? names?.ports?.[port.port] ?? names?.default;
  if (name === undefined) return undefined;
  const spec = findBeside(service, cluster, 'BackendConfig', name)?.spec;
  return spec === undefined ? { missing: String(name) } : { spec };
}

export function hasEndpointGroup(service: KubernetesObject | undefined): boolean {
  return json(service && annotation(service, NEG))?.ingress === true;
}
