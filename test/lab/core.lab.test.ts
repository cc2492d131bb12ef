import { afterEach, test } from 'vitest';
import { plain } from './configurations.ts';
import { describeLab } from './describe-lab.ts';
import { expectEquivalent } from './equivalence.ts';

/** Runs on each change (.ci/run): the one test that says that tsadm is a kubeadm. */
describeLab('kubeadm and tsadm, a plain configuration', (lab) => {
  afterEach(async () => {
    await lab().down();
  });

  test('both make a whole cluster, with the same files and objects', () => expectEquivalent(lab(), plain));
});
