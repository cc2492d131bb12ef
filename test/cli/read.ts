import type { Invocation, WorkflowInvocation } from '../../src/cli/invocation.ts';
import { type ProgramParts, readInvocation } from '../../src/cli/program.ts';
import { workflowCommands } from '../../src/cli/workflow-commands.ts';

/** Reads a command line, written as words with blanks between them (or as a list where words have blanks). */
export function read(line: string | readonly string[], parts: Partial<ProgramParts> = {}): Promise<Invocation> {
  const words = typeof line === 'string' ? line.split(' ').filter((word) => word !== '') : line;
  return readInvocation(words, { name: 'tsadm', workflows: workflowCommands, ...parts });
}

/** Reads a command line that runs phases. */
export async function readRun(line: string | readonly string[]): Promise<WorkflowInvocation> {
  const invocation = await read(line);
  if (invocation.kind !== 'workflow') throw new Error(`${line} is ${invocation.kind}`);
  return invocation;
}
