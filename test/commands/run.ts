import { runDirect } from '../../src/commands/run-direct.ts';
import type { Host } from '../../src/host/host.ts';
import { read } from '../cli/read.ts';
import { type MemoryHost, memoryHost } from '../fakes/memory-host.ts';

/** What a command wrote. */
export interface Told {
  readonly out: string;
  readonly err: string;
  readonly error: unknown;
}

/** Runs a command line on a machine in memory. */
export function run(line: string, host: MemoryHost = memoryHost(), name: 'tsadm' | 'kubeadm' = 'tsadm'): Promise<Told> {
  return runOn(line, host, name);
}

/** Runs a command line on any machine. */
export async function runOn(line: string, host: Host, name: 'tsadm' | 'kubeadm' = 'tsadm'): Promise<Told> {
  const told = { out: '', err: '', error: undefined as unknown };
  const stream = (to: 'out' | 'err') => ({
    isTTY: false,
    write: (text: string) => {
      told[to] += text;
    },
  });
  const invocation = await read(line, { name });
  if (invocation.kind !== 'direct') throw new Error(`${line} is ${invocation.kind}`);
  try {
    await runDirect(invocation, { host, streams: { out: stream('out'), err: stream('err') } });
  } catch (error) {
    told.error = error;
  }
  return told;
}

/** A machine with one file of documents. */
export function machineWith(text: string): MemoryHost {
  return memoryHost({ files: { '/k.yaml': text } });
}
