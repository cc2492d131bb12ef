import { afterEach, test } from 'vitest';
import { configurations } from './configurations.ts';
import { describeLab } from './describe-lab.ts';
import { expectEquivalent } from './equivalence.ts';
import { DEFAULT_VERSION, RELEASES } from './versions.ts';

/** The releases before and after, each with two configurations that between them use most fields. */
const OTHER_RELEASES: readonly (readonly [version: string, configuration: string])[] = RELEASES.map(
  ({ kubernetes }) => kubernetes,
)
  .filter((version) => version !== DEFAULT_VERSION)
  .flatMap((version) =>
    Object.keys(configurations)
      .slice(0, 2)
      .map((name) => [version, name] as const),
  );

/** The plain configuration is in core.lab.test.ts. */
describeLab('kubeadm and tsadm, other configurations', (lab) => {
  afterEach(async () => {
    await lab().down();
  });

  test.each(Object.entries(configurations))('%s: whole clusters, the same files and objects', async (_, one) =>
    expectEquivalent(lab(), one),
  );

  test.each(OTHER_RELEASES)('%s, %s: the same', async (version, name) =>
    expectEquivalent(lab(), configurations[name]!, version),
  );
});
