/** Packages that come as ES modules only, which jest on Node 20 must turn into CommonJS. */
const modulesOnly = ['cookie', 'content-disposition', 'jose', 'marked'];

/** @type {import('jest').Config} */
export default {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: { '\\.(m?[jt]s)$': '@swc/jest' },
  transformIgnorePatterns: [`/node_modules/(?!(${modulesOnly.join('|')})/)`],
  setupFiles: ['reflect-metadata'],
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  testTimeout: 30_000,
};
