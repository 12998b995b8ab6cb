import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import ts from 'typescript';

/*
 * The structs that users write: one concept has one name, and one name has one type. What is exported is told by
 * src/index.ts, and read as text, so that a new balancer is covered.
 */

const ROOT = join(__dirname, '../../src');

interface Prop {
  readonly owner: string;
  readonly name: string;
  readonly type: string;
}

const exported = new Set(
  [
    ...readFileSync(join(ROOT, 'index.ts'), 'utf8').matchAll(/\b[A-Z]\w+(Props|Options|Binding|Port|Autoscaling)\b/g),
  ].map(([name]) => name),
);

const props: readonly Prop[] = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .flatMap((path) =>
    propsOf(ts.createSourceFile(path, readFileSync(join(ROOT, path), 'utf8'), ts.ScriptTarget.Latest)),
  );

function propsOf(file: ts.SourceFile): Prop[] {
  return file.statements
    .filter((statement): statement is ts.InterfaceDeclaration => ts.isInterfaceDeclaration(statement))
    .filter(({ name }) => exported.has(name.text))
    .flatMap(({ name: { text: owner }, members }) =>
      members.filter(ts.isPropertySignature).map((member) => ({
        owner,
        name: member.name.getText(file),
        type: member.type!.getText(file).replace(/\s+/g, ' '),
      })),
    );
}

function named(wrong: (prop: Prop) => boolean): string[] {
  return props.filter(wrong).map(({ owner, name, type }) => `${owner}.${name}: ${type}`);
}

test('the structs are found', () => {
  expect(new Set(props.map(({ owner }) => owner))).toContain('VultrLoadBalancerProps');
  expect(props.length).toBeGreaterThan(200);
});

test('one name has one type', () => {
  // Which of the three interfaces it is decides the way.
  const ours = props.filter(({ name }) => name !== 'loadBalancer');
  const types = new Map<string, Set<string>>();
  for (const { name, type } of ours) types.set(name, (types.get(name) ?? new Set()).add(type));
  expect([...types].filter(([, all]) => all.size > 1).map(([name, all]) => [name, ...all])).toEqual([]);
});

test.each<[string, RegExp, string]>([
  ['who can reach the balancer', /^(scheme|addressType|network|internal|private|public)$/, 'internalOnly'],
  ['who may connect', /cidrs$|^(inbound|allowed|whitelist)/i, 'sourceRanges'],
  [
    'certificates of a cloud',
    /^cert(Id|Arn)|certificate(Arns?|Uuid|Bundle\w*|s?Names?)$|^ssl(Certificate)?$/i,
    'certificateId',
  ],
  ['a Secret of TLS by its name', /^(tls|ssl)Secret$/, 'tlsSecretName'],
  ['redirects to https', /redirect(?!HttpToHttps$)/i, 'redirectHttpToHttps'],
  ['the class of an Ingress', /^(className|ingressClass)$/, 'ingressClassName'],
  ['a time-out without its unit', /time-?outs?$/i, '...Seconds'],
  ['what the cloud sells', /^(plan|spec|offer|size|sizeUnit|\w+BalancerType)$/, 'balancerType or nodeCount'],
])('%s', (_, other, _name) => {
  expect(named(({ name, type }) => other.test(name) && type !== 'kplus.ISecret')).toEqual([]);
});

test('no name is a word that other languages spell badly', () => {
  const bad =
    /^(type|from|internal|private|public|range|object|default|class|import|is|in|lambda|namespace_|params|func)$/;
  expect(named(({ name }) => bad.test(name))).toEqual([]);
  // Capitals in a row become something else in Python and Go.
  expect(named(({ name }) => /[A-Z]{3}|[A-Z]{2}(?=s?$)/.test(name))).toEqual([]);
});
