import { afterEach, test } from 'vitest';
import { plain } from './configurations.ts';
import { describeLab } from './describe-lab.ts';
import { expectDryRunWritesNothing } from './dry-run.ts';
import { expectEquivalent } from './equivalence.ts';

/** Runs on each change (.ci/run): the tests that say that tsadm is a kubeadm. */
describeLab('tsadm init, a plain configuration', (lab) => {
  afterEach(async () => {
    await lab().down();
  });

  test('kubeadm and tsadm make whole clusters, with the same files and objects', () => expectEquivalent(lab(), plain));

  test('a dry run on a new machine writes nothing below its root', () => expectDryRunWritesNothing(lab()));
});
