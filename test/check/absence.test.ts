import { Testing } from 'cdk8s';
import { variants } from '../../examples/typescript/variants';
import { ClientIpLevel } from '../../src';
import { checkObjects } from '../../src/check/check';
import { objects } from '../helpers';

/** Kinds that a dump of a cluster leaves out easily. */
const CUSTOM = [
  'BackendConfig',
  'FrontendConfig',
  'HealthCheckPolicy',
  'TargetGroupBinding',
  'IngressClass',
  'IngressClassParams',
  'Gateway',
  'GatewayClass',
];

const without = (kind: string, all: readonly any[]) => all.filter((object) => object.kind !== kind);
const cases = variants.flatMap(({ name, build }) => {
  const all = objects(build(Testing.chart()));
  return CUSTOM.filter((kind) => all.some((object) => object.kind === kind)).map((kind) => [name, kind, all] as const);
});

test('some gateways have such objects', () => {
  expect(cases.length).toBeGreaterThan(5);
});

test.each(cases)('%s without its %s is a question at most, and no error', (_, kind, all) => {
  const [{ verdict, findings, questions }] = checkObjects(without(kind, all));
  expect(findings.filter(({ level }) => level === ClientIpLevel.ERROR)).toEqual([]);
  expect(['kept', 'unknown']).toContain(verdict);
  expect(verdict === 'kept' || findings.length + questions.length > 0).toBe(true);
});
