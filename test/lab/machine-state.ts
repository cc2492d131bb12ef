import type { LabNode } from './node.ts';

/** What there is on a machine that somebody could find, one line each. */
export interface MachineState {
  /** Path, kind and mode; kernel views and what containerd has stored are left out. */
  readonly files: readonly string[];
  /** Names of programs that run. */
  readonly processes: readonly string[];
  readonly mounts: readonly string[];
  /** Containers of the runtime, sandboxes among them. */
  readonly containers: readonly string[];
  readonly interfaces: readonly string[];
}

/** Images stay, and with them all that containerd has unpacked. */
const UNSEEN = ['/proc', '/sys', '/dev', '/var/lib/containerd'];

/** Looks around. */
export async function machineState(node: LabNode): Promise<MachineState> {
  const prune = UNSEEN.flatMap((path) => ['-path', path, '-prune', '-o']);
  const lines = async (...command: string[]): Promise<readonly string[]> =>
    (await node.run(...command)).split('\n').filter((line) => line !== '');
  const sorted = (found: readonly string[]): readonly string[] => [...new Set(found)].sort();
  return {
    files: sorted(await lines('find', '/', ...prune, '-printf', '%p %y %m\\n')),
    processes: sorted(await lines('sh', '-c', 'cat /proc/[0-9]*/comm 2>/dev/null; true')),
    mounts: sorted((await lines('cat', '/proc/self/mountinfo')).map((line) => line.split(' ')[4] ?? '')),
    containers: sorted(await lines('ctr', '-n', 'k8s.io', 'containers', 'ls', '-q')),
    interfaces: sorted((await lines('ip', '-o', 'link')).map((line) => line.split(': ')[1] ?? '')),
  };
}

/** Lines that appeared (`+`) or went (`-`), by what they are about. */
export function stateChanges(before: MachineState, after: MachineState): readonly string[] {
  return (Object.keys(before) as (keyof MachineState)[]).flatMap((kind) => {
    const old = new Set(before[kind]);
    const now = new Set(after[kind]);
    return [
      ...[...old].filter((line) => !now.has(line)).map((line) => `${kind} - ${line}`),
      ...[...now].filter((line) => !old.has(line)).map((line) => `${kind} + ${line}`),
    ];
  });
}
