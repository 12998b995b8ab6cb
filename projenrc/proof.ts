import { cdk, github } from 'projen';

const E2E_PACKAGES = ['nginx', 'libnginx-mod-http-headers-more-filter', 'libnginx-mod-http-lua', 'haproxy', 'openssl'];

/**
 * A workflow with the proofs beside the unit tests, which `.ci/run` runs on one machine: requests through the real
 * Kong image, the models against what is known, and the library in every language. It runs for pull requests, and
 * nothing is published before it has passed.
 */
export function addProof(project: cdk.JsiiProject, nodeVersion: string): void {
  const workflow = new github.GithubWorkflow(project.github!, 'proof');
  workflow.on({ pullRequest: {}, workflowCall: {}, workflowDispatch: {} });
  workflow.addJobs({
    e2e: job({ node: { version: nodeVersion } }, [
      {
        name: 'Install the proxies',
        run: `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${E2E_PACKAGES.join(' ')}`,
      },
      { name: 'Send requests through Kong', run: 'npm run e2e' },
      { name: "Send requests through nginx with Kong's rules", run: 'npm run e2e -- --gateway nginx' },
    ]),
    corpus: job({ node: { version: nodeVersion } }, [
      { name: 'Replay the recorded cases on the model of Kong', run: 'npm run vectors' },
      { name: 'Check the manifests of which the truth is known', run: 'npm run corpus' },
      { name: "Hold the model of Kong's charts to what Helm made", run: 'npm run charts' },
      { name: 'Write the page of the rules', run: 'npm run docs:rules' },
      { name: 'Compare with what is committed', run: 'git diff --exit-code docs/rules.md' },
    ]),
    controllers: job({ node: { version: nodeVersion }, go: { version: 'stable' } }, [
      { name: 'Check the workflows', run: 'npm run lint:workflows' },
      {
        name: 'Compare the model of the AWS Load Balancer Controller with its own code',
        run: 'npm run test:controllers',
      },
      { name: "Compare the models of other clouds with their controllers' own code", run: 'npm run test:clouds' },
    ]),
    // Each Node.js that `engines` allows and that is maintained, and the oldest.
    node: {
      ...job({ node: { version: '${{ matrix.node }}' } }, [
        { name: 'Compile', run: 'npx projen pre-compile && npx projen compile' },
        { name: 'Run the unit tests', run: 'npx jest --ci' },
        { name: 'Install and use the package', run: 'npm run test:package' },
      ]),
      strategy: { failFast: false, matrix: { domain: { node: ['20', '22', '24'] } } },
    },
    languages: job(
      {
        node: { version: nodeVersion },
        java: { version: '17' },
        python: { version: '3.x' },
        go: { version: 'stable' },
      },
      [{ name: 'Run the examples', run: 'npm run test:languages' }],
    ),
  });

  const release = project.tryFindObjectFile('.github/workflows/release.yml')!;
  release.addOverride('jobs.proof', {
    uses: `./.github/workflows/${workflow.name}.yml`,
    permissions: { contents: 'read' },
  });
  for (const registry of ['npm', 'maven', 'pypi', 'nuget', 'golang']) {
    release.addOverride(`jobs.release_${registry}.needs`, ['release', 'proof']);
  }
}

/** A job that reads the repository, installs, and runs the steps. */
export function job(tools: github.workflows.Tools, steps: github.workflows.JobStep[]): github.workflows.Job {
  return {
    runsOn: ['ubuntu-latest'],
    permissions: { contents: github.workflows.JobPermission.READ },
    timeoutMinutes: 30,
    tools,
    steps: [github.WorkflowSteps.checkout(), { name: 'Install dependencies', run: 'npm ci' }, ...steps],
  };
}
