import type * as z from 'zod';
import { flag, optional, struct, text, texts } from './fields.ts';
import { timeouts } from './v1beta4.ts';

/** ResetConfiguration of kubeadm.k8s.io/v1beta4 (kubeadm-cli-config.md, 3.6). */
export const resetConfiguration = struct({
  apiVersion: text,
  kind: text,
  cleanupTmpDir: flag,
  certificatesDir: text,
  criSocket: text,
  dryRun: flag,
  force: flag,
  ignorePreflightErrors: texts,
  skipPhases: texts,
  unmountFlags: texts,
  timeouts: optional(timeouts),
});

/** A ResetConfiguration as written, types checked. */
export type WrittenReset = z.output<typeof resetConfiguration>;
