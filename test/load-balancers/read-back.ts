import { Kong } from '../../src';
import { Balancer } from '../../src/controllers/balancer';
import { readings } from '../../src/controllers/registry';
import { manifest, objects } from '../helpers';

/** What the model of the controller makes of a gateway's own way in, which it must take without a remark. */
export function readBack(kong: Kong): Balancer {
  const all = objects(kong);
  const found = readings(manifest(kong.ingress ?? kong.service), { list: (kind) => all.filter((object) => object.kind === kind) });
  expect(found.map(({ remarks, balancer }) => [balancer?.id, remarks])).toEqual([[manifest(kong.service).metadata.annotations['kong-client-ip/load-balancer'], []]]);
  return found[0].balancer!;
}
