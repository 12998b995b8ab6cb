import { ClientIpVerdict } from '../../src/check/report';
import { anonymous, compare } from '../../src/probe/comparison';
import { ProbeReport } from '../../src/probe/report';

const probed = (verdict: ProbeReport['verdict']): ProbeReport => ({
  verdict,
  endpoints: [],
  warnings: ['10.0.0.5 answers'],
  read: [],
  troubles: [],
  seenBy: [],
});
const gateway = (name: string, verdict: string) => ({
  gateway: `Deployment/kong/${name}`,
  verdict: verdict as ClientIpVerdict,
  findings: [],
  path: [],
  questions: [],
});
const checked = (...gateways: ReturnType<typeof gateway>[]) => ({ gateways, unreadable: [], objectCount: 1 });

test.each<[string, ReturnType<typeof checked>, string[], boolean | 'unknown']>([
  ['both the same', checked(gateway('a', 'kept')), [], true],
  ['different', checked(gateway('a', 'lost')), [], false],
  ['the check does not know', checked(gateway('a', 'unknown')), [], 'unknown'],
  ['no gateway', checked(), [], 'unknown'],
  [
    'two gateways, and the one that answered is not known',
    checked(gateway('a', 'kept'), gateway('b', 'lost')),
    [],
    'unknown',
  ],
  [
    'two gateways, and the one that answered is known',
    checked(gateway('a', 'kept'), gateway('b', 'lost')),
    ['Deployment/kong/b'],
    false,
  ],
])('%s', (_, check, workloads, agrees) => {
  expect(compare(probed('kept'), check as never, workloads).agrees).toBe(agrees);
});

test('nothing is compared with a probe that could not tell', () => {
  expect(compare(probed('unknown'), checked(gateway('a', 'kept')) as never, []).agrees).toBe('unknown');
});

test('addresses and names are replaced, the same by the same; claims stay', () => {
  const text =
    'Kong believes 10.0.0.5: trusts 10.0.0.0/16, [2001:db8::7]:443, ::ffff:10.0.0.5 at api.example.com; 6.6.6.6 at 09:14:03, https://203.0.113.10:8080/.';
  const result = anonymous(text, ['api.example.com', '203.0.113.10']);
  expect(result).toBe(
    'Kong believes address-2: trusts address-3/16, address-4, address-2 at host-1; 6.6.6.6 at 09:14:03, https://address-5/.',
  );
});

test('what to paste has no address', () => {
  const { issue } = compare(probed('kept'), checked(gateway('a', 'lost')) as never, []);
  expect(issue).toContain('The check says lost');
  expect(issue).not.toContain('10.0.0.5');
});
