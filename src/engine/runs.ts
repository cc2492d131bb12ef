import { createHash } from 'node:crypto';
import type { Files } from '../host/files.ts';
import type { Host } from '../host/host.ts';
import type { Secrets } from '../plan/phase.ts';
import { removeCutOffWrites } from './cut-off-writes.ts';
import { type JournalState, type RunHeader, readHeader, readJournal } from './journal.ts';
import { readMinted } from './minted.ts';
import { readJson, type StatePaths } from './store.ts';

/** At most so many unfinished runs are kept. */
const keptRuns = 3;

/** What a run belongs to. */
export interface Binding {
  readonly machineId: string;
  readonly command: string;
  readonly digest: string;
}

/** An unfinished run of the same command on this machine. */
export interface UnfinishedRun {
  readonly header: RunHeader;
  readonly folder: string;
  readonly journal: JournalState;
  readonly secrets: Secrets;
}

/** What stays of a run that succeeded. No secrets. */
export interface RunRecord {
  readonly schema: 1;
  readonly run: string;
  readonly machineId: string;
  readonly command: string;
  readonly digest: string;
  /** What the run had found of the node, so that the same command given again need not ask for it. */
  readonly resolved: RunHeader['resolved'];
  readonly finishedAt: number;
  /** Files that the run left; when one of them is gone the machine is no longer as the run left it. */
  readonly paths: readonly string[];
}

/** Digest that binds a run to its command and configuration. */
export function digestOf(command: string, canonicalSpec: string): string {
  return createHash('sha256').update(`${command}\n${canonicalSpec}`).digest('hex');
}

/** Sortable name of a run; the pid keeps two of the same second apart. */
export function runName(host: Host, startedAt: number): string {
  const stamp = new Date(startedAt)
    .toISOString()
    .replace(/[-:]/g, '')
    .replace(/\.\d+Z$/, 'Z');
  return `${stamp}-${host.process.pid}`;
}

/** The newest unfinished run with this binding, if there is one. */
export async function findUnfinished(
  files: Files,
  paths: StatePaths,
  binding: Binding,
): Promise<UnfinishedRun | undefined> {
  for (const name of [...((await files.list(paths.runs)) ?? [])].reverse()) {
    const folder = `${paths.runs}/${name}`;
    const header = await readHeader(files, folder);
    if (
      header?.machineId === binding.machineId &&
      header.command === binding.command &&
      header.digest === binding.digest
    ) {
      return { header, folder, journal: await readJournal(files, folder), secrets: await readMinted(files, folder) };
    }
  }
  return undefined;
}

/** Unfinished runs of the same command with another configuration that have made something here, oldest first. */
export async function findSuperseded(
  files: Files,
  paths: StatePaths,
  binding: Binding,
): Promise<readonly Omit<UnfinishedRun, 'secrets'>[]> {
  const found: Omit<UnfinishedRun, 'secrets'>[] = [];
  for (const name of (await files.list(paths.runs)) ?? []) {
    const folder = `${paths.runs}/${name}`;
    const header = await readHeader(files, folder);
    if (header?.machineId !== binding.machineId || header.command !== binding.command) continue;
    if (header.digest === binding.digest) continue;
    const journal = await readJournal(files, folder);
    if (journal.made.size > 0) found.push({ header, folder, journal });
  }
  return found;
}

/**
 * Removes unfinished runs of the same command with another configuration: the machine has become what a later run made of
 * it, and to go on with them would spoil that.
 */
export async function dropSuperseded(files: Files, paths: StatePaths, binding: Binding): Promise<void> {
  for (const name of (await files.list(paths.runs)) ?? []) {
    const header = await readHeader(files, `${paths.runs}/${name}`);
    const isOther = header?.machineId === binding.machineId && header.command === binding.command;
    if (isOther && header.digest !== binding.digest) await removeRun(files, `${paths.runs}/${name}`);
  }
}

/** Removes a run that is not continued, with what its cut-off writes left. */
async function removeRun(files: Files, folder: string): Promise<void> {
  await removeCutOffWrites(files, await readJournal(files, folder));
  await files.remove(folder);
}

/** Headers of all runs that have not ended well, oldest first. */
export async function listUnfinished(files: Files, paths: StatePaths): Promise<readonly RunHeader[]> {
  const names = (await files.list(paths.runs)) ?? [];
  const headers = await Promise.all(names.map((name) => readHeader(files, `${paths.runs}/${name}`)));
  return headers.flatMap((header) => (header === undefined ? [] : [header]));
}

/** Makes the folder of a new run and puts its header there; drops the oldest unfinished ones beyond the limit. */
export async function openRun(files: Files, paths: StatePaths, header: RunHeader): Promise<string> {
  const others = (await files.list(paths.runs)) ?? [];
  for (const old of others.slice(0, Math.max(0, others.length - (keptRuns - 1)))) {
    await removeRun(files, `${paths.runs}/${old}`);
  }
  const folder = `${paths.runs}/${header.run}`;
  await files.makeDirectory(folder, 0o700);
  await files.write(`${folder}/run.json`, `${JSON.stringify(header)}\n`, { mode: 0o600, directoryMode: 0o700 });
  return folder;
}

function recordPath(paths: StatePaths, command: string): string {
  return `${paths.records}/${command.replaceAll(/[ /]/g, '-')}.json`;
}

/** Ends a run that succeeded: a short record stays, journal and secrets go. */
export async function closeRun(files: Files, paths: StatePaths, folder: string, record: RunRecord): Promise<void> {
  await files.write(recordPath(paths, record.command), `${JSON.stringify(record)}\n`, {
    mode: 0o600,
    directoryMode: 0o700,
  });
  await files.remove(folder);
}

/**
 * Ends a run after which nothing counts that runs have left here. Its own folder goes last but for what is empty: killed
 * in between, the same command finds its run and ends it again.
 */
export async function forgetRuns(files: Files, paths: StatePaths, folder: string): Promise<void> {
  const own = folder.slice(folder.lastIndexOf('/') + 1);
  const others = ((await files.list(paths.runs)) ?? []).filter((name) => name !== own);
  for (const name of others) await removeRun(files, `${paths.runs}/${name}`);
  for (const name of (await files.list(paths.base)) ?? []) {
    const path = `${paths.base}/${name}`;
    if (path !== paths.runs && path !== paths.lock) await files.remove(path);
  }
  await files.remove(paths.status);
  await files.remove(folder);
  await files.remove(paths.runs);
  if (((await files.list(paths.base)) ?? []).length > 0) return;
  await files.remove(paths.base).catch((error: NodeJS.ErrnoException) => {
    // Somebody has mounted a file system there; it is empty again.
    if (error.code !== 'EBUSY') throw error;
  });
}

/** The record of the same command on this machine, when everything that it left is still there. */
export async function findFinished(files: Files, paths: StatePaths, binding: Binding): Promise<RunRecord | undefined> {
  const record = (await readJson(files, recordPath(paths, binding.command))) as RunRecord | undefined;
  if (record?.schema !== 1 || record.machineId !== binding.machineId || record.digest !== binding.digest)
    return undefined;
  const there = await Promise.all(record.paths.map((path) => files.stat(path)));
  return there.every((stat) => stat !== undefined) ? record : undefined;
}
