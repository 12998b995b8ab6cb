import { Balancer, KubernetesObject } from './balancer';
import { Controller, Signs } from './controller';
import { annotationField, annotationReader, refused } from './fields';
import { Accepted } from './readers';
import { Doubt, made, Reading, refusedBy, Remark, unsettled } from './reading';
import { servicePorts } from './services';
import { KnownKey, misspelt } from './spelling';

/** The value of an annotation, by its key behind the controller's prefix, or by its whole key. */
export type Read = (key: string) => string | undefined;

/** Why it is not known what a controller makes of a Service. */
export interface Open {
  readonly doubt: Doubt;
  readonly remark: Remark;
}

/** A controller for Services that is a table of annotations. */
export interface ServiceTable {
  readonly id: string;
  readonly cloud: string;
  readonly makes: Readonly<Record<string, string>>;
  /** The prefix of its annotations. */
  readonly prefix: string;
  /**
   * Prefixes by which it read the same keys in the past: they count where the key with the prefix of today is
   * missing.
   */
  readonly legacyPrefixes?: readonly string[];
  /** Prefixes of keys that it reads as others do: they are spelt as it knows them, and are no sign of it. */
  readonly prefixesOfOthers?: readonly string[];
  /** The annotations that it knows; those without a slash stand behind the prefix. A pattern is a family of them. */
  readonly keys: readonly KnownKey[];
  /** Further signs. It takes Services without a class, or with one of these. */
  readonly signs?: Signs;
  /** What it takes as the values of keys that it reads in every mode; it refuses the Service for any other. */
  readonly accepts?: Readonly<Record<string, Accepted>>;
  /** The transports of ports that it takes; it refuses a Service with another one. All of them if undefined. */
  readonly transports?: readonly string[];
  /** What it makes of a Service that it neither refuses nor leaves in doubt. */
  readonly make: (service: KubernetesObject, read: Read) => Balancer;
  /** Why it makes no balancer, beside `accepts`. */
  readonly refusals?: (service: KubernetesObject, read: Read) => readonly Remark[];
  /** Why it is not known what it makes. */
  readonly doubt?: (service: KubernetesObject, read: Read) => Open | undefined;
  /** What its author should know all the same. */
  readonly remarks?: (service: KubernetesObject, read: Read) => readonly Remark[];
}

/** A controller that is a table, with the keys that it knows. */
export interface TableController extends Controller {
  readonly keys: readonly KnownKey[];
}

export function serviceController(table: ServiceTable): TableController {
  const { id, cloud, makes, prefix, legacyPrefixes = [], prefixesOfOthers = [], signs } = table;
  const prefixes = [prefix, ...legacyPrefixes, ...(signs?.prefixes ?? [])];
  return {
    id,
    cloud,
    makes,
    keys: knownKeys(table),
    signs: { ...signs, prefixes },
    read: (object) =>
      takes(object, signs?.classes) ? readTable(table, [...prefixes, ...prefixesOfOthers], object) : undefined,
  };
}

function takes({ kind, spec }: KubernetesObject, classes: readonly string[] = []): boolean {
  return kind === 'Service' && (!spec?.loadBalancerClass || classes.includes(spec.loadBalancerClass));
}

function readTable(table: ServiceTable, prefixes: readonly string[], service: KubernetesObject): Reading {
  const { id } = table;
  const read = readerOf(table, service);
  const remarks = [...misspelt(service, prefixes, knownKeys(table)), ...(table.remarks?.(service, read) ?? [])];
  const refusals = [
    ...transportRefusals(table, service),
    ...refusedValues(table, table.accepts ?? {}, read),
    ...(table.refusals?.(service, read) ?? []),
  ];
  if (refusals.length > 0) return refusedBy(id, distinct(refusals), remarks);
  const open = table.doubt?.(service, read);
  if (open) return unsettled(id, open.doubt, [...remarks, open.remark]);
  return made(id, table.make(service, read), remarks);
}

function transportRefusals({ transports }: ServiceTable, service: KubernetesObject): Remark[] {
  const other = servicePorts(service).find(({ protocol = 'TCP' }) => transports?.includes(protocol) === false);
  if (!transports || !other) return [];
  return [
    {
      rule: 'annotation-refused',
      field: 'spec.ports',
      why: `The controller refuses a Service with a port of ${other.protocol}: it takes ${transports.join(' and ')}.`,
      mend: 'Give that port its own Service.',
    },
  ];
}

/** What is true of several ports is said once. */
function distinct(remarks: readonly Remark[]): Remark[] {
  return [...new Map(remarks.map((remark) => [`${remark.field} ${remark.why}`, remark])).values()];
}

function readerOf({ prefix, legacyPrefixes = [] }: ServiceTable, service: KubernetesObject): Read {
  const whole = annotationReader(service, '');
  return (key) => {
    if (key.includes('/')) return whole(key);
    return [prefix, ...legacyPrefixes].map((one) => whole(`${one}${key}`)).find((value) => value !== undefined);
  };
}

function knownKeys({ prefix, legacyPrefixes = [], keys }: ServiceTable): KnownKey[] {
  return keys.flatMap((key): KnownKey[] => {
    if (typeof key !== 'string') return [key];
    return key.includes('/') ? [key] : [prefix, ...legacyPrefixes].map((one) => `${one}${key}`);
  });
}

/** The values that a controller does not take, each with what it takes. */
export function refusedValues(
  { prefix }: Pick<ServiceTable, 'prefix'>,
  accepts: Readonly<Record<string, Accepted>>,
  read: Read,
): Remark[] {
  return Object.entries(accepts).flatMap(([key, { what, reads, byApi }]) => {
    const value = read(key);
    if (value === undefined || reads(value) !== undefined) return [];
    return [
      refused(
        key.includes('/') ? key : `${prefix}${key}`,
        `${byApi ? 'The API of the cloud' : 'The controller'} refuses ${JSON.stringify(value)}.`,
        `Write ${what}.`,
      ),
    ];
  });
}

/** An annotation by which the balancer may lose the client. */
export function unclear(key: string, why: string): Open {
  return {
    doubt: 'unknown-balancer',
    remark: {
      rule: 'balancer-unknown',
      field: annotationField(key),
      why,
      mend: 'Take it out, or look at the access log of Kong with one request.',
    },
  };
}

/** A Service that its author takes away from its controller by an annotation. */
export function takenAway(key: string, why: string): Open {
  return {
    doubt: 'outside',
    remark: {
      rule: 'balancer-outside-manifest',
      field: annotationField(key),
      why,
      mend: 'Check by hand what serves the Service, or take the annotation out.',
    },
  };
}

/** Why a balancer that is made drops traffic all the same. */
export function dropsTraffic(field: string, why: string, mend: string, write?: string): Remark {
  return { rule: 'balancer-drops-traffic', field, why, mend, write };
}
