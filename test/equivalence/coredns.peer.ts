import { join } from 'node:path';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { kubernetesBinaries } from '../lab/components.ts';
import { say } from '../lab/progress.ts';
import { RELEASES, release } from '../lab/versions.ts';
import { dnsExperiments } from './live/dns-experiments.ts';
import { dnsVerdict } from './live/dns-verdict.ts';
import type { Outcome } from './live/experiment.ts';
import { runExperiments } from './live/run-experiments.ts';
import { whatIsMissing } from './requirements.ts';

/**
 * CoreDNS in many states, given to `upgrade plan`, `upgrade apply phase addon coredns` and `init phase addon coredns` of both
 * programs, each with a real API server of its own: the same refusals and findings, the same Corefile, image, replicas
 * and files of the Deployment.
 */

/** TSADM_RELEASE names one; all of them unless said. */
const { TSADM_RELEASE: named } = process.env;
const releases = named ? [release(named)] : RELEASES;

const missing = whatIsMissing(releases);
if (missing) say(`skipping: ${missing}`);

describe.skipIf(missing !== undefined).each(releases)('$kubernetes', (tried) => {
  const experiments = dnsExperiments(tried);
  let theirs: readonly Outcome[];
  let ours: readonly Outcome[];
  beforeAll(async () => {
    const kubeadm = join(await kubernetesBinaries(tried), 'kubeadm');
    const programs = { kubeadm, tsadm: join(inject('programFolder'), 'tsadm') };
    // One after the other: two API servers at a time are much for a small machine.
    theirs = await runExperiments(experiments, 'kubeadm', programs, tried);
    ours = await runExperiments(experiments, 'tsadm', programs, tried);
  }, 1_200_000);

  test.each(experiments.map(({ name, keeps }) => [name, keeps ?? []] as const))('%s', (name, keeps) => {
    const [a, b] = [theirs, ours].map((outcomes) => outcomes.find((outcome) => outcome.name === name)!);
    const [expected, found] = [dnsVerdict(a!), dnsVerdict(b!)];
    for (const key of keeps) {
      expect(expected.data, `kubeadm keeps ${key} too`).not.toHaveProperty([key]);
      expect(found.data, `${key} is kept`).toHaveProperty([key]);
      delete found.data?.[key];
    }
    expect(found, JSON.stringify([a!.ended, b!.ended], undefined, 1)).toEqual(expected);
  });
});
