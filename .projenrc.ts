import { cdk, github, javascript } from 'projen';
import { UpgradeDependenciesSchedule } from 'projen/lib/javascript';
import { PINNED_ACTIONS } from './projenrc/actions';
import { addNewest } from './projenrc/newest';
import { addProof } from './projenrc/proof';
import { moveActionTag } from './projenrc/release';

const nodeVersion = '24';

/** Of the releases, and of the tag `v1` by which workflows name the action. A breaking change raises it. */
const MAJOR_VERSION = 1;

const repository = 'https://github.com/cdk8s-kong-client-ip/cdk8s-kong-client-ip';

/** Tests are only stripped of their types: the compiler has checked these before. */
const SWC = { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } };

const project = new cdk.JsiiProject({
  name: 'cdk8s-kong-client-ip',
  description:
    'Keep the client IP in Kong Gateway on Kubernetes, and keep clients from forging it: check and mend manifests, Helm values and ' +
    "Terraform, write values for Kong's charts and operator, or build gateways with cdk8s. For some 40 load balancers, from AWS, GKE and AKS " +
    'to Hetzner and MetalLB.',
  author: 'The cdk8s-kong-client-ip maintainers',
  authorAddress: repository,
  authorOrganization: true,
  repositoryUrl: `${repository}.git`,
  homepage: `${repository}#readme`,
  bugsUrl: `${repository}/issues`,
  keywords: [
    'cdk8s',
    'kong',
    'kubernetes',
    'helm',
    'argocd',
    'terraform',
    'linter',
    'security',
    'api-gateway',
    'ingress',
    'ingress-nginx',
    'client-ip',
    'real-ip',
    'proxy-protocol',
    'x-forwarded-for',
    'load-balancer',
    'gke',
    'aks',
    'eks',
  ],
  defaultReleaseBranch: 'main',
  majorVersion: MAJOR_VERSION,
  minNodeVersion: '20.0.0',
  projenrcTs: true,

  // Dependencies
  packageManager: javascript.NodePackageManager.NPM,
  jsiiVersion: '~6.0.0',
  typescriptVersion: '~6.0.0',
  bumpPackage: 'commit-and-tag-version@^12',
  peerDeps: ['cdk8s@^2.70.47', 'cdk8s-plus-27@^2.9.5', 'constructs@^10.5.0'],
  bundledDeps: ['commander@^14', 'diff@^8', 'yaml'],
  devDeps: [
    '@microsoft/jest-sarif',
    '@swc/core',
    '@swc/jest',
    '@tree-sitter-grammars/tree-sitter-hcl',
    '@types/node@^20',
    'ajv',
    'cdk8s-cli',
    'cdk8s-plus-newest@npm:cdk8s-plus-33@^2',
    'fast-check',
    'kubernetes-models',
    'tsx',
    'web-tree-sitter',
  ],
  depsUpgradeOptions: { workflowOptions: { schedule: UpgradeDependenciesSchedule.WEEKLY } },

  // Sources and tests
  entrypoint: 'lib/src/index.js',
  bin: { 'cdk8s-kong-client-ip': 'lib/src/cli/main.js' },
  tsconfig: {
    compilerOptions: { rootDir: '.', outDir: 'lib', inlineSourceMap: false, inlineSources: false },
    include: ['imports/**/*.ts'],
  },
  tsconfigDev: {
    compilerOptions: { paths: { 'cdk8s-kong-client-ip': ['../src/index.ts'] } },
    include: ['../src/**/*.ts', '../imports/**/*.ts', '../examples/typescript/**/*.ts'],
  },
  jestOptions: {
    jestVersion: '^29',
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    jestConfig: {
      collectCoverage: false,
      moduleNameMapper: { '^cdk8s-kong-client-ip$': '<rootDir>/src/index.ts' },
      transform: { '^.+\\.[t]sx?$': new javascript.Transform('@swc/jest', SWC) },
    },
  },
  // A test run reports, and changes no file: `npx projen eslint --fix` does.
  eslintOptions: {
    dirs: ['src', 'test', 'examples/typescript', 'scripts'],
    commandOptions: { fix: false },
    prettier: true,
  },
  prettier: true,
  prettierOptions: {
    settings: { printWidth: 120, singleQuote: true, trailingComma: javascript.TrailingComma.ALL },
  },
  gitignore: [
    '/assets/',
    '/dist/',
    '/.e2e/',
    '/examples/*/dist/',
    '/examples/java/target/',
    '.jsii.tabl.json',
    '.venv/',
    '__pycache__/',
  ],

  // Packages. What each registry must have before: RELEASING.md.
  npmignoreEnabled: false,
  npmTrustedPublishing: true,
  publishToPypi: { distName: 'cdk8s-kong-client-ip', module: 'cdk8s_kong_client_ip', trustedPublishing: true },
  publishToMaven: {
    mavenGroupId: 'io.github.cdk8s-kong-client-ip',
    mavenArtifactId: 'cdk8s-kong-client-ip',
    javaPackage: 'io.github.cdk8s_kong_client_ip',
  },
  publishToNuget: { packageId: 'Cdk8s.KongClientIp', dotNetNamespace: 'Cdk8s.KongClientIp', trustedPublishing: true },
  publishToGo: { moduleName: 'github.com/cdk8s-kong-client-ip/cdk8s-kong-client-ip-go', packageName: 'kongclientip' },

  // Workflows
  workflowNodeVersion: nodeVersion,
  buildWorkflowOptions: { mutableBuild: false, permissions: { contents: github.workflows.JobPermission.READ } },
  jsiiReleaseVersion: '0.2.1061',
  githubOptions: {
    mergify: false,
    pullRequestLintOptions: { semanticTitleOptions: { types: ['feat', 'fix', 'docs', 'test', 'refactor', 'chore'] } },
  },
});

