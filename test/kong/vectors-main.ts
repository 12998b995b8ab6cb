import { readVectors, replay, VECTORS_FILE } from './vectors';

/** Replays recorded cases on the model of Kong: `npm run vectors -- FILE`, by default the project's own. */
function main([file = VECTORS_FILE]: readonly string[]): number {
  const vectors = [...readVectors(file).values()].flat();
  const failed = vectors.map(replay).filter((differences) => differences.length > 0);
  for (const { name, field, expected, actual } of failed.flat()) {
    console.log(`${name}: ${field} is ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`);
  }
  console.log(`${vectors.length - failed.length} passed, ${failed.length} failed`);
  return failed.length > 0 ? 1 : 0;
}

process.exitCode = main(process.argv.slice(2));
