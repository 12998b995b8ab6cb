import { parse, parseAllDocuments, stringify } from 'yaml';
import { ClientIpFinding } from '../../src';

/*
 * The sentences of fixes, carried out on a manifest as a reader would. A sentence that offers a choice is read to the
 * first "or". What the user alone knows, such as the networks of the nodes, is taken from here.
 */

const NODES = '10.0.0.0/16,10.244.0.0/16';
const EDGES = '173.245.48.0/20,104.16.0.0/13';
const HOPS = '35.191.0.0/16,130.211.0.0/22,203.0.113.10/32';
const LISTENERS = '0.0.0.0:8000, 0.0.0.0:8443 http2 ssl';

interface Fix {
  readonly pattern: RegExp;
  carryOut(manifest: Manifest, finding: ClientIpFinding, ...groups: string[]): void;
}

/** Every form of sentence that a machine can carry out. */
const FIXES: readonly Fix[] = [
  // Variables of Kong
  {
    pattern: /\b(KONG_[A-Z0-9_]+)=("[^"]*"|[^\s,]+?)(?=[.,;]?(?:\s|$))/g,
    carryOut: (manifest, _, name, value) => manifest.setVariable(name, unquoted(value)),
  },
  {
    pattern: /^Write (KONG_[A-Z_]+) without the remark: ("[^"]*")/g,
    carryOut: (manifest, _, name, value) => manifest.setVariable(name, unquoted(value)),
  },
  {
    pattern: /^Write ([\d./]+) if the network is meant/g,
    carryOut: (manifest, _, network) => manifest.setVariable('KONG_TRUSTED_IPS', network),
  },
  {
    pattern: /\b(?:KONG_TRUSTED_IPS to|Write|Add) the (?:networks|subnets) (?:of|into)|\btrust the nodes/g,
    carryOut: (manifest) => manifest.setVariable('KONG_TRUSTED_IPS', NODES),
  },
  {
    pattern: /\btrust every hop/g,
    carryOut: (manifest) => manifest.setVariable('KONG_TRUSTED_IPS', HOPS),
  },
  {
    pattern: /\btake (KONG_[A-Z0-9_]+) out/gi,
    carryOut: (manifest, _, name) => manifest.removeVariable(name),
  },
  {
    pattern: /^Turn recursion off/g,
    carryOut: (manifest) => manifest.removeVariable('KONG_REAL_IP_RECURSIVE'),
  },
  {
    pattern: /^Move ((?:KONG_[A-Z_]+(?:, )?)+) to the container/g,
    carryOut: (manifest, _, names) => manifest.moveVariables(names.split(', ')),
  },
  {
    pattern: /^Keep one of the two; KONG_[A-Z_]+ is the one/g,
    carryOut: (manifest, { object, field }) => manifest.remove(object, field!),
  },
  {
    pattern: /^Write (KONG_[A-Z_]+)\./g,
    carryOut: (manifest, { field }, name) => manifest.renameVariable(field!, name),
  },
  // Listeners
  {
    pattern: /\bput (?:the flag )?proxy_protocol on (every listener|[\d.]+:\d+)/gi,
    carryOut: (manifest, _, where) => manifest.addFlag('proxy_protocol', where),
  },
  {
    pattern: /\btake proxy_protocol out of the listeners and of KONG_REAL_IP_HEADER/gi,
    carryOut(manifest) {
      manifest.removeFlag('KONG_PROXY_LISTEN', 'proxy_protocol');
      manifest.removeVariable('KONG_REAL_IP_HEADER');
    },
  },
  {
    pattern: /\badd a listener for port (\d+) to KONG_PROXY_LISTEN/g,
    carryOut: (manifest, _, port) => manifest.addListener(`0.0.0.0:${port} http2 ssl`),
  },
  {
    pattern: /\bthe status listener \(8100\), and keep it without the flag/g,
    carryOut: (manifest) => manifest.removeFlag('KONG_STATUS_LISTEN', 'proxy_protocol'),
  },
  {
    pattern: /^Keep (KONG_[A-Z_]+) without (ssl)/g,
    carryOut: (manifest, _, name, flag) => manifest.removeFlag(name, flag),
  },
  // Annotations
  {
    pattern: /\bset metadata\.annotations\[(\S+?)\] to "([^"]*)"/gi,
    carryOut: (manifest, { object }, key, value) => manifest.annotate(object, key, value),
  },
  {
    pattern: /\bset metadata\.annotations\[(\S+?)\] to the networks that may connect/gi,
    carryOut: (manifest, { object }, key) => manifest.annotate(object, key, EDGES),
  },
  {
    pattern: /(?<=\s)([a-z0-9.-]+\.[a-z]+\/[\w.-]+): ("[^"]*"|\w+(?=,))/g,
    carryOut: (manifest, { object }, key, value) => manifest.annotate(object, key, unquoted(value)),
  },
  {
    pattern: /^Write ([a-z0-9.-]+\/[\w.-]+)\.$/g,
    carryOut: (manifest, { object, field }, key) => manifest.renameAnnotation(object, field!, key),
  },
  {
    pattern: /^Write ([\w.]+)=(\w+)/g,
    carryOut: (manifest, { object, field }, key, value) => manifest.setItem(object, field!, key, value),
  },
  {
    pattern: /^Leave protocol and codes of the health check to the controller/g,
    carryOut(manifest, { object }) {
      const { annotations } = manifest.find(object).metadata;
      Object.keys(annotations).forEach(
        (key) => /healthcheck-(protocol|success-codes)$/.test(key) && delete annotations[key],
      );
    },
  },
  // Other fields
  {
    pattern: /\bexternalTrafficPolicy: (Local|Cluster)/gi,
    carryOut: (manifest, _, policy) => (manifest.find('Service').spec.externalTrafficPolicy = policy),
  },
  {
    pattern: /\b(loadBalancerClass): ([\w./-]+)/g,
    carryOut: (manifest, _, name, value) => (manifest.find('Service').spec[name] = value),
  },
  {
    pattern: /\bBackendConfig with healthCheck: (\{[^}]*\})/g,
    carryOut: (manifest, _, check) => (manifest.find('BackendConfig').spec.healthCheck = parse(check)),
  },
  {
    pattern: /\bPoint an Ingress at port (\d+) of the Service/g,
    carryOut: (manifest, _, port) => (manifest.find('Ingress').spec.defaultBackend.service.port.number = Number(port)),
  },
  {
    pattern: /^Use (limit_by): (ip)\b/g,
    carryOut: (manifest, { object }, name, value) => (manifest.find(object).config[name] = value),
  },
  {
    pattern: /^Set clientIPPreservationEnabled: true for the endpoint/g,
    carryOut(manifest, { object }) {
      const groups = manifest.find(object).spec.listeners.flatMap(({ endpointGroups }: any) => endpointGroups);
      const endpoints = groups.flatMap((group: any) => group.endpoints);
      endpoints.forEach((endpoint: any) => (endpoint.clientIPPreservationEnabled = true));
    },
  },
  {
    pattern: /^(?:Write|Quote the value:) (?!KONG_)("[^"]*"|[^\s,/=]+?)(?=[.,](?:\s|$))/g,
    carryOut: (manifest, { object, field }, value) => manifest.set(object, field!, unquoted(value)),
  },
  {
    pattern: /^Take the port out of the Service|which is the default\.$|\btake ingressClassName out/g,
    carryOut: (manifest, { object, field }) => manifest.remove(object, field!),
  },
  {
    pattern: /^Close the second entrance|^Take it out\./g,
    carryOut: (manifest, { object }) => manifest.removeObject(object),
  },
];

