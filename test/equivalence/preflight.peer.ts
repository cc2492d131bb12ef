import { join } from 'node:path';
import { build } from 'esbuild';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { kubernetesBinaries } from '../lab/components.ts';
import { say } from '../lab/progress.ts';
import { RELEASES, release } from '../lab/versions.ts';
import { firingStates, quietStates } from './preflight/states.ts';
import { verdictsOn } from './preflight/verdicts.ts';
import { whatIsMissing } from './requirements.ts';
import type { Programs } from './sandbox.ts';

/** `init phase preflight` and `join phase preflight` of both programs on machines in the same state: the same findings of the same severity. */

/** TSADM_RELEASE names one; all of them unless said. */
const { TSADM_RELEASE: named } = process.env;
const releases = named ? [release(named)] : RELEASES;

const missing = whatIsMissing(releases);
if (missing) say(`skipping: ${missing}`);

describe.skipIf(missing !== undefined).each(releases)('$kubernetes', (tried) => {
  let programs: Programs;
  let runtime = '';
  beforeAll(async () => {
    const kubeadm = join(await kubernetesBinaries(tried), 'kubeadm');
    programs = { kubeadm, tsadm: join(inject('programFolder'), 'tsadm') };
    const entryPoints = [join(import.meta.dirname, 'preflight/runtime.ts')];
    const options = { bundle: true, platform: 'node', format: 'cjs', write: false } as const;
    runtime = (await build({ entryPoints, ...options })).outputFiles[0]!.text;
  }, 1_200_000);

  test.concurrent.each(firingStates.map((one) => [`${one.command}, ${one.check}: ${one.name}`, one] as const))(
    '%s',
    async (_, { command, check, severity, state }) => {
      const { theirs, ours } = await verdictsOn(command, state, tried, programs, runtime);
      expect(theirs.findings, theirs.text).toContain(`${severity} ${check}`);
      expect(ours.findings, `${theirs.text}\n${ours.text}`).toEqual(theirs.findings);
      expect(ours.refused).toBe(theirs.refused);
    },
  );

  test.concurrent.each(quietStates)('$command, nothing: $name', async ({ command, state }) => {
    const { theirs, ours } = await verdictsOn(command, state, tried, programs, runtime);
    expect(theirs.findings, theirs.text).toEqual([]);
    expect(ours.findings, ours.text).toEqual([]);
    expect([theirs.refused, ours.refused], `${theirs.text}\n${ours.text}`).toEqual([false, false]);
  });
});
