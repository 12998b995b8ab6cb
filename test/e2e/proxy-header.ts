/** The PROXY protocol header that a balancer, or a liar, writes before the first byte of a connection. */
export interface ProxyHeader {
  readonly version: 1 | 2;
  readonly command?: 'PROXY' | 'LOCAL';
  readonly protocol: 'TCP4' | 'TCP6' | 'UNKNOWN' | 'UNSPEC';
  readonly src?: string;
  readonly dst?: string;
  readonly srcPort?: number;
  readonly dstPort?: number;
}

const SIGNATURE = Buffer.from('\r\n\r\n\0\r\nQUIT\n', 'latin1');
const FAMILY = { TCP4: 0x11, TCP6: 0x21, UNKNOWN: 0x00, UNSPEC: 0x00 };

export function encodeProxyHeader(header: ProxyHeader): Buffer {
  const { version, command = 'PROXY', protocol, src = '', dst = '', srcPort = 0, dstPort = 0 } = header;
  const hasAddresses = src !== '';
  if (version === 1) {
    return Buffer.from(['PROXY', protocol, ...hasAddresses ? [src, dst, srcPort, dstPort] : []].join(' ') + '\r\n');
  }
  const ports = Buffer.alloc(4);
  ports.writeUInt16BE(srcPort, 0);
  ports.writeUInt16BE(dstPort, 2);
  const addresses = hasAddresses ? Buffer.concat([addressBytes(src), addressBytes(dst), ports]) : Buffer.alloc(0);
  const head = Buffer.from([command === 'LOCAL' ? 0x20 : 0x21, FAMILY[protocol], 0, addresses.length]);
  return Buffer.concat([SIGNATURE, head, addresses]);
}

function addressBytes(address: string): Buffer {
  if (!address.includes(':')) return Buffer.from(address.split('.').map(Number));
  const [head, tail = ''] = address.split('::').map((half) => half.split(':').filter(Boolean)) as [string[], string[]?];
  const groups = [...head, ...Array<string>(8 - head.length - tail.length).fill('0'), ...tail];
  return Buffer.from(groups.map((group) => group.padStart(4, '0')).join(''), 'hex');
}
