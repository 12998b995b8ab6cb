import { Header, ProxyHeader } from '../../src/kong/traffic';

/** The port that a client claims to have dialled. */
export const FORGED_PORT = '8888';

/** Every other forged value holds one of these. */
export const TRACE = /6\.6\.6\.\d|evil/;

/** A set of headers that a client must not be believed, for a claimed scheme. */
export interface Forgery {
  readonly name: string;
  readonly headers: (scheme: string) => readonly Header[];
}

export const REAL_IP: Forgery = { name: 'X-Real-IP', headers: () => [['X-Real-IP', '6.6.6.6']] };

const SINGLE: readonly Forgery[] = [
  { name: 'X-Forwarded-For', headers: () => [['X-Forwarded-For', '6.6.6.6']] },
  REAL_IP,
  {
    name: 'Proto, Host, Port',
    headers: (scheme) => [
      ['X-Forwarded-Proto', scheme],
      ['X-Forwarded-Host', 'evil.example'],
      ['X-Forwarded-Port', FORGED_PORT],
      ['X-Forwarded-Prefix', '/evil'],
      ['X-Forwarded-Path', '/evil'],
    ],
  },
  { name: 'Forwarded', headers: (scheme) => [['Forwarded', `for=6.6.6.6;proto=${scheme};host=evil.example`]] },
  {
    name: 'underscores',
    headers: (scheme) => [
      ['X_Forwarded_For', '6.6.6.6'],
      ['X_Real_IP', '6.6.6.6'],
      ['X_Forwarded_Proto', scheme],
      ['X_Forwarded_Host', 'evil.example'],
      ['X_Forwarded_Port', FORGED_PORT],
    ],
  },
  {
    name: 'mixed spelling',
    headers: (scheme) => [
      ['X-Forwarded_For', '6.6.6.6'],
      ['X-Real_IP', '6.6.6.6'],
      ['x-forwarded-for', '6.6.6.6'],
      ['x_forwarded-Proto', scheme],
      ['X_Forwarded-Host', 'evil.example'],
      ['x-Forwarded_Port', FORGED_PORT],
    ],
  },
];

export const TWO_LINES: Forgery = {
  name: 'two lines',
  headers: (scheme) => [
    ['X-Forwarded-For', '6.6.6.6'],
    ['X-Forwarded-For', '6.6.6.7'],
    ['X-Real-IP', '6.6.6.6'],
    ['X-Real-IP', '6.6.6.7'],
    ['X-Forwarded-Proto', scheme],
    ['X-Forwarded-Proto', scheme],
  ],
};

/** Headers of CDNs. Kong passes them on to upstreams as they come, and believes one of them from its own CDN alone. */
export const OF_CDNS = [
  'CF-Connecting-IP',
  'True-Client-IP',
  'X-Azure-SocketIP',
  'X-Azure-ClientIP',
  'Fastly-Client-IP',
];

const CDN_HEADERS: Forgery = { name: 'headers of CDNs', headers: () => OF_CDNS.map((name) => [name, '6.6.6.6']) };

/** Everything at once, but for the second lines. */
export const EVERYTHING: Forgery = {
  name: 'everything',
  headers: (scheme) =>
    [...SINGLE, CDN_HEADERS].flatMap(({ headers }) => headers(scheme)).filter(([name]) => name !== 'x-forwarded-for'),
};

export const FORGERIES: readonly Forgery[] = [...SINGLE, TWO_LINES, CDN_HEADERS, EVERYTHING];

/** A PROXY header of a client's own. */
export const FORGED_PROXY_HEADER: ProxyHeader = {
  version: 1,
  protocol: 'TCP4',
  src: '6.6.6.6',
  dst: '6.6.6.7',
  srcPort: 6666,
  dstPort: 443,
};
