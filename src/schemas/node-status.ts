import { z } from 'zod';

const component = z.object({
  name: z.string(),
  version: z.string().nullable().describe('Tag of the image in its manifest.'),
  uid: z.int().describe('The user that its manifest has it run as; 0: root.'),
  state: z.enum(['running', 'created', 'exited', 'missing', 'unknown']).describe('Of its newest container.'),
  restarts: z.int().describe('How often its container was made anew.'),
  healthy: z.boolean().nullable().describe('What its health endpoint says; null where there is none to ask.'),
  detail: z.string().nullable().describe('Why it is not well.'),
});

const certificate = z.object({
  path: z.string(),
  what: z.string().describe('Whom it names.'),
  expires: z.iso.datetime().nullable(),
  problem: z.string().nullable(),
});

const member = z.object({
  id: z.string(),
  name: z.string(),
  learner: z.boolean(),
  leader: z.boolean(),
  here: z.boolean().describe('Whether it runs on this node.'),
});

const run = z.object({
  run: z.string(),
  command: z.string(),
  startedAt: z.iso.datetime(),
  live: z.boolean().describe('Whether a process is at it right now.'),
});

/** The result of `tsadm status -o json`: this node and, as far as it can be asked, its cluster. */
export const nodeStatus = z.object({
  node: z.string().nullable().describe('null: this machine is no node.'),
  role: z.enum(['control-plane', 'worker', 'none']),
  kubelet: z.object({
    version: z.string().nullable(),
    active: z.boolean().nullable().describe('null where the init system cannot be asked.'),
    healthy: z.boolean(),
    detail: z.string().nullable(),
  }),
  components: z.array(component),
  api: z.object({
    server: z.string().nullable(),
    version: z.string().nullable(),
    detail: z.string().nullable().describe('Why it does not answer.'),
    nodes: z.array(z.object({ name: z.string(), version: z.string(), ready: z.boolean() })).nullable(),
  }),
  certificates: z.array(certificate).describe('The one that ends first comes first.'),
  etcd: z
    .object({ members: z.array(member), detail: z.string().nullable().describe('Why it does not answer.') })
    .nullable()
    .describe('null where no etcd runs on this node.'),
  unfinished: z.array(run).describe('Runs that the same command would continue.'),
  problems: z.array(z.string()).describe('What is not as it should be, each with the next step.'),
});

export type NodeStatus = z.infer<typeof nodeStatus>;
export type ComponentStatus = z.infer<typeof component>;
export type CertificateStatus = z.infer<typeof certificate>;
export type MemberStatus = z.infer<typeof member>;
export type UnfinishedStatus = z.infer<typeof run>;
