import type { Files } from '../host/files.ts';
import type { Host } from '../host/host.ts';

/** Where runs, records and backups of this machine lie. */
export interface StatePaths {
  /** Folder with all of it but what lives only until the next start of the machine. */
  readonly base: string;
  readonly runs: string;
  readonly records: string;
  readonly backups: string;
  readonly lock: string;
  /** What programs read about the last command (automation.md). */
  readonly status: string;
}

/** Root keeps its state under /var/lib and /run; anybody else (phases on folders of their own) under their home. */
export function statePaths(process: Host['process']): StatePaths {
  if (process.uid === 0) {
    const base = '/var/lib/tsadm';
    return { ...below(base), lock: '/run/tsadm/lock', status: '/run/tsadm/status.json' };
  }
  const home = process.env['XDG_STATE_HOME'] ?? `${process.env['HOME'] ?? '/tmp'}/.local/state`;
  const base = `${home}/tsadm`;
  return { ...below(base), lock: `${base}/lock`, status: `${base}/status.json` };
}

function below(base: string): Pick<StatePaths, 'base' | 'runs' | 'records' | 'backups'> {
  return { base, runs: `${base}/runs`, records: `${base}/records`, backups: `${base}/backups` };
}

/** Text of a file that may be missing or, when someone tampered with it, unreadable as JSON. */
export async function readJson(files: Files, path: string): Promise<unknown> {
  const text = await files.read(path);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Identifies this machine, so that a journal baked into an image is not taken for ours; '' where there is none. */
export async function machineId(files: Files): Promise<string> {
  return (await files.read('/etc/machine-id'))?.trim() ?? '';
}
