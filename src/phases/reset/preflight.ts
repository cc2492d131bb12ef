import type { Phase } from '../../plan/phase.ts';
import type { ResetSpec } from '../../spec/reset-spec.ts';

/** Asks before anything goes (that is done before the run begins), and looks whether we may. */
export const preflight: Phase<ResetSpec> = {
  name: 'preflight',
  aliases: ['pre-flight'],
  short: 'Ask whether to go on, and check that it can be done',
  flags: ['dry-run', 'force', 'ignore-preflight-errors'],
  checks: 'reset',
};
