import { objectsOfExample } from './objects';
import { checkObjects } from '../../../src/check/check';

const mountedAt = (...paths: string[]) => {
  const objects: any[] = objectsOfExample({}, { 'cloud.google.com/l4-rbs': 'enabled' }, []);
  const { spec } = objects.find(({ kind }) => kind === 'Deployment').spec.template;
  spec.volumes = paths.map((_, index) => ({ name: `v${index}`, emptyDir: {} }));
  spec.containers[0].volumeMounts = paths.map((mountPath, index) => ({ name: `v${index}`, mountPath }));
  return checkObjects(objects)[0];
};

test('the API server refuses two volumes at one path', () => {
  const { verdict, findings } = mountedAt('/tmp', '/var/run', '/tmp');
  expect(verdict).toBe('broken');
  expect(findings.map(({ rule, field }) => [rule, field])).toEqual([
    ['api-server-refuses', 'spec.template.spec.containers[proxy].volumeMounts[v2]'],
  ]);
});

test('it takes a path within another', () => {
  expect(mountedAt('/tmp', '/tmp/kong').verdict).toBe('kept');
});
