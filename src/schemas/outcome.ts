import { z } from 'zod';
import { effect, verdict } from './effect.ts';
import { evidence, finding } from './event.ts';
import { cause } from './status.ts';

const position = z.object({
  run: z.string().optional(),
  phase: z.string().optional(),
  effect: z.string().optional(),
  resumable: z.boolean().optional().describe('Whether the same command continues.'),
  reconfigurable: z
    .boolean()
    .optional()
    .describe('Whether it may be given with another configuration: what the run made is taken away first then.'),
});

const issue = z.object({
  path: z.string(),
  message: z.string(),
  file: z.string().optional(),
  line: z.int().optional(),
  column: z.int().optional(),
  found: z.string().optional(),
  hint: z.string().optional(),
});

const error = z.object({
  kind: z.string().describe('usage, config, preflight, refused, decision, effect, timeout, aborted, locked, bug, …'),
  message: z.string(),
  hint: z.string().optional(),
  exitCode: z.int(),
  issues: z.array(issue).optional().describe('Of config.'),
  findings: z.array(finding).optional().describe('Of preflight.'),
  reasons: z.array(z.string()).optional().describe('Of refused.'),
  position: position.optional(),
  awaited: z.string().optional().describe('Of timeout, as the next three.'),
  waitedMs: z.number().optional(),
  lastSeen: z.string().optional(),
  evidence: z.array(evidence).optional(),
  takenBack: z
    .object({ restored: z.array(z.string()), failed: z.array(z.string()), kept: z.array(z.string()) })
    .optional()
    .describe('Of effect and timeout: what the failed run has undone, what it could not undo, and what stays new.'),
  cause: cause.optional().describe('Of effect and timeout: what was found to keep a component from starting.'),
});

/** An effect of a dry run with what it would amount to. */
const planned = z.intersection(
  effect,
  z.object({
    phase: z.string(),
    verdict,
    reason: z.string().optional(),
    warnings: z.array(z.string()).optional(),
    describe: z.string().optional(),
    irreversible: z.string().optional().describe('Why it cannot be undone.'),
  }),
);

/** The one document of -o json, of commands that run phases. */
export const outcome = z.object({
  schema: z.literal(1),
  command: z.string(),
  outcome: z.enum(['succeeded', 'unchanged', 'planned', 'failed']),
  effects: z.array(planned).optional().describe('Of a dry run.'),
  result: z.record(z.string(), z.json()).optional(),
  error: error.optional(),
});

/** The same of a dry run: the plan, every effect in the order in which it would be done. */
export const plan = outcome.extend({ outcome: z.literal('planned'), effects: z.array(planned) });
