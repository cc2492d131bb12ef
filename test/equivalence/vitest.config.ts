import { defineConfig } from 'vitest/config';

/** The real kubeadm beside the built program; two cases at a time, each with a machine for either program. */
export default defineConfig({
  test: {
    include: ['test/equivalence/*.peer.ts'],
    globalSetup: ['test/e2e/build-program.ts'],
    fileParallelism: false,
    maxConcurrency: 2,
    testTimeout: 120_000,
    hookTimeout: 1_200_000,
  },
});
