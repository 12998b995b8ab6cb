import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { parse } from 'yaml';

/** What controllers take in custom resources that the library writes without a typed binding, as far as it does. */
const UNTYPED = parse(`
elbv2.k8s.aws/v1beta1 TargetGroupBinding:
  type: object
  properties:
    targetGroupARN: { type: string }
    targetType: { type: string, enum: [instance, ip] }
    serviceRef: { type: object, properties: { name: { type: string }, port: { type: integer } } }
    networking:
      type: object
      properties:
        ingress:
          type: array
          items:
            type: object
            properties:
              from: { type: array, items: { type: object, properties: { securityGroup: { type: object, properties: { groupID: { type: string } } } } } }
              ports: { type: array, items: { type: object, properties: { protocol: { type: string, enum: [TCP, UDP] }, port: { type: integer } } } }
networking.gke.io/v1 ServiceAttachment:
  type: object
  properties:
    connectionPreference: { type: string, enum: [ACCEPT_AUTOMATIC, ACCEPT_MANUAL] }
    natSubnets: { type: array, items: { type: string } }
    proxyProtocol: { type: boolean }
    consumerAllowList: { type: array, items: { type: object, properties: { project: { type: string }, connectionLimit: { type: integer } } } }
    resourceRef: { type: object, properties: { kind: { type: string, enum: [Service] }, name: { type: string } } }
`);

/** The schema of the spec of each custom resource, by `apiVersion kind`. */
export const SPECS: ReadonlyMap<string, any> = new Map([
  ...Object.entries(UNTYPED),
  ...readdirSync('imports/crds').map((file): [string, unknown] => {
    const {
      group,
      names,
      versions: [{ name, schema }],
    } = parse(readFileSync(join('imports/crds', file), 'utf8')).spec;
    return [`${group}/${name} ${names.kind}`, schema.openAPIV3Schema.properties.spec];
  }),
]);
