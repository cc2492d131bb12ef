import { describe, expect, it } from 'vitest';
import { act } from '../../src/engine/act.ts';
import type { ApplyEffect } from '../../src/plan/effect.ts';
import { memoryHost } from '../fakes/memory-host.ts';
import { toyParts } from './parts.ts';

const service: ApplyEffect = {
  kind: 'apply',
  id: 'addon:Service',
  why: 'give DNS its address',
  object: {
    policy: 'converge',
    via: { kubeconfig: '/admin.conf' },
    object: { apiVersion: 'v1', kind: 'Service', metadata: { name: 'dns', namespace: 'default' } },
  },
};

function machine() {
  const host = memoryHost({ files: { '/admin.conf': 'x' } });
  host.kube.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' } });
  const parts = toyParts(host);
  const context = {
    phase: 'addon',
    signal: new AbortController().signal,
    apiTimeoutMs: 10_000,
    ownFiles: new Set<string>(),
    backups: '/backups',
    watch: () => parts.watchStart(host),
  };
  const perform = () => act(parts, service, { verdict: 'create' }, context);
  return { host, parts, perform };
}

describe('an object that the API server finds invalid', () => {
  it('is an error at once', async () => {
    const { host, perform } = machine();
    host.kube.fail({ kind: 'Service' }, 422, 'Invalid', 1, ['spec.type', 'spec.clusterIPs']);
    await expect(perform()).rejects.toThrow('Invalid, on purpose');
    expect(host.clock.sleeps).toEqual([]);
  });

  it('is tried again when only its address is not free: an interrupted run may have left it put aside', async () => {
    const { host, parts, perform } = machine();
    host.kube.fail({ kind: 'Service' }, 422, 'Invalid', 130, ['spec.clusterIPs']);
    await perform();
    expect(host.clock.sleeps).toHaveLength(130);
    const said = parts.events.filter(({ kind }) => kind === 'effect-progress');
    expect(said).toHaveLength(1);
    expect(said).toMatchObject([{ text: expect.stringContaining('free again after a minute') }]);
  });

  it('is an error when somebody else keeps the address', async () => {
    const { host, perform } = machine();
    host.kube.fail({ kind: 'Service' }, 422, 'Invalid', undefined, ['spec.clusterIPs[0]']);
    await expect(perform()).rejects.toThrow('Invalid, on purpose');
    expect(host.clock.sleeps.length * 500).toBe(75_000);
  });
});
