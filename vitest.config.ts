import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Everything but the lab, which has real machines and a configuration of its own (test/lab/vitest.config.ts). */
export default defineConfig({
  test: {
    // Vitest leaves one core free, which is half of a machine with two.
    maxWorkers: availableParallelism(),
    minWorkers: 1,
    // Modules keep no state between tests, so files of a worker share them: loading them is a quarter of the time.
    poolOptions: { forks: { isolate: false } },
    projects: [
      {
        test: {
          name: 'parts',
          include: ['test/**/*.test.ts'],
          exclude: ['test/lab/**', 'test/e2e/**'],
          // A limit against hanging, not a judgement of speed: keys are slow where other work goes on.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'program',
          include: ['test/e2e/**/*.test.ts'],
          // Builds the program once, and only when one of these tests is to run.
          globalSetup: ['test/e2e/build-program.ts'],
          testTimeout: 30_000,
        },
      },
    ],
  },
});