/** The manifest as the fix of a finding has it; undefined where no machine can carry it out. */
export function applied(text: string, finding: ClientIpFinding): string | undefined {
  const [first] = finding.mend.split(/,? or /);
  const found = FIXES.flatMap(({ pattern, carryOut }) =>
    [...first.matchAll(pattern)].map(([, ...groups]) => ({ carryOut, groups })),
  );
  if (found.length === 0) return undefined;
  const manifest = new Manifest(text);
  found.forEach(({ carryOut, groups }) => carryOut(manifest, finding, ...groups));
  return manifest.toString();
}

class Manifest {
  private readonly objects: any[];

  constructor(text: string) {
    this.objects = parseAllDocuments(text, { version: '1.1' }).map((document) => document.toJS());
  }

  public toString(): string {
    return this.objects.map((object) => stringify(object, { version: '1.1', lineWidth: 0 })).join('---\n');
  }

  /** An object by its kind, or as findings name it. */
  public find(object: string): any {
    const [kind, namespace, name] = object.split('/');
    return this.objects.find(
      (one) => one.kind === kind && (name === undefined || isNamed(one.metadata, name, namespace)),
    );
  }

  public annotate(object: string, key: string, value: string): void {
    const { metadata } = this.find(object);
    metadata.annotations = { ...metadata.annotations, [key]: value };
  }

