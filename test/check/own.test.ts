import { Testing, Yaml } from 'cdk8s';
import { variants } from '../../examples/typescript/variants';
import { ClientIpCheck, ClientIpLevel, ClientIpVerdict } from '../../src';
import { checkObjects } from '../../src/check/check';
import { objects } from '../helpers';

/** A Classic Load Balancer dials node ports, which others may reach, too. */
const WARNED = [['eks-classic-header-forwarded', 'node-port-bypass']];

describe.each(variants.map(({ name, build }) => [name, build] as const))('%s', (name, build) => {
  const synthesized = objects(build(Testing.chart()));

  test('keeps the address, also when read back from YAML', () => {
    const [fromObjects] = checkObjects(synthesized);
    const {
      gateways: [fromText],
      unreadable,
    } = ClientIpCheck.check([{ name: 'x.yaml', text: Yaml.stringify(...synthesized) }]);
    expect(unreadable).toEqual([]);
    for (const { verdict, findings } of [fromObjects, fromText]) {
      const warnings = findings.filter(({ level }) => level !== ClientIpLevel.NOTE).map(({ rule }) => [name, rule]);
      expect(warnings).toEqual(WARNED.filter(([of]) => of === name));
      expect(verdict).toBe(ClientIpVerdict.KEPT);
    }
  });
});
