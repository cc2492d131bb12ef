import { join } from 'node:path';
import { build } from 'esbuild';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { kubernetesBinaries } from '../lab/components.ts';
import { say } from '../lab/progress.ts';
import { RELEASES } from '../lab/versions.ts';
import { firingStates, quietStates } from './preflight/states.ts';
import { verdictsOn } from './preflight/verdicts.ts';
import { whatIsMissing } from './requirements.ts';
import type { Programs } from './sandbox.ts';

/** `init phase preflight` and `join phase preflight` of both programs on machines in the same state: the same findings of the same severity. */

const missing = whatIsMissing(RELEASES);
if (missing) say(`skipping: ${missing}`);

describe.skipIf(missing !== undefined).each(RELEASES)('$kubernetes', (release) => {
  let programs: Programs;
  let runtime = '';
  beforeAll(async () => {
    const kubeadm = join(await kubernetesBinaries(release), 'kubeadm');
    programs = { kubeadm, tsadm: join(inject('programFolder'), 'tsadm') };
    const entryPoints = [join(import.meta.dirname, 'preflight/runtime.ts')];
    const options = { bundle: true, platform: 'node', format: 'cjs', write: false } as const;
    runtime = (await build({ entryPoints, ...options })).outputFiles[0]!.text;
  }, 1_200_000);

  test.concurrent.each(firingStates.map((one) => [`${one.command}, ${one.check}: ${one.name}`, one] as const))(
    '%s',
    async (_, { command, check, severity, state }) => {
      const { theirs, ours } = await verdictsOn(command, state, release, programs, runtime);
      expect(theirs.findings, theirs.text).toContain(`${severity} ${check}`);
      expect(ours.findings, `${theirs.text}\n${ours.text}`).toEqual(theirs.findings);
      expect(ours.refused).toBe(theirs.refused);
    },
  );

  test.concurrent.each(quietStates)('$command, nothing: $name', async ({ command, state }) => {
    const { theirs, ours } = await verdictsOn(command, state, release, programs, runtime);
    expect(theirs.findings, theirs.text).toEqual([]);
    expect(ours.findings, ours.text).toEqual([]);
    expect([theirs.refused, ours.refused], `${theirs.text}\n${ours.text}`).toEqual([false, false]);
  });
});
