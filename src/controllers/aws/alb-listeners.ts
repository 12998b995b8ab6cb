import { ALB, asked, Group, Member, paramList } from './ingress-group';
import { isObject } from '../../input/objects';
import { stringSlice } from '../../notation/aws';
import { parseBool, parseInt32 } from '../../notation/go';
import { Frontend } from '../balancer';
import { refused, refusedIf } from '../fields';
import { Remark } from '../reading';
import { json, objectsIn } from '../values';

export type Listener = Pick<Frontend, 'port' | 'speaks'>;

const SPOKEN: Readonly<Record<string, 'http' | 'https'>> = { HTTP: 'http', HTTPS: 'https' };

/** The ports that an Ingress asks for: 443 with a certificate, else 80, unless it lists them. */
export function listenersOf(member: Member): Listener[] {
  const text = member.read('listen-ports');
  if (text === undefined) {
    return [certificates(member).length > 0 ? { port: 443, speaks: 'https' } : { port: 80, speaks: 'http' }];
  }
  const found = new Map(entriesIn(text).map(([protocol, port]) => [port, SPOKEN[protocol]]));
  return [...found].map(([port, speaks]) => ({ port: Number(port), speaks }));
}

/** The port to which all ports that speak http redirect. */
export function redirectOf(group: Group): string | undefined {
  return asked(group, 'sslRedirectPort', 'ssl-redirect')[0];
}

/** Why one Ingress's ports are refused. */
export function listenerRefusals(member: Member): Remark[] {
  const text = member.read('listen-ports');
  if (text !== undefined && !isPorts(text)) {
    return [
      refused(
        `${ALB}listen-ports`,
        `The controller cannot read ${JSON.stringify(text)}.`,
        'Write a list such as [{"HTTP":80},{"HTTPS":443}].',
      ),
    ];
  }
  if (!listenersOf(member).some(({ speaks }) => speaks === 'https')) return [];
  const mayHaveCertificate =
    certificates(member).length > 0 || hosts(member).length > 0 || createsCertificate(member) || member.hasUnseenClass;
  return mayHaveCertificate
    ? []
    : [
        refused(
          `${ALB}listen-ports`,
          'A port speaks HTTPS, and there is neither a certificate nor a host by which the controller could find one.',
          `Write ${ALB}certificate-arn, or give the rules a host.`,
        ),
      ];
}

/** Why the ports of several Ingresses do not go together. */
export function mergedListenerRefusals(group: Group): Remark[] {
  const all = group.flatMap(listenersOf);
  const conflict = all.find(({ port, speaks }) => all.some((other) => other.port === port && other.speaks !== speaks));
  const redirects = asked(group, 'sslRedirectPort', 'ssl-redirect');
  return [
    ...refusedIf(
      conflict !== undefined,
      `${ALB}listen-ports`,
      `Members of the group disagree on what port ${conflict?.port} speaks.`,
      'Give the port one protocol in all of them.',
    ),
    ...refusedIf(
      redirects.length > 1,
      `${ALB}ssl-redirect`,
      `Members of the group redirect to different ports: ${redirects.join(', ')}.`,
      'Name one port.',
    ),
    ...(redirects.length === 1 ? redirectRefusals(redirects[0], all) : []),
  ];
}

function redirectRefusals(port: string, all: readonly Listener[]): Remark[] {
  const number = parseInt32(port);
  return all.some((listener) => listener.port === number && listener.speaks === 'https')
    ? []
    : [
        refused(
          `${ALB}ssl-redirect`,
          `Nothing listens for https on port ${port}.`,
          'Name a port that listen-ports has with HTTPS.',
        ),
      ];
}

/** The certificates of the class's parameters, or else of the annotation. */
function certificates(member: Member): string[] {
  const ofClass = paramList(member, 'certificateArn');
  return ofClass.length > 0 ? ofClass : stringSlice(member.read('certificate-arn'));
}

function createsCertificate(member: Member): boolean {
  return parseBool(member.read('create-acm-cert') ?? '') === true;
}

function hosts({ ingress }: Member): unknown[] {
  const ofTls = objectsIn(ingress.spec?.tls).flatMap((tls) => (Array.isArray(tls.hosts) ? tls.hosts : []));
  return [...objectsIn(ingress.spec?.rules).map(({ host }) => host), ...ofTls].filter(
    (host) => host !== undefined && host !== '',
  );
}

function entriesIn(text: string): [string, unknown][] {
  return objectsIn(json(text)).flatMap(Object.entries);
}

function isPorts(text: string): boolean {
  const read: unknown = json(text);
  if (!Array.isArray(read) || read.length === 0 || !read.every(isObject)) return false;
  return entriesIn(text).every(
    ([protocol, port]) => protocol in SPOKEN && Number.isInteger(port) && Number(port) >= 1 && Number(port) <= 65535,
  );
}

/** Whether a parameter or an annotation makes the balancer have IPv6 addresses. */
export function isDualStack(group: Group): boolean {
  return (asked(group, 'ipAddressType', 'ip-address-type')[0] ?? 'ipv4').startsWith('dualstack');
}
