/** The import rules of ARCHITECTURE.md: api ← kernel ← modules ← server; api ← client ← console, gateway. */
const only = (from, allowed, comment) => ({
  name: `${from.replace(/\W+/g, '-')}-imports`,
  comment,
  severity: 'error',
  from: { path: `^${from}/`, pathNot: '\\.test\\.tsx?$|/test/' },
  to: { path: '^(packages|apps|examples)/', pathNot: [`^${from}/`, ...allowed.map((path) => `^${path}/`)] },
});

module.exports = {
  forbidden: [
    only('packages/api', [], 'api imports nothing of ours'),
    only('packages/supervisor', ['packages/api'], 'supervisor knows processes, not objects'),
    only('packages/kernel', ['packages/api'], 'the kernel knows no capability'),
    only('packages/modules', ['packages/api', 'packages/kernel', 'packages/supervisor'], 'modules stand on the kernel'),
    only('packages/client', ['packages/api'], 'the client is isomorphic'),
    only('apps/gateway', ['packages/api', 'packages/client'], 'the data plane runs without the server'),
    only('apps/console', ['packages/api', 'packages/client'], 'the console reaches the platform through its API'),
    only('examples/shop-sign-permit', [], 'an example uses what every application can use'),
    {
      name: 'no-sibling-modules',
      comment: 'a module reads its siblings through the kernel; work across them goes to flows',
      severity: 'error',
      from: { path: '^packages/modules/src/([^/]+)/', pathNot: '\\.test\\.ts$|^packages/modules/src/flows/' },
      to: { path: '^packages/modules/src/', pathNot: '^packages/modules/src/$1/' },
    },
    {
      name: 'testkit-is-for-tests',
      severity: 'error',
      from: { path: '^(packages|apps|examples)/', pathNot: '\\.test\\.tsx?$|/test/|^packages/testkit/' },
      to: { path: '^packages/testkit/' },
    },
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|node_modules)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