project.package.addField('types', 'lib/src/index.d.ts');
project.package.addField('files', ['lib', 'assets', 'validation.js', '.jsii', '.jsii.tabl.json', '!*.tsbuildinfo']);
project.package.addField('exports', {
  '.': { types: './lib/src/index.d.ts', default: './lib/src/index.js' },
  './validation': { types: './lib/src/check/cdk8s-validation.d.ts', default: './validation.js' },
  './.jsii': './.jsii',
  './package.json': './package.json',
});

// None needs its install script, so npm is told not to run or mention them.
project.package.addField('allowScripts', {
  '@swc/core': false,
  '@tree-sitter-grammars/tree-sitter-hcl': false,
  backport: false,
  esbuild: false,
  'unrs-resolver': false,
});
// Of later versions the registry lacks builds for other platforms, which makes npm refuse the lock file.
project.package.addPackageResolutions('unrs-resolver@~1.12.2');

// The parser of Terraform's language is a program of WebAssembly. The package carries these files, and not their
// packages, which build native code where they are installed.
const assets = project.addTask('assets', {
  description: 'Copy the parser of HCL to assets/',
  exec: 'tsx --tsconfig scripts/tsconfig.json scripts/assets.ts',
});
project.preCompileTask.spawn(assets);

// What the registries of Python, Java and .NET show.
project.compileTask.exec('tsx --tsconfig scripts/tsconfig.json scripts/package-text.ts');

// The first report of a broken example is the compiler's, before any test runs. What jsii asks beyond TypeScript,
// `compile` asks.
project.testTask.reset();
project.testTask.spawn(assets);
project.testTask.exec('tsc --noEmit -p test/tsconfig.json --isolatedModules false');
project.testTask.exec('jest --ci', { receiveArgs: true });
project.testTask.spawn(project.eslint!.eslintTask);

// Examples in the README and in doc comments compile, and are translated for each language of Construct Hub.
project.package.addField('jsiiRosetta', { strict: true });
project.postCompileTask.exec('jsii-rosetta extract');

// A breaking change of the API is found before it is released; the first release has nothing to be compared with.
project.postCompileTask.spawn(project.tasks.tryFind('compat')!, {
  condition: 'node -e "process.exit(process.env.CI ? 0 : 1)"',
});

// A build makes the npm package, from which CI makes the others, each with the tools of its language: `package-all`.
for (const language of ['js', 'java', 'python', 'dotnet', 'go']) {
  project.tasks.tryFind(`package:${language}`)!.reset(`jsii-pacmak --verbose --no-npmignore --target ${language}`);
}
project.packageTask.reset();
project.packageTask.spawn(project.tasks.tryFind('package:js')!);

/** What each room of src may import, beside itself: CONTRIBUTING.md has the reasons. Nothing imports src/index.ts. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  input: [],
  net: ['input'],
  notation: [],
  kong: [],
  charts: ['input'],
  binding: ['input', 'net'],
  'load-balancers': ['binding', 'input', 'net', 'notation'],
  plan: ['binding', 'input', 'kong', 'net'],
  hosts: ['binding', 'charts', 'input', 'kong', 'plan'],
  ways: ['binding', 'hosts', 'input', 'net', 'plan'],
  controllers: ['binding', 'input', 'net', 'notation'],
  forms: ['charts', 'controllers', 'input'],
  check: ['binding', 'charts', 'controllers', 'forms', 'input', 'kong', 'net', 'notation'],
  gateways: ['binding', 'check', 'controllers', 'input', 'kong', 'plan', 'ways'],
  values: ['binding', 'controllers', 'input', 'load-balancers', 'ways'],
  convert: ['binding', 'check', 'controllers', 'forms', 'input', 'load-balancers', 'net', 'notation', 'values', 'ways'],
  mend: ['charts', 'check', 'controllers', 'forms', 'input', 'kong', 'net', 'plan', 'values'],
  probe: ['check', 'controllers', 'forms', 'input', 'kong', 'net'],
  cli: ['check', 'convert', 'forms', 'input', 'mend', 'probe', 'values'],
};

const LINES = { code: 120, ignoreRegExpLiterals: true, ignoreUrls: true };

project.eslint!.addRules({
  'import/no-restricted-paths': [
    'error',
    {
      zones: Object.entries(ROOMS).map(([room, others]) => ({
        target: `./src/${room}`,
        from: './src',
        except: [room, ...others].map((other) => `./${other}`),
      })),
    },
  ],
  'import/no-unresolved': ['error', { ignore: ['^cdk8s-kong-client-ip$'] }],
  'no-nested-ternary': ['error'],
  // Prettier breaks code, but neither comments nor texts.
  'max-len': ['error', { ...LINES, ignoreStrings: true, ignoreTemplateLiterals: true }],
});
// What people read is broken after a sentence; what tests expect, and what scripts write, may be long.
project.eslint!.addOverride({ files: ['src/**/*.ts'], rules: { 'max-len': ['error', LINES] } });

