import { expect, test } from 'vitest';
import { noteKeptManifest } from '../../../src/host/kept-manifest.ts';
import { observeMissingManifests } from '../../../src/observe/status/missing-manifests.ts';
import { memoryHost } from '../../fakes/memory-host.ts';

const kept = '/etc/kubernetes/tmp/backup/etcd.yaml';
const manifest = '/etc/kubernetes/manifests/etcd.yaml';

test('only what was kept and has no manifest is missing', async () => {
  const host = memoryHost({ files: { [kept]: 'old', [manifest]: 'new' } });
  expect(await observeMissingManifests(host)).toEqual([]);
  await noteKeptManifest('etcd', { kept, digest: '', podUid: '' }, host);
  expect(await observeMissingManifests(host)).toEqual([]);
  await host.files.remove(manifest);
  expect(await observeMissingManifests(host)).toEqual([{ name: 'etcd', kept }]);
  // As after a reset.
  await host.files.remove(kept);
  expect(await observeMissingManifests(host)).toEqual([]);
});
