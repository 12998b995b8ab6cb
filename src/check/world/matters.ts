import { passesOn } from './between/proxies';
import { isHarmless } from './between/unknown-objects';
import { WITH_FILES } from './between/written-in-objects';
import { ALL_KINDS } from './kinds';
import { mayBeProxyConfiguration } from './proxy-configuration';
import { decoded, joined, Piece, piecesOf } from '../../forms/dump';
import { fieldsOf } from '../../input/objects';

/** A larger file is a dump of a cluster, of which most objects cannot matter. */
export const DUMP_BYTES = 4 * 1024 * 1024;

/** An object as far as it is seen before it is parsed. */
interface Glimpse {
  readonly kind?: string;
  readonly apiVersion: string;
  /** Every `name` in it. */
  readonly names: readonly string[];
  readonly text: string;
}

type Relevance = 'matters' | 'matters if it is named' | 'cannot matter';

const CONFIGURATIONS = ['ConfigMap', 'Secret'];
const WORKLOADS = [
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'ReplicationController',
  'Pod',
  'DeploymentConfig',
  'Rollout',
];
/** Text by which a configuration leads to a Service without being that of a proxy, or is that of an agent on nodes. */
const LEADS = /ip-masq|cilium|ingress:|global-auth-url|\d["']?:\s*["']?[\w-]+\/[\w-]+:/;
/** What is long enough to be a configuration in a Secret. */
const ENCODED = /[A-Za-z0-9+/]{24,}={0,2}/g;
const IMAGE = /\bimage["']?:\s*["']?([^\s"',]+)/g;
/** What controllers write into the endpoints of Services that select pods. */
const BY_CONTROLLER = /endpointslice-controller\.k8s\.io|endpoints\.kubernetes\.io\/last-change-trigger-time/;

/**
 * The text of a dump with the objects that can matter to a gateway, each in its line: what speaks of Kong, what may
 * lead to a Service or rule a namespace, and configurations that one of those names.
 */
export function siftDump(bytes: Uint8Array): string {
  const pieces = piecesOf(bytes);
  const kept = new Set<Piece>();
  const words = new Set<string>();
  const waiting: { readonly piece: Piece; readonly names: readonly string[] }[] = [];
  for (const piece of pieces) {
    const glimpse = glimpseOf(piece, decoded(bytes, piece.start, piece.end));
    switch (relevanceOf(glimpse)) {
      case 'matters':
        kept.add(piece);
        for (const [word] of glimpse.text.matchAll(/[\w.-]+/g)) words.add(word);
        break;
      case 'matters if it is named':
        waiting.push({ piece, names: glimpse.names });
    }
  }
  for (const { piece, names } of waiting) {
    if (names.some((name) => words.has(name))) kept.add(piece);
  }
  return joined(bytes, pieces, (piece) => kept.has(piece));
}

function relevanceOf({ kind, apiVersion, text }: Glimpse): Relevance {
  if (kind === undefined || /kong/i.test(text)) return 'matters';
  if (CONFIGURATIONS.includes(kind)) {
    return mayLead(kind === 'Secret' ? opened(text) : text) ? 'matters' : 'matters if it is named';
  }
  if (WORKLOADS.includes(kind)) return mayProxy(text) ? 'matters' : 'cannot matter';
  if (WITH_FILES.includes(kind)) return mayBeProxyConfiguration(text) ? 'matters' : 'cannot matter';
  if (BY_CONTROLLER.test(text)) return 'cannot matter';
  return !ALL_KINDS.has(kind) && isHarmless(apiVersion) ? 'cannot matter' : 'matters';
}

function mayLead(text: string): boolean {
  return LEADS.test(text) || mayBeProxyConfiguration(text);
}

/** A Secret with its data as text, of which ASCII is read alone. */
function opened(text: string): string {
  return text.replace(ENCODED, (data) => Buffer.from(data, 'base64').toString('latin1'));
}

/** Kong that does not say so, whose variables come from elsewhere, or something that passes requests on. */
function mayProxy(text: string): boolean {
  return text.includes('envFrom') || [...text.matchAll(IMAGE)].some(([, image]) => passesOn(image));
}

function glimpseOf(piece: Piece, text: string): Glimpse {
  const names = [...text.matchAll(/\bname["']?:\s*["']?([\w.-]+)/g)].map(([, name]) => name);
  const { kind, apiVersion = 'v1' } = headerOf(piece, text);
  return { kind, apiVersion, names, text };
}

/** Of an item with an anchor nothing is seen, since others may refer to it. */
function headerOf(piece: Piece, text: string): Header {
  if (piece.form === 'json') return inJson(text);
  return piece.indent > 0 && ANCHOR.test(text) ? {} : inYaml(piece, text);
}

const ANCHOR = /^\s*(?:- |[\w./-]+: )&\w/m;

type Header = Partial<Pick<Glimpse, 'kind' | 'apiVersion'>>;

function inJson(text: string): Header {
  try {
    const value: unknown = JSON.parse(text);
    const { kind, apiVersion } = fieldsOf(value);
    if (typeof kind !== 'string') return {};
    return typeof apiVersion === 'string' ? { kind, apiVersion } : { kind };
  } catch {
    return {};
  }
}

/** An item's first key follows its dash. Of an object that is indented otherwise nothing is seen. */
function inYaml({ indent }: Piece, text: string): Header {
  const [ofKind, ofVersion] = HEADERS[indent] ?? HEADERS[0];
  return { kind: ofKind.exec(text)?.[1], apiVersion: ofVersion.exec(text)?.[1] };
}

/** By the indent of the keys: of a document, and of items of a list that is indented or not. */
const HEADERS: Readonly<Record<number, readonly RegExp[]>> = Object.fromEntries(
  [0, 2, 4].map((indent) => [
    indent,
    ['kind', 'apiVersion'].map((key) => {
      const before = indent === 0 ? '' : `(?: {${indent}}| {${indent - 2}}- )`;
      return new RegExp(`^${before}${key}:\\s*["']?([\\w./-]+)`, 'm');
    }),
  ]),
);
