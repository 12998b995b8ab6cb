import { Construct } from 'constructs';
import { connectionListeners, IN_CLUSTER_LISTENERS, KONG_PORTS, Listener } from './listeners';
import { ServiceBinding } from '../binding/service-binding';
import { HTTP as http80, HTTPS as https443 } from '../binding/service-ports';
import { errorAt, quote } from '../input/errors';
import { isObject } from '../input/objects';
import { count, flag, oneOf, text } from '../input/values';

/**
 * What Kong speaks on a port.
 */
export enum PortProtocol {
  /** HTTP without TLS. */
  HTTP = 'HTTP',
  /** HTTP with TLS, which Kong ends. */
  HTTPS = 'HTTPS',
  /** TCP. A stream route passes the bytes on. */
  TCP = 'TCP',
  /** TLS, which Kong ends. A stream route passes the bytes in it on. */
  TLS = 'TLS',
}

/**
 * A further port of the Service, with its own listener of Kong.
 */
export interface KongPort {
  /**
   * The name of the port: at most 15 lower-case letters, digits and inner hyphens, with at least one letter.
   */
  readonly name: string;

  /**
   * The port that clients dial, other than 80 and 443.
   */
  readonly port: number;

  /**
   * What Kong speaks on it.
   *
   * @default PortProtocol.HTTPS
   */
  readonly protocol?: PortProtocol;

  /**
   * The port on which Kong listens in the pod: from 1024, and not one of Kong's own (8000 to 8007, 8080, 8100, 8443
   * to 8447, 8453).
   *
   * @default - the same as `port`
   */
  readonly containerPort?: number;
}

/** @throws when it is not a list of objects, in languages that do not ask for one */
function checkList(scope: Construct, ports: readonly unknown[]): void {
  if (!Array.isArray(ports)) {
    throw errorAt(scope, `ports must be a list, got ${quote(ports)}; write [{ name: "grpc", port: 9090 }]`);
  }
  const bad = Array.from(ports).findIndex((port) => !isObject(port));
  if (bad !== -1) {
    throw errorAt(
      scope,
      `ports[${bad}] must be an object, got ${quote(ports[bad])}; write one such as { name: "grpc", port: 9090 }`,
    );
  }
}

/** Listeners for ports 80 and 443, or for 443 alone. */
export function webListeners(
  scope: Construct,
  { httpNodePort, portNamesIn, writesRoutes }: ServiceBinding,
  proxyProtocol: boolean,
  httpsOnly: boolean | undefined,
): Listener[] {
  if (!flag(scope, 'httpsOnly', httpsOnly)) return connectionListeners(proxyProtocol);
  if (httpNodePort !== undefined) {
    throw errorAt(
      scope,
      `httpsOnly leaves no port 80 for httpNodePort ${httpNodePort} of the load balancer; leave one of the two out`,
    );
  }
  if (writesRoutes || portNamesIn) {
    throw errorAt(
      scope,
      'httpsOnly true: the load balancer names port 80 of the Service in what it writes itself, ' +
        'and there would be no such port; leave httpsOnly out, and redirect port 80 by konghq.com/protocols: ' +
        '"https" on your routes',
    );
  }
  return connectionListeners(proxyProtocol).filter(({ tls }) => tls);
}

/** Listeners for further ports; whether they expect PROXY protocol follows from the way, as for the first two. */
export function furtherListeners(scope: Construct, ports: KongPort[] | undefined, proxyProtocol: boolean): Listener[] {
  const taken = [...KONG_PORTS, ...IN_CLUSTER_LISTENERS.map(({ containerPort }) => containerPort)];
  const names = [
    'proxy',
    'proxy-tls',
    'status',
    http80.name,
    https443.name,
    ...IN_CLUSTER_LISTENERS.map(({ name }) => name),
  ];
  const servicePorts = [http80.port, https443.port];
  checkList(scope, ports ?? []);
  return (ports ?? []).map((port, index) => {
    const prop = `ports[${index}]`;
    const containerPort = count(scope, `${prop}.containerPort`, port.containerPort ?? port.port, 1, 65535)!;
    if (
      !/^(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/.test(text(scope, `${prop}.name`, port.name) ?? '') ||
      names.includes(port.name)
    ) {
      throw errorAt(
        scope,
        `${prop}.name ${quote(port.name)}: a port's name has at most 15 lower-case letters, ` +
          'digits and inner hyphens, and is not the name of another port; write one such as "grpc"',
      );
    }
    if (servicePorts.includes(count(scope, `${prop}.port`, port.port, 1, 65535)!)) {
      throw errorAt(scope, `${prop}.port ${port.port} is a port of the Service already; leave it out`);
    }
    if (containerPort < 1024 || taken.includes(containerPort)) {
      throw errorAt(
        scope,
        `${prop}: Kong cannot listen on ${containerPort}, which is ` +
          `${containerPort < 1024 ? 'below 1024 and takes a privilege' : 'taken'}; ` +
          `give a containerPort such as ${9000 + index}`,
      );
    }
    names.push(port.name);
    servicePorts.push(port.port);
    taken.push(containerPort);
    const protocol = oneOf(scope, `${prop}.protocol`, port.protocol, PortProtocol) ?? PortProtocol.HTTPS;
    const http = protocol === PortProtocol.HTTP || protocol === PortProtocol.HTTPS;
    const tls = protocol === PortProtocol.HTTPS || protocol === PortProtocol.TLS;
    return {
      name: port.name,
      containerPort,
      http,
      tls,
      http2: http && tls,
      proxyProtocol,
      servicePorts: [{ name: port.name, port: port.port }],
    };
  });
}
