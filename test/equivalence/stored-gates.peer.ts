import { join } from 'node:path';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { parseYaml } from '../../src/spec/yaml-read.ts';
import { kubernetesBinaries } from '../lab/components.ts';
import { say } from '../lab/progress.ts';
import { RELEASES, release } from '../lab/versions.ts';
import type { Outcome } from './live/experiment.ts';
import { gateExperiments, storedGates } from './live/gate-experiments.ts';
import { runExperiments } from './live/run-experiments.ts';
import { whatIsMissing } from './requirements.ts';

/** Feature gates that a cluster has stored: whether an upgrade by either program stops, which ones it tells of, what it stores. */

/** TSADM_RELEASE names one; all of them unless said. */
const { TSADM_RELEASE: named } = process.env;
const releases = named ? [release(named)] : RELEASES;

const missing = whatIsMissing(releases);
if (missing) say(`skipping: ${missing}`);

/** A line a command: how it ended, and the gates that it tells of. */
function verdictOf({ ended, stored }: Outcome) {
  const { featureGates } = parseYaml(stored) as { readonly featureGates?: object };
  const commands = ended.map(({ code, out, err }) => {
    const lines = `${out}\n${err}`.split('\n').filter((line) => /feature gate/i.test(line));
    const told = storedGates.filter((gate) => lines.some((line) => line.includes(gate)));
    return [code === 0 ? 'done' : 'refused', ...told].join(' ');
  });
  return { commands, featureGates };
}

describe.skipIf(missing !== undefined).each(releases)('$kubernetes', (tried) => {
  const experiments = gateExperiments(tried);
  let theirs: readonly Outcome[];
  let ours: readonly Outcome[];
  beforeAll(async () => {
    const kubeadm = join(await kubernetesBinaries(tried), 'kubeadm');
    const programs = { kubeadm, tsadm: join(inject('programFolder'), 'tsadm') };
    theirs = await runExperiments(experiments, 'kubeadm', programs, tried);
    ours = await runExperiments(experiments, 'tsadm', programs, tried);
  }, 1_200_000);

  test.each(experiments.map(({ name }) => name))('%s', (name) => {
    const [a, b] = [theirs, ours].map((outcomes) => outcomes.find((outcome) => outcome.name === name)!);
    expect(verdictOf(b!), JSON.stringify([a!.ended, b!.ended], undefined, 1)).toEqual(verdictOf(a!));
  });
});
