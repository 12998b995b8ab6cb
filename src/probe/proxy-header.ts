import { formatVersion1 } from '../kong/proxy-protocol';
import { ProxyHeader } from '../kong/traffic';

const SIGNATURE = Buffer.from('\r\n\r\n\0\r\nQUIT\n', 'latin1');
const FAMILY = { TCP4: 0x11, UDP4: 0x12, TCP6: 0x21, UDP6: 0x22, UNIX: 0x31, UNKNOWN: 0x00, UNSPEC: 0x00 };

/**
 * A PROXY protocol header as it goes over the wire.
 *
 * @see https://www.haproxy.org/download/2.8/doc/proxy-protocol.txt
 */
export function encodeProxyHeader(header: ProxyHeader): Buffer {
  const { version, command = 'PROXY', protocol, src = '', dst = '', srcPort = 0, dstPort = 0 } = header;
  const hasAddresses = src !== '' && protocol !== 'UNIX';
  if (version === 1) return Buffer.from(`${formatVersion1(header)}\r\n`);
  const ports = Buffer.alloc(4);
  ports.writeUInt16BE(srcPort, 0);
  ports.writeUInt16BE(dstPort, 2);
  const addresses = hasAddresses ? Buffer.concat([addressBytes(src), addressBytes(dst), ports]) : Buffer.alloc(0);
  const head = Buffer.from([command === 'LOCAL' ? 0x20 : 0x21, FAMILY[protocol], 0, addresses.length]);
  return Buffer.concat([SIGNATURE, head, addresses]);
}

function addressBytes(address: string): Buffer {
  if (!address.includes(':')) return Buffer.from(address.split('.').map(Number));
  const halves = address.split('::').map((half) => half.split(':').filter(Boolean));
  const [head, tail = []] = halves as [string[], string[]?];
  const groups = [...head, ...Array<string>(8 - head.length - tail.length).fill('0'), ...tail];
  return Buffer.from(groups.map((group) => group.padStart(4, '0')).join(''), 'hex');
}
