import { Endpoint, pathOf, ProbeRequest } from './exchange';

/** A command that repeats a request, to paste into a shell. */
export function curlLine(endpoint: Endpoint, { headers, proxyHeader }: ProbeRequest, insecure: boolean): string {
  const { target, family, address, version } = endpoint;
  const isName = new URL(target.origin).hostname.replace(/[[\]]/g, '') !== address;
  const url = `${target.origin}${pathOf(target, 'repeated')}`;
  return [
    'curl -s -o /dev/null',
    ...(insecure && target.scheme === 'https' ? ['-k'] : []),
    version === 'HTTP/2' ? '--http2' : '--http1.1',
    ...(isName ? [`-${family}`] : []),
    ...(proxyHeader === undefined ? [] : [`--haproxy-clientip ${proxyHeader.src}`]),
    ...headers.map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    quoted(url),
  ].join(' ');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
