import { defineConfig } from 'vitest/config';

/** Real machines: one file at a time, with time to build what the cache lacks. */
export default defineConfig({
  test: {
    include: ['test/lab/**/*.lab.test.ts'],
    globalSetup: ['test/lab/build-program.ts'],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 1_200_000,
    bail: 0,
  },
});
