import { cdk, github } from 'projen';
import { job } from './proof';

/** Packages of others as they are today, whichever version package-lock.json names. */
const NEWEST = ['cdk8s@latest', 'cdk8s-plus-27@latest', 'constructs@latest'];

/**
 * A weekly workflow with what others publish: it tells early what will break, and holds up neither a pull request nor
 * a release.
 */
export function addNewest(project: cdk.JsiiProject, nodeVersion: string): void {
  const workflow = new github.GithubWorkflow(project.github!, 'newest');
  workflow.on({ schedule: [{ cron: '0 5 * * 1' }], workflowDispatch: {} });
  const tools = { node: { version: nodeVersion } };
  workflow.addJobs({
    packages: job(tools, [
      { name: 'Compile', run: 'npx projen pre-compile && npx projen compile' },
      {
        name: 'Use the package with the newest cdk8s, constructs and TypeScript',
        run: 'npm run test:package -- --newest',
      },
      { name: 'Install the newest cdk8s and constructs', run: `npm install --no-save ${NEWEST.join(' ')}` },
      { name: 'Run the unit tests', run: 'npx jest --ci' },
    ]),
    charts: job(tools, [
      { name: "Render Kong's charts, pulled from their repository", run: 'npm run helm:record' },
      { name: 'Compare with what is recorded', run: 'git diff --exit-code test/hosts/rendered.json' },
    ]),
  });
}
