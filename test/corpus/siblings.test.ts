import { join } from 'path';
import { testStatements } from './statements';

test('what is stated of the siblings holds', async () => {
  const outcomes = await testStatements(join(__dirname, 'siblings'));
  expect(outcomes.length).toBeGreaterThan(30);
  expect(
    outcomes.filter(({ wrong }) => wrong.length > 0).map(({ statement, wrong }) => [statement.file, wrong]),
  ).toEqual([]);
});