  public setVariable(name: string, value: string): void {
    this.removeVariable(name);
    this.container.env.push({ name, value });
  }

  public removeVariable(name: string): void {
    this.container.env = this.container.env.filter((one: { name: string }) => one.name !== name);
  }

  public renameVariable(field: string, name: string): void {
    this.container.env.find((one: { name: string }) => field.includes(`[${one.name}]`)).name = name;
  }

  public moveVariables(names: readonly string[]): void {
    const { initContainers } = this.find('Deployment').spec.template.spec;
    const isMoved = (one: { name: string }) => names.includes(one.name);
    for (const container of initContainers) {
      this.container.env.push(...container.env.filter(isMoved));
      container.env = container.env.filter((one: { name: string }) => !isMoved(one));
    }
  }

  public renameAnnotation(object: string, field: string, key: string): void {
    const { holder, last } = this.at(object, field);
    this.annotate(object, key, holder[last]);
    delete this.find(object).metadata.annotations[last];
  }

  /** Sets one item of a list such as `a=1,b=2`. */
  public setItem(object: string, field: string, key: string, value: string): void {
    const { holder, last } = this.at(object, field);
    holder[last] = holder[last].replace(new RegExp(`${key}=\\w+`), `${key}=${value}`);
  }

  public addListener(listener: string): void {
    this.setVariable('KONG_PROXY_LISTEN', `${this.variable('KONG_PROXY_LISTEN')}, ${listener}`);
  }

  public addFlag(flag: string, where: string): void {
    const listeners = (this.variable('KONG_PROXY_LISTEN') ?? LISTENERS).split(', ');
    const isMeant = (one: string) => (where === 'every listener' || one.startsWith(where)) && !one.includes(flag);
    this.setVariable('KONG_PROXY_LISTEN', listeners.map((one) => (isMeant(one) ? `${one} ${flag}` : one)).join(', '));
  }

  public removeFlag(name: string, flag: string): void {
    this.setVariable(name, this.variable(name)!.replaceAll(` ${flag}`, ''));
  }

  public set(object: string, field: string, value: unknown): void {
    const { holder, last } = this.at(object, field);
    if (typeof holder[last] === 'object') holder[last].value = value;
    else holder[last] = value;
  }

  public remove(object: string, field: string): void {
    const { holder, last } = this.at(object, field);
    if (Array.isArray(holder)) holder.splice(Number(last), 1);
    else delete holder[last];
  }

  public removeObject(object: string): void {
    this.objects.splice(this.objects.indexOf(this.find(object)), 1);
  }

  private variable(name: string): string | undefined {
    return this.container.env.find((one: { name: string }) => one.name === name)?.value;
  }

  private get container(): any {
    return this.find('Deployment').spec.template.spec.containers[0];
  }

  private at(object: string, field: string): { holder: any; last: string | number } {
    const steps = [...field.matchAll(/\[([^\]]*)\]|([^.[\]]+)/g)].map(([, key, name]) => key ?? name);
    let holder = this.find(object);
    for (const step of steps.slice(0, -1)) holder = holder[keyIn(holder, step)];
    return { holder, last: keyIn(holder, steps[steps.length - 1]) };
  }
}

function keyIn(holder: unknown, step: string): string | number {
  if (!Array.isArray(holder)) return step;
  const index = holder.findIndex(({ name }) => name === step);
  return index >= 0 ? index : Number(step);
}

function isNamed(metadata: { name: string; namespace?: string }, name: string, namespace: string): boolean {
  return metadata.name === name && (metadata.namespace ?? 'default') === namespace;
}

function unquoted(text: string): string {
  return text.replace(/^"(.*)"$/, '$1');
}
