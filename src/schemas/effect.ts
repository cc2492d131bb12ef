import { z } from 'zod';

/** What every effect shows: what it is about, nothing of its content. */
const base = { id: z.string().describe('Stable; begins with its phase.'), why: z.string() };

const reference = z.object({
  apiVersion: z.string(),
  kind: z.string(),
  name: z.string(),
  namespace: z.string().optional(),
});

const file = z.object({ path: z.string(), mode: z.string().regex(/^[0-7]{4}$/) });

/** A deed of a plan: a file to write or remove, an object to apply or delete, a command, an operation, a wait. */
export const effect = z.discriminatedUnion('kind', [
  z.object({ ...base, kind: z.literal('write'), what: z.string(), files: z.array(file) }),
  z.object({ ...base, kind: z.literal('remove'), what: z.string(), path: z.string() }),
  z.object({
    ...base,
    kind: z.literal('apply'),
    object: reference,
    policy: z.enum(['converge', 'create-if-absent', 'replace']),
  }),
  z.object({ ...base, kind: z.literal('delete'), object: reference }),
  z.object({ ...base, kind: z.literal('run'), command: z.array(z.string()) }),
  z.object({ ...base, kind: z.literal('call'), operation: z.string() }),
  z.object({
    ...base,
    kind: z.literal('await'),
    component: z.string(),
    url: z.string().optional(),
    path: z.string().optional(),
    timeoutMs: z.number(),
  }),
]);

/** What the engine found an effect to amount to. */
export const verdict = z.enum(['create', 'change', 'chmod', 'keep', 'delete', 'absent', 'do', 'refuse', 'unknown']);

export const judgement = z.object({
  verdict,
  reason: z.string().optional(),
  warnings: z.array(z.string()).optional(),
});
