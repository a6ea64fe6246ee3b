import { availableParallelism } from 'node:os';

/** Packages that come as ES modules only, which jest on Node 20 must turn into CommonJS. */
const modulesOnly = ['cookie', 'content-disposition', 'jose', 'marked', 'stemmer'];

/** A worker waits for PostgreSQL for a good part of its time; more than four would want more connections than there are. */
const maxWorkers = Math.min(availableParallelism() + 1, 4);

/** @type {import('jest').Config} */
export default {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: { '\\.(m?[jt]s)$': '@swc/jest' },
  transformIgnorePatterns: [`/node_modules/(?!(${modulesOnly.join('|')})/)`],
  setupFiles: ['reflect-metadata'],
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  maxWorkers,
  // What a test file leaves behind in its worker would slow those after it.
  workerIdleMemoryLimit: '800MB',
  // Not a measure: a test that hangs ends, and one that a busy machine keeps waiting does not.
  testTimeout: 180_000,
};
