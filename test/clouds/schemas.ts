import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { parse } from 'yaml';

/** What controllers take in custom resources that the library writes without a typed binding, as far as it does. */
const UNTYPED = parse(
  `
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
gateway.networking.k8s.io/v1 Gateway:
  type: object
  properties:
    gatewayClassName: { type: string }
    infrastructure: { type: object, properties: { parametersRef: { type: object, properties: { group: { type: string }, kind: { type: string }, name: { type: string } } } } }
    listeners: { type: array, items: { type: object, properties: { name: { type: string }, protocol: { type: string, enum: [HTTP, HTTPS, TCP] }, port: { type: integer } } } }
gateway.networking.k8s.io/v1 TCPRoute:
  type: object
  properties: &route
    parentRefs: { type: array, items: { type: object, properties: { kind: { type: string }, name: { type: string }, sectionName: { type: string } } } }
    rules:
      type: array
      items:
        type: object
        properties: &rule
          backendRefs: { type: array, items: { type: object, properties: { kind: { type: string, enum: [Service] }, name: { type: string }, port: { type: integer } } } }
gateway.networking.k8s.io/v1 HTTPRoute:
  type: object
  properties:
    <<: *route
    hostnames: { type: array, items: { type: string } }
    rules:
      type: array
      items:
        type: object
        properties:
          <<: *rule
          filters:
            type: array
            items:
              type: object
              properties:
                type: { type: string, enum: [RequestRedirect] }
                requestRedirect: { type: object, properties: { scheme: { type: string, enum: [https] }, statusCode: { type: integer, enum: [301, 302] } } }
gateway.k8s.aws/v1 LoadBalancerConfiguration:
  type: object
  properties:
    scheme: { type: string, enum: [internal, internet-facing] }
    loadBalancerName: { type: string }
    ipAddressType: { type: string, enum: [ipv4, dualstack, dualstack-without-public-ipv4] }
    loadBalancerSubnets: { type: array, items: { type: object, properties: { identifier: { type: string } } } }
    securityGroups: { type: array, items: { type: string } }
    sourceRanges: { type: array, items: { type: string } }
    loadBalancerAttributes: { type: array, items: { type: object, properties: { key: { type: string }, value: { type: string } } } }
    listenerConfigurations:
      type: array
      items:
        type: object
        properties:
          protocolPort: { type: string }
          defaultCertificate: { type: string }
          certificates: { type: array, items: { type: string } }
          sslPolicy: { type: string }
gateway.k8s.aws/v1 TargetGroupConfiguration:
  type: object
  properties:
    targetReference: { type: object, properties: { kind: { type: string, enum: [Service, Gateway] }, name: { type: string } } }
    defaultConfiguration:
      type: object
      properties:
        targetType: { type: string, enum: [instance, ip] }
        healthCheckConfig:
          type: object
          properties:
            healthCheckProtocol: { type: string, enum: [HTTP, HTTPS, TCP] }
            healthCheckPort: { type: string }
            healthCheckPath: { type: string }
        targetGroupAttributes: { type: array, items: { type: object, properties: { key: { type: string }, value: { type: string } } } }
networking.gke.io/v1 ServiceAttachment:
  type: object
  properties:
    connectionPreference: { type: string, enum: [ACCEPT_AUTOMATIC, ACCEPT_MANUAL] }
    natSubnets: { type: array, items: { type: string } }
    proxyProtocol: { type: boolean }
    consumerAllowList: { type: array, items: { type: object, properties: { project: { type: string }, connectionLimit: { type: integer } } } }
    resourceRef: { type: object, properties: { kind: { type: string, enum: [Service] }, name: { type: string } } }
`,
  { merge: true },
);

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
