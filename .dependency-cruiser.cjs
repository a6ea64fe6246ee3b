/**
 * Who may import whom, the whole truth: a folder of src sees itself and what stands behind its name here.
 * A new folder must enter the table. Type-only imports count.
 */
const mayImport = {
  lib: [],
  words: ['lib'],
  db: ['lib'],
  changes: ['lib', 'db'],
  graphql: ['lib', 'db', 'changes'],
  paging: ['db', 'lib', 'graphql'],
  limits: ['graphql'],
  metrics: ['lib', 'db', 'changes', 'graphql'],
  rates: ['lib', 'db', 'graphql'],
  users: ['lib', 'db', 'changes', 'graphql'],
  suspensions: ['lib', 'db', 'changes', 'graphql', 'users'],
  idempotency: ['lib', 'db', 'graphql', 'users'],
  access: ['lib', 'db', 'graphql', 'paging', 'users', 'suspensions', 'idempotency'],
  authors: ['lib', 'db', 'words', 'graphql', 'paging'],
  papers: ['lib', 'db', 'graphql', 'paging', 'users'],
  indexing: ['lib', 'db', 'words', 'papers'],
  authorships: ['lib', 'db', 'graphql', 'paging', 'authors', 'papers'],
  embeddings: ['lib', 'db', 'papers'],
  search: ['lib', 'words', 'db', 'graphql', 'paging', 'papers', 'indexing', 'embeddings'],
  suggestions: ['lib', 'words', 'db', 'graphql', 'authors', 'papers', 'indexing'],
  related: ['lib', 'words', 'db', 'graphql', 'authors', 'papers', 'indexing'],
  bibtex: ['lib', 'db', 'graphql', 'paging', 'papers'],
  trending: ['lib', 'db', 'graphql', 'paging', 'papers'],
  votes: ['lib', 'db', 'changes', 'graphql', 'paging', 'users', 'access', 'papers', 'trending'],
  comments: ['lib', 'db', 'changes', 'graphql', 'paging', 'users', 'idempotency', 'papers', 'trending'],
  feed: ['lib', 'db', 'changes', 'graphql', 'paging', 'users', 'idempotency', 'papers', 'trending'],
  stream: ['lib', 'db', 'changes', 'graphql', 'paging', 'users', 'papers', 'feed'],
  accounts: ['lib', 'db', 'changes', 'graphql', 'users', 'access', 'trending', 'votes', 'comments', 'claims', 'feed'],
  ingestion: ['lib', 'words', 'db', 'changes', 'trending', 'claims', 'indexing'],
  merging: [
    'lib',
    'db',
    'changes',
    'graphql',
    'users',
    'indexing',
    'votes',
    'comments',
    'claims',
    'feed',
    'links',
    'ingestion',
  ],
  sources: ['lib', 'db', 'changes', 'feed', 'ingestion'],
  claims: [
    'lib',
    'db',
    'changes',
    'graphql',
    'paging',
    'users',
    'idempotency',
    'authors',
    'papers',
    'authorships',
    'comments',
  ],
  links: ['lib', 'db', 'changes', 'graphql', 'users', 'idempotency', 'papers', 'claims'],
  webhooks: ['lib', 'db', 'changes', 'graphql', 'paging', 'users', 'idempotency', 'stream'],
  moderation: ['lib', 'db', 'graphql', 'paging', 'users', 'comments'],
  web: ['lib', 'db', 'changes', 'graphql', 'limits', 'rates', 'metrics', 'access', 'stream'],
  workers: ['lib', 'metrics'],
  doctor: ['lib', 'db', 'changes', 'indexing', 'access', 'embeddings'],
  cli: ['*'],
};

const folders = Object.keys(mayImport);
const migrations = '^migrations/';

const rules = Object.entries(mayImport)
  .filter(([, seen]) => !seen.includes('*'))
  .map(([folder, seen]) => ({
    name: `${folder}-sees-only-what-it-may`,
    comment: `src/${folder} may import ${seen.join(', ') || 'nothing of ours'}: move what is shared down, or add the import to the table in .dependency-cruiser.cjs and say why in ARCHITECTURE.md.`,
    severity: 'error',
    from: { path: `^src/${folder}/` },
    to: { path: '^src/', pathNot: [folder, ...seen].map((name) => `^src/${name}/`) },
  }));

module.exports = {
  forbidden: [
    ...rules,
    {
      name: 'every-folder-is-in-the-table',
      comment: 'A new folder of src enters the table mayImport in .dependency-cruiser.cjs.',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: folders.map((name) => `^src/${name}/`) },
      to: {},
    },
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or share a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'nobody-sees-the-entry-points',
      comment: 'main.ts and cli.ts start things; what they share lies beside them.',
      severity: 'error',
      from: {},
      to: { path: '^src/(main|cli)\\.ts$' },
    },
    {
      name: 'decorators-of-graphql-stay-in-their-files',
      comment:
        'type-graphql is imported by entities, inputs, orders, filters, resolvers, src/graphql and what makes the schema alone.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: [
          '^src/(graphql|paging)/',
          '\\.(entity|resolver|inputs)\\.ts$',
          '-(order|filter)\\.ts$',
          '^src/(feed/edition|stream/change|stream/change-kind)\\.ts$',
          '^src/(schema|slices|lean-resolvers)\\.ts$',
        ],
      },
      to: { path: 'node_modules/type-graphql' },
    },
    {
      name: 'not-to-unresolvable',
      comment: 'Correct the path, or install the package.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    exclude: { path: migrations },
  },
};
