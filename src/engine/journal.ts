import { createHash } from 'node:crypto';
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
  | {
      readonly t: 'intent';
      readonly id: string;
      readonly verdict: Verdict;
      readonly paths?: readonly string[];
      /** Of a write: digests of what the files will hold, in the order of the paths. */
      readonly sums?: readonly string[];
      /** Of a call that takes a folder: it was not there or empty. */
      readonly vacant?: true;
    }
  | {
      readonly t: 'done';
      readonly id: string;
      /** Of a commit mark: ids of the effects that it keeps from being taken back. */
      readonly commits?: readonly string[];
    }
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
  /** Files that the run made, or was making, where none were, with the digest of their content. */
  readonly made: ReadonlyMap<string, string>;
  /** Folders that were not there, or empty, when the run took them. */
  readonly folders: ReadonlySet<string>;
  /** Ids of effects that a commit mark keeps from being taken back, and that were not begun anew behind it. */
  readonly committed: ReadonlySet<string>;
}

/** An effect that is about to be carried out. */
export interface Intent {
  readonly effect: Effect;
  readonly verdict: Verdict;
  /** It takes a folder that is not there or empty. */
  readonly vacant?: boolean;
}

function sumsOf(effect: Effect): readonly string[] {
  if (effect.kind !== 'write') return [];
  return effect.artifact.files.map(({ content }) => {
    if (content.kind === 'described') return '';
    return sumOf(content.kind === 'text' ? content.text : content.text.reveal());
  });
}

/** Digest by which the content of a file is known again. */
export function sumOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
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
  /** Ids of the effects that this run and its earlier tries began. */
  readonly intended: Set<string>;

  constructor(files: Pick<Files, 'append'>, folder: string, earlier: JournalState | undefined) {
    this.#files = files;
    this.#path = `${folder}/journal.ndjson`;
    this.paths = new Set(earlier?.paths);
    this.written = new Set(earlier?.written);
    this.intended = new Set(earlier?.intended);
    // Rides with the first intent, as `done` does.
    if (earlier !== undefined) this.#add({ t: 'try' });
  }

  /** Intents of effects that are about to be carried out together. */
  async intend(effects: readonly Intent[]): Promise<void> {
    for (const { effect, verdict, vacant } of effects) {
      const [paths, sums] = [pathsOf(effect), sumsOf(effect)];
      this.intended.add(effect.id);
      for (const path of paths) this.paths.add(path);
      this.#add({
        t: 'intent',
        id: effect.id,
        verdict,
        ...(paths.length > 0 ? { paths } : {}),
        ...(sums.length > 0 ? { sums } : {}),
        ...(vacant ? { vacant } : {}),
      });
    }
    await this.flush();
  }

  /** @param commits ids of the effects that are not taken back any more, now that this one is done */
  done(effect: Effect, commits: readonly string[] = []): void {
    if (effect.kind === 'write') for (const path of pathsOf(effect)) this.written.add(path);
    this.#add({ t: 'done', id: effect.id, ...(commits.length > 0 && { commits }) });
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
  const made = new Map<string, string>();
  const folders = new Set<string>();
  const committed = new Set<string>();
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
      for (const id of line.commits ?? []) committed.add(id);
    }
    if (line.t === 'phase') phases.add(line.phase);
    if (line.t === 'try') ofEarlierTries = [...done];
    if (line.t === 'intent') {
      const phase = phaseOf(line.id);
      for (const id of ofEarlierTries.filter((entry) => phaseOf(entry) === phase)) done.delete(id);
      ofEarlierTries = ofEarlierTries.filter((entry) => phaseOf(entry) !== phase);
      intended.add(line.id);
      committed.delete(line.id);
      for (const [index, path] of (line.paths ?? []).entries()) {
        paths.add(path);
        const sum = line.sums?.[index];
        if (sum !== undefined && (line.verdict === 'create' || made.has(path))) made.set(path, sum);
        if (line.vacant) folders.add(path);
      }
      // Calls have the verdict "do"; what they lead to, others write.
      if (line.verdict !== 'do') intentPaths.set(line.id, line.paths ?? []);
    }
  }
  return { done, intended, phases, paths, written, made, folders, committed };
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
