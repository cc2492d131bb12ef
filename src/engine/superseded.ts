import type { Finding } from '../errors.ts';
import type { Files } from '../host/files.ts';
import type { Facts } from '../plan/facts.ts';
import type { LeftBehind } from '../plan/left-behind.ts';
import type { Workflow } from '../plan/phase.ts';
import type { PathedPhase } from '../plan/select.ts';
import { sumOf } from './journal.ts';
import { predict } from './predict.ts';
import { type Binding, findSuperseded, type UnfinishedRun } from './runs.ts';
import type { StatePaths } from './store.ts';

/** What becomes of earlier runs of the same command that had another configuration and did not end. */
export interface TakeOver<Spec> {
  /** The phase that takes away what they left; none when there is nothing, or when it must stay. */
  readonly phases: readonly PathedPhase<Spec>[];
  /** What is taken away. */
  readonly left: readonly LeftBehind[];
  /** Why what they left stays. */
  readonly obstacle?: string;
}

const name = 'take-over';

/**
 * Finds out whether what such runs left can be taken away. Only when all that they made is as they made it: then nobody
 * has built on it since. What others made, or changed, gets the refusals that it gets without us.
 * @param unfinished this run's own earlier try: when it had begun to take away, it goes on
 */
export async function prepareTakeOver<Spec>(
  files: Files,
  paths: StatePaths,
  binding: Binding,
  workflow: Workflow<Spec>,
  unfinished: UnfinishedRun | undefined,
): Promise<TakeOver<Spec>> {
  const nothing = { phases: [], left: [] };
  if (workflow.takeOver === undefined) return nothing;
  const runs = await findSuperseded(files, paths, binding);
  if (runs.length === 0) return nothing;
  const left: LeftBehind[] = [];
  const altered: string[] = [];
  const hasBegun = [...(unfinished?.journal.intended ?? [])].some((id) => id.startsWith(`${name}:`));
  for (const { header, folder, journal } of runs) {
    const unchanged: string[] = [];
    // After a reset by others nothing of it is there, and it is in nobody's way.
    if (!hasBegun && !(await isAnythingLeft(files, journal.made.keys()))) continue;
    for (const [path, sum] of journal.made) {
      const bytes = await files.readBytes(path).catch(() => undefined);
      if (bytes !== undefined && sumOf(bytes) === sum) unchanged.push(path);
      // What it only meant to write may never have been there; what is there then is somebody else's.
      else if (journal.written.has(path)) altered.push(path);
    }
    left.push({
      run: header.run,
      folder,
      begun: journal.intended,
      files: unchanged,
      folders: [...journal.folders],
      criSocket: header.resolved['cri-socket'],
    });
  }
  const names = left.map(({ run }) => run).join(', ');
  if (left.length === 0) return nothing;
  if (altered.length > 0 && !hasBegun) {
    const which = altered.slice(0, 3).join(', ');
    return { ...nothing, obstacle: obstacleOf(names, `what it made is not there any more as it was: ${which}`) };
  }
  const phase = workflow.takeOver(left);
  if (phase === undefined) return { ...nothing, obstacle: obstacleOf(names, 'it has made a cluster already') };
  return { phases: [{ path: name, phase }], left };
}

/** Whether a run of this workflow that ends after these effects could be taken over. */
export function canBeTakenOver<Spec>({ takeOver }: Workflow<Spec>, begun: ReadonlySet<string>): boolean {
  const left = { run: '', folder: '', begun, files: [], folders: [], criSocket: undefined };
  return takeOver?.([left]) !== undefined;
}

async function isAnythingLeft(files: Files, paths: Iterable<string>): Promise<boolean> {
  for (const path of paths) if ((await files.stat(path).catch(() => true)) !== undefined) return true;
  return false;
}

function obstacleOf(runs: string, why: string): string {
  return `an earlier run of this command with another configuration did not end (${runs}), and ${why}. Give it its configuration again to go on with it, or begin anew after a reset`;
}

/** Whether what a check found will have been taken away. */
export function isTakenAway({ left }: Pick<TakeOver<unknown>, 'left'>, { about }: Finding): boolean {
  if (about === undefined) return false;
  if (about.kind !== 'path') return left.some(({ begun }) => begun.has('kubelet-start:start'));
  return left.some(({ files, folders }) => files.includes(about.value) || folders.includes(about.value));
}

/** The facts as they will be when it has been taken away. */
export function withoutLeft<Spec>({ phases }: TakeOver<Spec>, spec: Spec, facts: Facts): Facts {
  const secrets = { keys: new Map(), texts: new Map() };
  const effects = phases
    .flatMap(({ phase }) => phase.steps ?? [])
    .flatMap((step) => step({ spec, facts, secrets }).effects);
  return effects.reduce((known, effect) => predict(known, effect, { verdict: 'do' }), facts);
}
