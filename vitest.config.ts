import { createRequire } from 'node:module'
import { defineConfig } from 'vitest/config'

const require = createRequire(import.meta.url)

export default defineConfig({
  // Two copies of graphql-js (ESM and CommonJS) refuse each other's schemas: everything gets this one.
  resolve: { alias: [{ find: /^graphql$/, replacement: require.resolve('graphql') }] },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/engines.ts', 'test/clients/build-pages.ts'],
    server: { deps: { inline: ['type-graphql', 'graphql-scalars'] } },
    // Ends what hangs, and nothing else: on a busy machine a sound test may take ten times as long.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    maxWorkers: 2,
    // Modules, and databases that were emptied, are used again by the next file: that is half of the time. What a test
    // changes of its process it puts back.
    isolate: false,
    // What is waited for comes when it comes, also in a browser that has just woken.
    expect: { poll: { timeout: 30_000 } },
    // A busy machine may pass a deadline that the test is not about: asked once more there, and told of in the report.
    retry: process.env.CI ? 1 : 0,
  },
})
