import { readdirSync, readFileSync } from 'node:fs';

/** A process beyond doubt: pids are reused, a pid with the time it started is not. */
export interface ProcessId {
  readonly pid: number;
  /** Clock ticks since boot, as /proc tells them. */
  readonly started: string;
}

/** Who we are. */
export function thisProcess(): ProcessId {
  return processId(process.pid)!;
}

/** The identity of a running process; undefined when there is none (a zombie counts as none). */
export function processId(pid: number): ProcessId | undefined {
  const fields = statFields(pid);
  if (!fields || fields[0] === 'Z' || fields[0] === 'X') return undefined;
  return { pid, started: fields[19]! };
}

export function isAlive(id: ProcessId): boolean {
  return processId(id.pid)?.started === id.started;
}

/** Children of a process. Found by looking at every process: not all kernels keep a list of children. */
export function childrenOf(pid: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((candidate) => statFields(candidate)?.[1] === String(pid));
}

/** The pid a process has in a namespace directly below ours; undefined for those of ours, and for those further below. */
export function innerPid(pid: number): number | undefined {
  try {
    const line = /^NSpid:\s*(.*)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '';
    const pids = line.split(/\s+/);
    return pids.length === 2 ? Number(pids[1]) : undefined;
  } catch {
    return undefined;
  }
}

/** Fields of /proc/PID/stat after the command name, which may itself hold spaces and brackets. */
function statFields(pid: number): readonly string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}
