import { given } from './cases';
import { byModel } from './made';
import { hashOf, recorded } from './record';

/*
 * The model of the AWS Load Balancer Controller makes of every case what the controller's own code made of it when it
 * was last asked: `npm run test:controllers -- --record`.
 */

const made = recorded();

test.each(given().map((each) => ({ ...each, hash: hashOf(each) })))('$name', (each) => {
  expect(made).toHaveProperty([each.hash]);
  expect(byModel(each)).toEqual(made[each.hash]);
});

test.each(['client', 'node', 'balancer', undefined])('the record has many balancers whose peer is %s', (peer) => {
  expect(Object.values(made).filter(({ balancer }) => balancer?.peer === peer).length).toBeGreaterThan(50);
});
