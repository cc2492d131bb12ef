import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { kubernetesBinaries } from '../lab/components.ts';
import { say } from '../lab/progress.ts';
import type { Release } from '../lab/versions.ts';
import type { CaseOf } from './case.ts';
import { compare } from './compare.ts';
import { whatIsMissing } from './requirements.ts';
import type { Programs } from './sandbox.ts';
import { verdict } from './verdict.ts';

/** Building a release from nothing takes minutes. */
const buildTimeout = 1_200_000;

/** Compares cases on releases; where that cannot be, one line says why. */
export function describeEquivalence(cases: { readonly [name: string]: CaseOf }, releases: readonly Release[]): void {
  const missing = whatIsMissing(releases);
  if (missing) say(`skipping: ${missing}`);
  describe.skipIf(missing !== undefined).each(releases)('$kubernetes', (release) => {
    let programs: Programs;
    beforeAll(async () => {
      const kubeadm = join(await kubernetesBinaries(release), 'kubeadm');
      programs = { kubeadm, tsadm: join(inject('programFolder'), 'tsadm') };
    }, buildTimeout);

    test.concurrent.each(Object.entries(cases))('%s', async (_, caseOf) => {
      const folder = mkdtempSync(join(tmpdir(), 'tsadm-equivalence-'));
      try {
        expect(verdict(caseOf(release), await compare(caseOf, release, programs, folder))).toBe('');
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
  });
}
