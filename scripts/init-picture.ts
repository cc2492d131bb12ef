import { dirname } from 'node:path';
import { runWorkflow } from '../src/engine/run.ts';
import type { Effect } from '../src/plan/effect.ts';
import type { PlannedEffect } from '../src/plan/planned-effect.ts';
import { init } from '../src/workflows/init.ts';
import { memoryHost } from '../test/fakes/memory-host.ts';
import { initParts, initRequest, initSpecOf } from '../test/workflows/init-parts.ts';

/** What `init --upload-certs` plans on an empty machine, which is one in memory. */
async function planOfInit(): Promise<readonly PlannedEffect[]> {
  const spec = initSpecOf();
  const request = initRequest({ ...spec, options: { ...spec.options, uploadCerts: true } }, { dryRun: true });
  return (await runWorkflow(initParts(memoryHost()), request)).planned;
}

/** What each phase of `init` makes, by path of the phase: files, objects of the cluster, and deeds in words. */
export async function phaseEffects(): Promise<ReadonlyMap<string, readonly string[]>> {
  const made = new Map<string, string[]>();
  for (const { phase, effect, judgement } of await planOfInit()) {
    if (judgement.verdict === 'keep') continue;
    made.set(phase, [...(made.get(phase) ?? []), ...wordsOf(effect)]);
  }
  return made;
}

function wordsOf(effect: Effect): readonly string[] {
  switch (effect.kind) {
    case 'write':
      return effect.artifact.files.map(({ path }) => path);
    case 'apply':
      return [objectName(effect.object.object)];
    case 'remove':
      return [`removes ${effect.path}`];
    default:
      return [effect.why];
  }
}

function objectName({ kind, metadata }: { kind: string; metadata: { name: string; namespace?: string } }): string {
  // Its name is the id of a token that is made when the command runs.
  const name = metadata.name.replace(/^bootstrap-token-.*/, 'bootstrap-token-*');
  return `${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${name}`;
}

/** The phases of `init` in their order and the files that they write, as a Mermaid diagram in Markdown. */
export async function initPicture(): Promise<string> {
  const planned = await planOfInit();
  const lines = ['```mermaid', 'flowchart TD'];
  for (const [index, { name }] of init.phases.entries()) {
    const files = planned.flatMap(({ phase, effect }) =>
      phase.split('/')[0] === name && effect.kind === 'write' ? effect.artifact.files.map(({ path }) => path) : [],
    );
    const objects = planned.flatMap(({ phase, effect }) =>
      phase.split('/')[0] === name && effect.kind === 'apply' ? [effect.object.object.kind] : [],
    );
    lines.push(`  p${index}(["${name}"])`);
    if (index > 0) lines.push(`  p${index - 1} --> p${index}`);
    const made = [...byFolder(files), ...counted(objects)];
    if (made.length > 0) lines.push(`  p${index} -.-> m${index}["${made.join('<br>')}"]`);
  }
  return [...lines, '```'].join('\n');
}

/** `/etc/kubernetes/pki: ca.crt ca.key`, a line a folder. */
function byFolder(files: readonly string[]): readonly string[] {
  const folders = new Map<string, string[]>();
  for (const path of files) folders.set(dirname(path), [...(folders.get(dirname(path)) ?? []), path]);
  return [...folders].map(
    ([folder, paths]) =>
      `<b>${folder}</b><br>${paths
        .map((path) => path.slice(folder.length + 1))
        .sort()
        .join(' ')}`,
  );
}

/** `3 Role, 1 ConfigMap` of the cluster. */
function counted(kinds: readonly string[]): readonly string[] {
  if (kinds.length === 0) return [];
  const counts = [...new Set(kinds)].sort().map((kind) => {
    const count = kinds.filter((each) => each === kind).length;
    return count === 1 ? kind : `${count} ${kind}`;
  });
  return [`<b>in the cluster</b><br>${counts.join(', ')}`];
}
