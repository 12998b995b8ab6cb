import { compareCorpus } from './compare';

const comparisons = compareCorpus(process.argv[2] ?? __dirname);
const failed = comparisons.filter(({ disagreements }) => disagreements.length > 0);
for (const { file, gateway, disagreements } of failed) {
  console.log(`${file} ${gateway}: ${disagreements.join('; ')}`);
}
console.log(`${comparisons.length - failed.length} passed, ${failed.length} failed`);
process.exitCode = failed.length > 0 ? 1 : 0;
