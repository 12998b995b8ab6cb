import { since } from './chart';
import { Chart } from './release';
import { at, equals, isSet, isSetAt, itemsOf, orElse, print, Refusal, whole } from './template';
import { isObject } from '../input/objects';

/*
 * Kong's listeners, as the variables name them.
 */

const EVERYWHERE = ['0.0.0.0', '[::]'];
const THIS_POD = ['127.0.0.1', '[::1]'];

/** `KONG_PROXY_LISTEN` and its like: the plain listener and the one for TLS, on each address. */
export function listen(chart: Chart, service: unknown, addresses?: readonly string[]): string {
  const http = at(service, 'http');
  const tls = at(service, 'tls');
  const on = [
    ...(isSet(http) && isSetAt(http, 'enabled') ? [{ port: http, parameters: () => at(http, 'parameters') }] : []),
    ...(isSet(tls) && isSetAt(tls, 'enabled') ? [{ port: tls, parameters: () => tlsParameters(tls) }] : []),
  ];
  // Addresses of a Service without listeners are not read.
  return (
    on
      .flatMap(({ port, parameters }) =>
        (addresses ?? addressesOf(chart, service)).map((address) => single(address, port, parameters())),
      )
      .join(', ') || 'off'
  );
}

/** The Admin API listens inside the pod while its Service is off. */
export function listenAdmin(chart: Chart): string {
  const admin = at(chart.values, 'admin');
  if (isSetAt(admin, 'enabled')) {
    return listen(chart, admin);
  }
  if (!since(chart, '2.34.0')) {
    return listen(chart, admin, [
      since(chart, '2.27.0') ? print(orElse(at(admin, 'address'), THIS_POD[0])) : THIS_POD[0],
    ]);
  }
  return isObject(admin) && Object.hasOwn(admin, 'addresses') ? listen(chart, admin) : listen(chart, admin, THIS_POD);
}

function addressesOf(chart: Chart, service: unknown): string[] {
  return since(chart, '2.34.0')
    ? itemsOf(orElse(at(service, 'addresses'), EVERYWHERE)).map(print)
    : [print(orElse(at(service, 'address'), EVERYWHERE[0]))];
}

function tlsParameters(tls: unknown): unknown[] {
  const parameters = at(tls, 'parameters');
  if (!Array.isArray(parameters)) {
    throw new Refusal(
      `tls.parameters must be a list, and is ${JSON.stringify(parameters ?? null)}; write [http2], or []`,
    );
  }
  return [...parameters, 'ssl'];
}

function single(address: string, port: unknown, parameters: unknown): string {
  const flags = orElse(parameters, []);
  if (!Array.isArray(flags)) {
    throw new Refusal(`parameters must be a list, and is ${JSON.stringify(flags)}; write [http2], or []`);
  }
  return [`${address}:${whole(at(port, 'containerPort'))}`, ...new Set(flags.map(print))].join(' ');
}

/** The listeners of a Service's streams. */
export function listenStreams(chart: Chart, service: unknown): string {
  return itemsOf(at(service, 'stream'))
    .flatMap((stream) => {
      const protocol = orElse(at(stream, 'protocol'), 'TCP');
      const flags = isSetAt(stream, 'parameters') ? at(stream, 'parameters') : [];
      const parameters = equals(protocol, 'UDP', 'stream.protocol') ? [...itemsOf(flags), 'udp'] : flags;
      return streamAddresses(chart, service, stream).map((address) => single(address, stream, parameters));
    })
    .join(', ');
}

function streamAddresses(chart: Chart, service: unknown, stream: unknown): string[] {
  if (since(chart, '2.34.0')) {
    return addressesOf(chart, stream);
  }
  return since(chart, '2.27.0') ? addressesOf(chart, service) : [EVERYWHERE[0]];
}

/** `KONG_PORT_MAPS`: the Service's port for each port of the pod, TLS first named by its own. */
export function portMaps(chart: Chart, proxy: unknown): string {
  const http = at(proxy, 'http');
  const tls = at(proxy, 'tls');
  const hasService = !since(chart, '2.39.0') || print(at(http, 'servicePort')) !== '0';
  return [
    ...(isSetAt(http, 'enabled') && hasService ? [portMap(http)] : []),
    ...(isSetAt(tls, 'enabled') ? [portMap(tls)] : []),
  ].join(', ');
}

function portMap(port: unknown): string {
  return `${whole(at(port, 'servicePort'))}:${whole(at(port, 'containerPort'))}`;
}
