import { cdk, javascript } from 'projen';

const repository = 'https://github.com/cdk8s-kong-client-ip/cdk8s-kong-client-ip';

const project = new cdk.JsiiProject({
  name: 'cdk8s-kong-client-ip',
  description: 'Kong Gateway on Kubernetes that cannot lose the client IP, and cannot be lied to about it: typed CDK8s constructs for GKE, AKS and EKS.',
  author: 'The cdk8s-kong-client-ip maintainers',
  authorAddress: repository,
  authorOrganization: true,
  repositoryUrl: `${repository}.git`,
  defaultReleaseBranch: 'main',
  projenrcTs: true,
  packageManager: javascript.NodePackageManager.NPM,
  jsiiVersion: '~6.0.0',
  typescriptVersion: '~6.0.0',
  entrypoint: 'lib/src/index.js',
  tsconfig: {
    compilerOptions: { rootDir: '.', outDir: 'lib' },
    include: ['imports/**/*.ts'],
  },
  tsconfigDev: {
    compilerOptions: { paths: { 'cdk8s-kong-client-ip': ['../src/index.ts'] } },
    include: ['../src/**/*.ts', '../imports/**/*.ts', '../examples/typescript/**/*.ts'],
  },
  jestOptions: {
    jestVersion: '^29',
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    jestConfig: { moduleNameMapper: { '^cdk8s-kong-client-ip$': '<rootDir>/src/index.ts' } },
  },
  eslintOptions: { dirs: ['src', 'test', 'examples/typescript'] },
  bumpPackage: 'commit-and-tag-version@^12',
  peerDeps: ['cdk8s@^2.70.106', 'cdk8s-plus-27@^2.9.5', 'constructs@^10.5.0'],
  devDeps: ['@types/node@^20', 'cdk8s-cli', 'fast-check', 'kubernetes-models', 'tsx', 'yaml'],
  keywords: ['cdk8s', 'kong', 'kubernetes', 'client-ip', 'proxy-protocol', 'x-forwarded-for', 'load-balancer'],
  gitignore: ['/dist/', '/.e2e/'],
  publishToPypi: { distName: 'cdk8s-kong-client-ip', module: 'cdk8s_kong_client_ip' },
  publishToMaven: {
    mavenGroupId: 'io.github.cdk8s-kong-client-ip',
    mavenArtifactId: 'cdk8s-kong-client-ip',
    javaPackage: 'io.github.cdk8s_kong_client_ip',
  },
  publishToNuget: { packageId: 'Cdk8s.KongClientIp', dotNetNamespace: 'Cdk8s.KongClientIp' },
  publishToGo: { moduleName: 'github.com/cdk8s-kong-client-ip/cdk8s-kong-client-ip-go', packageName: 'kongclientip' },
});

project.package.addField('types', 'lib/src/index.d.ts');

// The first report of a broken example is the compiler's, before any test runs.
project.testTask.prependExec('tsc --noEmit -p test/tsconfig.json --isolatedModules false');
project.testTask.prependSpawn(project.compileTask);

project.eslint!.addRules({ 'import/no-unresolved': ['error', { ignore: ['^cdk8s-kong-client-ip$'] }] });

project.addTask('e2e', { description: 'Send honest and forged requests through every variant on running proxies', exec: 'tsx test/e2e/main.ts', receiveArgs: true });
project.addTask('bench', { description: 'Time the synthesis beside the same objects written by hand', exec: 'tsx test/bench/main.ts', receiveArgs: true });
project.addTask('import', {
  description: 'Regenerate imports/ from the CRDs in imports/crds/',
  exec: 'cdk8s import imports/crds/backendconfig.yaml --no-check-upgrade --save=false -o imports -l typescript',
});

project.synth();
