import { describe, expect, it } from 'vitest';
import { type UpgradeRequest, upgradeComplaints } from '../../src/spec/upgrade-policy.ts';

function judge(
  from: string,
  target: string,
  more: Partial<UpgradeRequest> & { readonly kubelets?: readonly string[] } = {},
) {
  const { kubelets = [from], ...rest } = more;
  return upgradeComplaints({
    target,
    running: { apiServer: from, kubelets: new Map(kubelets.map((version, index) => [`node${index}`, version])) },
    allowExperimental: false,
    allowRC: false,
    ...rest,
  });
}

describe('versions that a cluster may be upgraded to', () => {
  it.each([
    ['v1.35.4', 'v1.36.3'],
    ['v1.36.3', 'v1.37.0'],
    ['v1.36.3', 'v1.36.3'],
    ['v1.36.1', 'v1.36.3'],
    // kubeadm has nothing against an older patch either.
    ['v1.36.3', 'v1.36.1'],
    ['v1.34.9', 'v1.35.0'],
  ])('%s to %s', (from, to) => {
    expect(judge(from, to)).toEqual({ mandatory: [], skippable: [] });
  });

  it.each([
    ['v1.35.4', 'v1.37.0', /one minor version at a time.*go to 1\.36 first/],
    ['v1.37.0', 'v1.36.3', /older than the cluster/],
    ['v1.36.3', 'v1.36', /no version/],
    ['v1.36.3+', 'v1.37.0', /cannot be understood/],
  ])('not %s to %s, also by force', (from, to, words) => {
    expect(judge(from, to)).toEqual({ mandatory: [expect.stringMatching(words)], skippable: [] });
  });

  it('names every kubelet that would be too far behind', () => {
    const { mandatory, skippable } = judge('v1.36.3', 'v1.37.0', { kubelets: ['v1.33.2', 'v1.34.0', 'v1.32.9', ''] });
    expect(mandatory).toEqual([]);
    expect(skippable).toEqual([expect.stringContaining('node0 (v1.33.2), node2 (v1.32.9);')]);
  });

  it('says when nobody can tell how old the kubelets are', () => {
    const request = { apiServer: 'v1.36.3', kubelets: undefined };
    expect(judge('v1.36.3', 'v1.37.0', { running: request }).skippable).toEqual([
      expect.stringContaining('cannot be told'),
    ]);
  });

  it('wants to be asked for what is not released yet', () => {
    expect(judge('v1.36.3', 'v1.37.1-rc.0').skippable).toEqual([
      expect.stringContaining('--allow-release-candidate-upgrades'),
    ]);
    expect(judge('v1.36.3', 'v1.37.1-rc.0', { allowRC: true }).skippable).toEqual([]);
    expect(judge('v1.36.3', 'v1.37.1-beta.0', { allowRC: true }).skippable).toEqual([
      expect.stringContaining('--allow-experimental-upgrades'),
    ]);
    expect(judge('v1.36.3', 'v1.37.1-beta.0', { allowExperimental: true }).skippable).toEqual([]);
    // Distances can then be bent, too.
    expect(judge('v1.35.3', 'v1.37.1-rc.0', { allowRC: true })).toEqual({
      mandatory: [],
      skippable: [expect.stringContaining('more than one minor')],
    });
  });
});
