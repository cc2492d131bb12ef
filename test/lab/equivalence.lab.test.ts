import { afterEach, test } from 'vitest';
import { configurations } from './configurations.ts';
import { describeLab } from './describe-lab.ts';
import { expectEquivalent } from './equivalence.ts';

/** The plain configuration is in core.lab.test.ts. */
describeLab('kubeadm and tsadm, other configurations', (lab) => {
  afterEach(async () => {
    await lab().down();
  });

  test.each(Object.entries(configurations))('%s: whole clusters, the same files and objects', async (_, one) =>
    expectEquivalent(lab(), one),
  );
});
