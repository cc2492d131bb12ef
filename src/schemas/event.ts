import { z } from 'zod';
import { effect, judgement } from './effect.ts';

/** Every line begins with these. */
const head = {
  schema: z.literal(1).describe('Grows when a field changes its meaning or goes away, not when one is added.'),
  time: z.iso.datetime(),
  run: z.string().nullable().describe('null before the run has a name.'),
};

const phase = z.string().describe('Path of the phase, `certs/ca`.');
const elapsedMs = z.number();

export const finding = z.object({
  name: z.string().describe('What --ignore-preflight-errors takes.'),
  severity: z.enum(['warning', 'error']),
  message: z.string(),
  hint: z.string().optional(),
  about: z.object({ kind: z.enum(['path', 'port', 'service', 'phase']), value: z.string() }).optional(),
});

export const evidence = z.object({ title: z.string(), lines: z.array(z.string()) });

/** One line of --events: something that happened in a run, when it happened. */
export const event = z.discriminatedUnion('kind', [
  z.object({
    ...head,
    kind: z.literal('run-started'),
    command: z.string(),
    continued: z.boolean().describe('Whether an unfinished run is taken up.'),
    dryRun: z.boolean(),
    phases: z.array(phase),
  }),
  z.object({
    ...head,
    kind: z.literal('inputs-resolved'),
    resolved: z.record(z.string(), z.string()).describe('What this machine or the network was asked for: node-name, …'),
  }),
  z.object({ ...head, kind: z.literal('checks-started'), phase }),
  z.object({ ...head, kind: z.literal('phase-started'), phase, index: z.int(), count: z.int() }),
  z.object({ ...head, kind: z.literal('effect-started'), phase, effect, judgement }),
  z.object({
    ...head,
    kind: z.literal('effect-progress'),
    phase,
    effect,
    text: z.string(),
    passing: z.literal(true).optional().describe('Only how far it is: the next one takes its place.'),
  }),
  z.object({
    ...head,
    kind: z.literal('effect'),
    phase,
    effect,
    judgement,
    elapsedMs,
    tolerated: z.string().optional(),
  }),
  z.object({ ...head, kind: z.literal('finding'), finding, ignored: z.boolean(), explained: z.boolean() }),
  z.object({
    ...head,
    kind: z.literal('waiting'),
    phase,
    effect,
    elapsedMs,
    lastSeen: z.string().describe('How far it got, or what its endpoint answers.'),
    suspect: z
      .object({ code: z.string(), component: z.string(), title: z.string(), fix: z.string() })
      .optional()
      .describe('What seems to keep it from starting; it may still heal.'),
  }),
  z.object({ ...head, kind: z.literal('evidence'), evidence }),
  z.object({
    ...head,
    kind: z.literal('note'),
    phase: phase.optional(),
    note: z.object({ level: z.enum(['info', 'warning', 'output']), text: z.string() }),
  }),
  z.object({ ...head, kind: z.literal('phase-ended'), phase, elapsedMs }),
  z.object({
    ...head,
    kind: z.literal('run-ended'),
    outcome: z.enum(['succeeded', 'failed', 'unchanged', 'planned']),
    elapsedMs,
  }),
]);
