import { join } from 'node:path';
import { type Difference, differences } from '../lab/difference.ts';
import type { Release } from '../lab/versions.ts';
import { captureLayer } from './captured-layer.ts';
import { type CaseOf, stepsOf } from './case.ts';
import { configurationText } from './configuration-text.ts';
import { printedObjects } from './printed-objects.ts';
import { type Programs, type Ran, runOnMachine } from './sandbox.ts';

export interface Comparison {
  readonly theirs: Ran;
  readonly ours: Ran;
  readonly found: readonly Difference[];
}

/** Runs a case with both programs, in a folder that is the caller's to remove, and compares all that they left. */
export async function compare(
  caseOf: CaseOf,
  release: Release,
  programs: Programs,
  folder: string,
): Promise<Comparison> {
  const described = caseOf(release);
  const one = { ...described, steps: stepsOf(described, release) };
  const configuration = configurationText(one, release);
  const space = (name: string) => join(folder, name);
  const prepared =
    one.prepare === undefined
      ? undefined
      : await runOnMachine(one, 'prepare', programs, configuration, space('prepare'));
  const failed = prepared?.steps.find(({ refused }) => refused);
  if (failed) throw new Error(`what the case begins with cannot be made:\n${failed.err}${failed.out}`);
  const [theirs, ours] = await Promise.all([
    runOnMachine(one, 'kubeadm', programs, configuration, space('kubeadm'), prepared?.layer),
    runOnMachine(one, 'tsadm', programs, configuration, space('tsadm'), prepared?.layer),
  ]);
  const before = prepared?.layer;
  const [left, right] = await Promise.all([theirs, ours].map((ran) => outcome(ran, before)));
  return { theirs, ours, found: differences(left, right) };
}

/** What a run came to. Of a step that was refused only that counts: half its files, in kubeadm's case, do not. */
async function outcome({ steps, layer }: Ran, before: string | undefined): Promise<unknown> {
  const refused = steps.some((step) => step.refused);
  return {
    steps: steps.map(({ command, refused }) => `${command}: ${refused ? 'refused' : 'done'}`).join('\n'),
    printed: steps.filter(({ command }) => command.includes('--print-manifest')).map(({ out }) => printedObjects(out)),
    ...(refused ? {} : { files: await captureLayer(layer, before) }),
  };
}
