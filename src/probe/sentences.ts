import { Exchange } from './exchange';
import { printable } from './printable';

/*
 * What the probe tells of an endpoint, each with what to do. Text of servers and logs goes through printable().
 */

export function untrusted(reason: string): string {
  return `the certificate is not trusted (${printable(reason)}); if you trust it, add --insecure`;
}

export function unreachable({ endpoint: { family } }: Exchange, reason: string): string {
  return (
    `${printable(reason)}. Is there a firewall, or has this machine no IPv${family}? ` +
    'Run it from elsewhere, or name an address of the other family'
  );
}

export function closedWithoutAnswer({ endpoint: { target } }: Exchange, reason: string): string {
  const unexpected = target.scheme === 'https' ? ', or gets one that it does not expect' : '';
  return (
    `the connection ends without an answer (${printable(reason)}). ` +
    `Kong does that where it expects a PROXY header and gets none${unexpected}`
  );
}

export function badRequest({ endpoint: { target } }: Exchange): string {
  return (
    'an honest request is answered with 400, and has no line in the log. ' +
    'Kong does that where the balancer sends a PROXY header that Kong does not expect' +
    `${target.scheme === 'http' ? ', or where the port speaks TLS' : ''}`
  );
}

export function redirected({ endpoint: { target } }: Exchange, location: string): string {
  const secure = location.startsWith('https:') && target.scheme === 'http';
  return `redirects to ${printable(location)} before Kong${secure ? '; name the https URL, too' : ''}`;
}

export function unsteady(): string {
  return 'one honest request was answered, and a later one was not. Do all pods have the same settings? Run it again';
}

export function noEcho(status: number): string {
  return (
    `the answer was ${status}, and holds no X-Real-IP; ` +
    'name by --echo a route to an upstream that answers with the headers that it got'
  );
}

export function noLine(status: number, isOfKong: boolean, isSeen: boolean): string {
  const remedy = remedyFor(isOfKong, isSeen);
  return `the answer was ${status}, and no line that tells the client was found in what was read. ${remedy}`;
}

function remedyFor(isOfKong: boolean, isSeen: boolean): string {
  if (isSeen) return 'There is a line without one: add $remote_addr to the format of the access log';
  if (isOfKong) return 'Kong answered: turn its access log on (KONG_PROXY_ACCESS_LOG=/dev/stdout), or read other pods';
  return (
    "Did Kong answer, or something before it? Look at the balancer's health checks, " +
    'and whether this name leads to the pods that were read'
  );
}

export function notSeen(names: readonly string[]): string {
  return `no line was found for: ${names.join(', ')}. Is every pod of Kong read? Run it again`;
}

export function believesLie(name: string, believed: readonly string[]): string {
  return `${name}: Kong believes ${believed.join(', ')}, which the request claimed`;
}

export function hidesClient(name: string, believed: readonly string[]): string {
  return `${name}: Kong believes ${believed.join(', ')} in place of the client, who can hide behind it`;
}

export function believesAnother(name: string, believed: readonly string[]): string {
  return `${name}: Kong believed ${believed.join(', ')}, and for the honest requests another address; run it again`;
}

export function believesSeveral(addresses: readonly string[]): string {
  return `Kong believed different addresses for this machine (${addresses.join(', ')}); give yours by --address`;
}

export function perhapsYours(address: string): string {
  return `Kong believes ${address}, which may be yours in this private network; give your address there by --address`;
}
