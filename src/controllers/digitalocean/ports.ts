import { isTrue } from '../../notation/go';
import { HTTP, HTTPS, Mode, TCP } from '../making';
import { exactly, numbers } from '../readers';
import { Read } from '../service-table';
import { ServicePort } from '../services';

export const DO = 'service.beta.kubernetes.io/do-loadbalancer-';

export const PORT_LISTS = ['http-ports', 'tls-ports', 'http2-ports'];

export function mode(read: Read, port: ServicePort): Mode {
  if (isSecure(read, port)) return passesTls(read) ? { speaks: 'tcp', backend: 'tls' } : HTTPS;
  if (portsIn(read, 'http-ports').includes(port.port)) return HTTP;
  return ['http', 'http3'].includes(read('protocol') ?? 'tcp') ? HTTP : TCP;
}

/** Whether clients speak TLS on a port; 443 where a certificate or a passthrough names no ports. */
export function isSecure(read: Read, { port }: ServicePort): boolean {
  const [tls, http2] = ['tls-ports', 'http2-ports'].map((key) => portsIn(read, key));
  if (tls.includes(port) || http2.includes(port)) return true;
  if (tls.length === 0 && !http2.includes(443) && (endsTls(read) || passesTls(read)) && port === 443) return true;
  return !portsIn(read, 'http-ports').includes(port) && exactly('https', 'http2')(read('protocol') ?? '') !== undefined;
}

export function portsIn(read: Read, key: string): readonly number[] {
  return numbers(read(key) ?? '') ?? [];
}

export function endsTls(read: Read): boolean {
  return Boolean(read('certificate-id') || read('certificate-name'));
}

/** What it cannot read is false here, and refused nowhere. */
export function passesTls(read: Read): boolean {
  return isTrue(read('tls-passthrough'));
}