project.addTask('e2e', {
  description: 'Send honest and forged requests through every variant on running proxies',
  exec: 'tsx --tsconfig test/tsconfig.json test/e2e/main.ts',
  receiveArgs: true,
});
project.addTask('vectors', {
  description: 'Replay cases recorded on a running Kong on the model of Kong',
  exec: 'tsx --tsconfig test/tsconfig.json test/kong/vectors-main.ts',
  receiveArgs: true,
});
project.addTask('test:controllers', {
  description: 'Compare the model of the AWS Load Balancer Controller with what its own code builds',
  exec: 'tsx --tsconfig test/tsconfig.json test/controllers/real/main.ts',
  receiveArgs: true,
});
project.addTask('test:clouds', {
  description: "Compare the models of other clouds with what their controllers' own code builds, which is fetched",
  exec: 'tsx --tsconfig test/tsconfig.json test/controllers/clouds/main.ts',
  receiveArgs: true,
});
project.addTask('helm:record', {
  description: "Render Kong's Helm charts with the values of every variant into test/hosts/rendered.json",
  exec: 'tsx --tsconfig test/tsconfig.json test/hosts/record.ts',
  receiveArgs: true,
});
project.addTask('charts', {
  description: "Hold the model of Kong's charts to what Helm made of values",
  exec: 'tsx --tsconfig test/tsconfig.json test/charts/main.ts',
  receiveArgs: true,
});
project.addTask('corpus', {
  description: 'Check the manifests of which the truth is known',
  exec: 'tsx --tsconfig test/tsconfig.json test/corpus/main.ts',
  receiveArgs: true,
});
project.addTask('docs:rules', {
  description: 'Write docs/rules.md from the rules',
  exec: 'tsx --tsconfig test/tsconfig.json test/check/write-rules.ts',
});
project.addTask('docs:values', {
  description: 'Write docs/values from the balancers',
  exec: 'tsx --tsconfig test/tsconfig.json test/values/documents.ts',
});
project.addTask('bench', {
  description: 'Time the synthesis beside the same objects written by hand',
  exec: 'tsx --tsconfig test/tsconfig.json test/bench/main.ts',
  receiveArgs: true,
});
const languages = project.addTask('test:languages', {
  description: 'Package the library for every language, and run its example there',
});
languages.spawn(project.compileTask);
languages.exec('jsii-rosetta extract'); // the README in other languages
languages.exec('tsx --tsconfig test/tsconfig.json test/languages/main.ts', { receiveArgs: true });
project.addTask('test:package', {
  description: 'Install the packed npm package in an empty folder, and use it there',
  exec: 'tsx --tsconfig test/tsconfig.json test/package/main.ts',
  receiveArgs: true,
});
project.addTask('lint:workflows', {
  description: 'Check the workflows of GitHub with actionlint',
  exec: 'go run github.com/rhysd/actionlint/cmd/actionlint@v1.7.7 -shellcheck=',
});
project.addTask('edge-networks', {
  description: 'Renew the networks of CDNs that come with the library',
  exec: 'tsx --tsconfig test/tsconfig.json scripts/edge-networks.ts',
  receiveArgs: true,
});
project.addTask('import', {
  description: 'Regenerate imports/ from the CRDs in imports/crds/',
  exec: 'for crd in imports/crds/*.yaml; do cdk8s import $crd --no-check-upgrade --save=false -o imports -l typescript; done',
});

for (const [action, commit] of Object.entries(PINNED_ACTIONS)) {
  project.github!.actions.set(action, `${action}@${commit}`);
}
addProof(project, nodeVersion);
addNewest(project, nodeVersion);
moveActionTag(project, MAJOR_VERSION);

project.synth();
