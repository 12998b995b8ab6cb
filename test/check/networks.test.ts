import { objectsOfExample } from './world/objects';
import { checkObjects } from '../../src/check/check';
import { ClientIpCheckOptions } from '../../src/check/options';

const L4 = { 'cloud.google.com/l4-rbs': 'enabled' };

/** The verdict on a Kong behind a balancer that keeps the source, over families. */
function verdictOf(env: object, families?: string[], options: ClientIpCheckOptions = {}): string {
  const objects = objectsOfExample(env, L4) as any[];
  if (families) objects[1].spec.ipFamilies = families;
  return checkObjects(objects, options)[0].verdict;
}

const IPV6 = { KONG_PROXY_LISTEN: '[::]:8000, [::]:8443 ssl' };
const DIFFERENT = {
  KONG_PROXY_LISTEN: '0.0.0.0:8000, [::]:8000 proxy_protocol, 0.0.0.0:8443 ssl, [::]:8443 ssl proxy_protocol',
};

test.each<[string, object, string[] | undefined, ClientIpCheckOptions, string]>([
  ['a cluster of IPv4 does not reach a Kong of IPv6', IPV6, undefined, { nodes: ['10.0.0.0/16'] }, 'broken'],
  ['a cluster of IPv6 does', IPV6, undefined, { nodes: ['fd00::/64'] }, 'kept'],
  ['listeners that differ leave it open', DIFFERENT, undefined, {}, 'unknown'],
  ['unless the cluster is known', DIFFERENT, undefined, { pods: ['10.0.0.0/16'] }, 'kept'],
  ['or the Service says', DIFFERENT, ['IPv4', 'IPv6'], {}, 'broken'],
  // Nothing tells the networks of this CDN.
  [
    'a CDN dials in the family of the Service',
    { ...IPV6, KONG_REAL_IP_HEADER: 'True-Client-IP' },
    ['IPv6'],
    {},
    'lost',
  ],
])('%s', (_, env, families, options, expected) => {
  expect(verdictOf(env, families, options)).toBe(expected);
});

test('the header that Kong reads where it routes is tried as well', () => {
  const objects = objectsOfExample(
    {
      KONG_TRUSTED_IPS: '0.0.0.0/0',
      KONG_REAL_IP_HEADER: 'proxy_protocol',
      KONG_NGINX_LOCATION_REAL_IP_HEADER: 'X-Other',
    },
    L4,
  );
  expect(checkObjects(objects)[0].verdict).toBe('forgeable');
});
