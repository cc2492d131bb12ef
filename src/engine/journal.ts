import type { Files } from '../host/files.ts';
import type { Effect, Verdict } from '../plan/effect.ts';
import { readJson } from './store.ts';

/** What binds an unfinished run to a command on a machine, and what it had found out. */
export interface RunHeader {
  readonly schema: 1;
  readonly run: string;
  readonly machineId: string;
  readonly command: string;
  readonly digest: string;
  readonly startedAt: number;
  readonly resolved: { readonly [input: string]: string };
}

type Line =
  | { readonly t: 'intent'; readonly id: string; readonly verdict: Verdict; readonly paths?: readonly string[] }
  | { readonly t: 'done'; readonly id: string }
  | { readonly t: 'phase'; readonly phase: string }
  /** From here on another try of the same run. */
  | { readonly t: 'try' };

/** What an unfinished run's journal tells. */
export interface JournalState {
  readonly done: ReadonlySet<string>;
  readonly intended: ReadonlySet<string>;
  readonly phases: ReadonlySet<string>;
  /** Every file that the run wrote or meant to write. */
  readonly paths: ReadonlySet<string>;
  /** Those of them that it certainly wrote: what is there now is its own, and nobody's loss when it is replaced. */
  readonly written: ReadonlySet<string>;
}

function pathsOf(effect: Effect): readonly string[] {
  if (effect.kind === 'write') return effect.artifact.files.map((file) => file.path);
  if (effect.kind !== 'call') return [];
  return [...(typeof effect.input['path'] === 'string' ? [effect.input['path']] : []), ...(effect.leadsTo ?? [])];
}

/**
 * Write-ahead journal of one run: an intent is on disk (fsync) before its act. A `done` rides with the next intent:
 * an intent without done is looked at again anyway, so a lost done costs a look and never a wrong act.
 */
export class Journal {
  readonly #files: Pick<Files, 'append'>;
  readonly #path: string;
  #pending = '';
  /** Files that this run and its earlier tries wrote or meant to write. */
  readonly paths: Set<string>;
  /** Those of them that are certainly written. */
  readonly written: Set<string>;

  constructor(files: Pick<Files, 'append'>, folder: string, earlier: JournalState | undefined) {
    this.#files = files;
    this.#path = `${folder}/journal.ndjson`;
    this.paths = new Set(earlier?.paths);
    this.written = new Set(earlier?.written);
    // Rides with the first intent, as `done` does.
    if (earlier !== undefined) this.#add({ t: 'try' });
  }

  /** Intents of effects that are about to be carried out together. */
  async intend(effects: readonly { readonly effect: Effect; readonly verdict: Verdict }[]): Promise<void> {
    for (const { effect, verdict } of effects) {
      const paths = pathsOf(effect);
      for (const path of paths) this.paths.add(path);
      this.#add({ t: 'intent', id: effect.id, verdict, ...(paths.length > 0 ? { paths } : {}) });
    }
    await this.flush();
  }

  done(effect: Effect): void {
    if (effect.kind === 'write') for (const path of pathsOf(effect)) this.written.add(path);
    this.#add({ t: 'done', id: effect.id });
  }

  phaseDone(phase: string): void {
    this.#add({ t: 'phase', phase });
  }

  async flush(): Promise<void> {
    if (this.#pending === '') return;
    const lines = this.#pending;
    this.#pending = '';
    await this.#files.append(this.#path, lines, { mode: 0o600 });
  }

  #add(line: Line): void {
    this.#pending += `${JSON.stringify(line)}\n`;
  }
}

/**
 * Reads a run's journal; a torn last line means that its act did not start. What one try finished counts no more once
 * a later try has begun to act in the same phase: it may have undone it (stopped a kubelet that was started).
 */
export async function readJournal(files: Files, folder: string): Promise<JournalState> {
  const text = (await files.read(`${folder}/journal.ndjson`)) ?? '';
  const done = new Set<string>();
  const intended = new Set<string>();
  const phases = new Set<string>();
  const paths = new Set<string>();
  const written = new Set<string>();
  const intentPaths = new Map<string, readonly string[]>();
  let ofEarlierTries: readonly string[] = [];
  for (const row of text.split('\n')) {
    let line: Line;
    try {
      line = JSON.parse(row) as Line;
    } catch {
      continue;
    }
    if (line.t === 'done') {
      done.add(line.id);
      for (const path of intentPaths.get(line.id) ?? []) written.add(path);
    }
    if (line.t === 'phase') phases.add(line.phase);
    if (line.t === 'try') ofEarlierTries = [...done];
    if (line.t === 'intent') {
      const phase = phaseOf(line.id);
      for (const id of ofEarlierTries.filter((entry) => phaseOf(entry) === phase)) done.delete(id);
      ofEarlierTries = ofEarlierTries.filter((entry) => phaseOf(entry) !== phase);
      intended.add(line.id);
      for (const path of line.paths ?? []) paths.add(path);
      // Calls have the verdict "do"; what they lead to, others write.
      if (line.verdict !== 'do') intentPaths.set(line.id, line.paths ?? []);
    }
  }
  return { done, intended, phases, paths, written };
}

/** Ids start with the phase and a colon. */
function phaseOf(id: string): string {
  return id.slice(0, id.indexOf(':'));
}

/** The header of a run folder, if it is one that this program wrote. */
export async function readHeader(files: Files, folder: string): Promise<RunHeader | undefined> {
  const header = (await readJson(files, `${folder}/run.json`)) as RunHeader | undefined;
  return header?.schema === 1 ? header : undefined;
}
