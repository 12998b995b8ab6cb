import { defaultsOf, isModelled, readImage } from '../../../src/check/world/image';

test.each<[unknown, boolean, readonly number[] | undefined, boolean]>([
  ['kong', true, undefined, true],
  ['kong:3.9.3', true, [3, 9], true],
  ['kong:3', true, undefined, true],
  ['kong:3.4.2-ubuntu', true, [3, 4], true],
  ['registry.example.com:5000/mirror/kong:3.9@sha256:abc', true, [3, 9], true],
  ['kong/kong-gateway:3.10.0.1', true, [3, 10], false],
  ['kong:2.8.5', true, [2, 8], false],
  ['kong:4.0', true, [4, 0], false],
  ['Kong:v3.9', true, [3, 9], true],
  ['example/kong-custom:1.2', false, undefined, true],
  ['example.com/gateway', false, undefined, true],
  [undefined, true, undefined, true],
])("%s: Kong's own %s, of release %j, modelled %s", (image, isKongs, version, modelled) => {
  const read = readImage(image);
  expect([read.isKongs, read.version, isModelled(read)]).toEqual([isKongs, version, modelled]);
});

test('the status listener was off before 3.6', () => {
  expect(
    [
      [2, 8],
      [3, 5],
      [3, 6],
      [3, 9],
    ].map((version) => defaultsOf({ isKongs: true, version: version as [number, number] })),
  ).toEqual([{ KONG_STATUS_LISTEN: 'off' }, { KONG_STATUS_LISTEN: 'off' }, {}, {}]);
});
