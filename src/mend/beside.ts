import { Change } from './changes';
import { softwareOf } from './front-proxies';
import { Judgement } from '../check/judge';
import { Entrance } from '../check/world/entrance';
import { XFF_MODE } from '../controllers/aws/alb-attributes';
import { ALB } from '../controllers/aws/ingress-group';
import { annotation } from '../controllers/fields';
import { STATUS_HEALTH_CHECK } from '../controllers/gke/backend-services';
import { json, objectsIn } from '../controllers/values';
import { ManifestObject } from '../forms/manifests';

/** Changes of what is beside a Service or an Ingress and may undo a way: what is not needed of them is dropped. */
export function besideOf(judgement: Judgement, entrance: Entrance): Change[] {
  return entrance.at.kind === 'Ingress' ? ROWS.flatMap((row) => row(judgement, entrance)) : [];
}

type Row = (judgement: Judgement, entrance: Entrance) => readonly Change[];

const ROWS: readonly Row[] = [backendConfigs, rewrites, sharedAttributes, backendProtocol];

/**
 * The health check in a BackendConfig.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/ingress-configuration#direct_health
 */
function backendConfigs({ catalogue }: Judgement, { services }: Entrance): Change[] {
  return [...services.values()].flatMap(({ object, spot }) => {
    const names = json(annotation(object, 'cloud.google.com/backend-config'));
    return [names?.default, ...Object.values(names?.ports ?? {})]
      .flatMap((name) => catalogue.find('BackendConfig', spot().at.namespace, name) ?? [])
      .flatMap((config) =>
        Object.entries(STATUS_HEALTH_CHECK)
          .filter(([field, value]) => String(config.object.spec?.healthCheck?.[field]) !== value)
          .map(([field, value]) => at(config, `spec.healthCheck.${field}`, value)),
      );
  });
}

/**
 * A rewrite of `X-Forwarded-For` that appends the client.
 *
 * @see https://learn.microsoft.com/en-us/azure/application-gateway/rewrite-http-headers-url#server-variables
 */
function rewrites({ catalogue }: Judgement, { at: ingress }: Entrance): Change[] {
  const name = annotation(ingress.object, 'appgw.ingress.kubernetes.io/rewrite-rule-set-custom-resource');
  const rewrite = catalogue.find('AzureApplicationGatewayRewrite', ingress.namespace, name);
  if (!rewrite) return [];
  return objectsIn(rewrite.object.spec?.rewriteRules).flatMap(({ actions }, rule) =>
    objectsIn(actions?.requestHeaderConfigurations).flatMap(({ headerName, actionType }, index) => {
      if (String(headerName).toLowerCase() !== 'x-forwarded-for') return [];
      const field = `spec.rewriteRules[${rule}].actions.requestHeaderConfigurations[${index}]`;
      const sets = actionType === 'set' ? [] : [at(rewrite, `${field}.actionType`, 'set')];
      return [...sets, at(rewrite, `${field}.headerValue`, '{var_add_x_forwarded_for_proxy}')];
    }),
  );
}

const ATTRIBUTES = `${ALB}load-balancer-attributes`;

/** What another Ingress sets on a balancer that both share, or a class for all of its Ingresses. */
function sharedAttributes({ catalogue }: Judgement, { at: own }: Entrance): Change[] {
  const others = catalogue.all('Ingress').filter((other) => other !== own);
  return [
    ...others.flatMap((other) => {
      const items = annotation(other.object, ATTRIBUTES)?.split(',') ?? [];
      const left = items.filter((item) => !item.trim().startsWith(`${XFF_MODE}=`));
      if (left.length === items.length) return [];
      return [at(other, `metadata.annotations[${ATTRIBUTES}]`, left.length > 0 ? left.join(',') : undefined)];
    }),
    ...catalogue.all('IngressClassParams').flatMap((params) =>
      objectsIn(params.object.spec?.loadBalancerAttributes).flatMap(({ key, value }, index) => {
        if (key !== XFF_MODE || value === 'append') return [];
        return [at(params, `spec.loadBalancerAttributes[${index}].value`, 'append')];
      }),
    ),
  ];
}

const BACKEND_PROTOCOL = 'nginx.ingress.kubernetes.io/backend-protocol';

/**
 * ingress-nginx speaks HTTP to every port, if it is not told otherwise.
 *
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#backend-protocol
 */
function backendProtocol(_: Judgement, entrance: Entrance): Change[] {
  const isUnsaid = annotation(entrance.at.object, BACKEND_PROTOCOL) === undefined;
  if (!isUnsaid || softwareOf(entrance) !== 'ingress-nginx') return [];
  return [at(entrance.at, `metadata.annotations[${BACKEND_PROTOCOL}]`, 'HTTPS')];
}

function at(object: ManifestObject, field: string, value?: string): Change {
  return { at: object, field, value };
}
