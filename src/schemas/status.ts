import { z } from 'zod';

/** Why a run failed. */
export const cause = z.object({
  code: z
    .string()
    .describe(
      'What was found to keep a component from starting: unknown-flag, port-taken, image-pull, sandbox-image, …; else the kind of the error, as in the document of -o json: preflight, timeout, effect, …',
    ),
  component: z.string().optional().describe('What does not start, when that was found.'),
  title: z.string().describe('What failed, in one line.'),
  evidence: z.array(z.string()).readonly().describe('How it shows: findings, container states, last log lines.'),
  fix: z.string().nullable().describe('The next command or edit.'),
});

const etcd = z.object({
  memberId: z.string().describe('As etcd prints it, in hexadecimal.'),
  learner: z.boolean(),
  voters: z.int().describe('Voting members of the cluster.'),
});

/** The status file, /run/tsadm/status.json (shared design, automation.md, "Ours" 4). It never holds a secret. */
export const status = z.object({
  schema: z.literal(1).describe('Grows when a field changes its meaning or goes away, not when one is added.'),
  command: z.string().describe('`init`, `join phase preflight`.'),
  node: z.string().nullable().describe('Name of the node; null until it is known.'),
  pid: z.int().describe('A command that was killed says "running", and no process has this number any more.'),
  run: z.string().nullable().describe('Name of the run; null before it has one. A continued run keeps its name.'),
  startedAt: z.iso.datetime().describe('When this start of the command began.'),
  updatedAt: z.iso.datetime(),
  phase: z.string().nullable().describe('Path of the phase, `certs/ca`.'),
  phaseIndex: z.int().describe('From 1; 0 before the first phase.'),
  phaseCount: z.int(),
  state: z.enum(['running', 'succeeded', 'failed', 'rolledBack', 'resumable']),
  exitCode: z.int().nullable().describe('null while it runs.'),
  cause: cause.nullable(),
  etcd: etcd
    .nullable()
    .describe('This node in etcd; null where etcd is not on it, or before the command has ended well.'),
  certificates: z
    .record(z.string(), z.iso.datetime())
    .nullable()
    .describe('Certificates of this node, by path: when each ends. null before the command has ended well.'),
  nextCommand: z.string().nullable().describe('What to run next; null when nothing is left to do.'),
});

export type Status = Readonly<z.infer<typeof status>>;
export type StatusCause = Readonly<z.infer<typeof cause>>;
