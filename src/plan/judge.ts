import type { Artifact, SameWhen } from './artifact.ts';
import type { Judgement } from './effect.ts';
import type { FileFact } from './facts.ts';

/** Decides what a wanted artefact amounts to, given what was found at its paths. Pure. */
export type Judge = (artifact: Artifact, found: ReadonlyMap<string, FileFact>, now: number) => Judgement;

/** One judge for every way of comparing; composed in main from pki/ and this file. */
export type Judges = { readonly [same in SameWhen]: Judge };

/** Everything must be equal: content and mode. A difference in mode alone is mended without rewriting. */
export const judgeBytes: Judge = (artifact, found) => {
  let created = 0;
  const changed: string[] = [];
  const modes: string[] = [];
  for (const file of artifact.files) {
    const fact = found.get(file.path);
    if (fact === undefined || fact.state === 'unknown') {
      return { verdict: 'unknown', reason: `${file.path}: ${fact === undefined ? 'was not looked at' : fact.why}` };
    }
    if (fact.state === 'directory') return { verdict: 'refuse', reason: `${file.path} is a folder` };
    if (fact.state === 'absent') {
      created++;
      continue;
    }
    if (file.content.kind === 'described' || (fact.state === 'predicted' && fact.text === undefined)) {
      changed.push(file.path);
      continue;
    }
    const wanted = file.content.kind === 'text' ? file.content.text : file.content.text.reveal();
    if (fact.text?.reveal() !== wanted) changed.push(file.path);
    else if (fact.state === 'present' && fact.mode !== file.mode) modes.push(file.path);
  }
  if (created === artifact.files.length) return { verdict: 'create' };
  if (created > 0 || changed.length > 0) return { verdict: 'change' };
  if (modes.length > 0) return { verdict: 'chmod', reason: `mode of ${modes.join(', ')}` };
  return { verdict: 'keep' };
};

/** Whatever is there is kept. */
export const judgeExists: Judge = (artifact, found) => {
  const first = artifact.files[0];
  const fact = first === undefined ? undefined : found.get(first.path);
  if (fact === undefined || fact.state === 'unknown') return { verdict: 'unknown' };
  return fact.state === 'absent' ? { verdict: 'create' } : { verdict: 'keep', reason: 'already there' };
};
