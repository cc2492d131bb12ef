import { beforeAll, beforeEach, expect, test } from 'vitest';
import { RefusedError } from '../../src/errors.ts';
import type { MemoryHost } from '../fakes/memory-host.ts';
import { takenDown, upgradeMachine } from '../workflows/upgrade-machine.ts';
import { run } from './run.ts';

const scheduler = '/etc/kubernetes/manifests/kube-scheduler.yaml';
const rights = { mode: 0o600, directoryMode: 0o700 };
let taken: Awaited<ReturnType<typeof takenDown>>;
let host: MemoryHost;
beforeAll(async () => {
  taken = await takenDown();
});
beforeEach(() => {
  ({ host } = upgradeMachine(taken));
});

/** What comes before the difference says where the configuration is from. */
function difference(out: string): string {
  return out.replace(/^(?:\[upgrade\/diff\] .*\n)+/, '');
}

const image = (name: string, from: string, to: string): string =>
  [
    `--- /etc/kubernetes/manifests/${name}.yaml`,
    '+++ new manifest',
    expect.stringMatching(/^@@ -(\d+) \+\1 @@$/),
    `-    image: registry.k8s.io/${name}:${from}`,
    `+    image: registry.k8s.io/${name}:${to}`,
  ] as unknown as string;

test('to another patch: images of the three components, and nothing else', async () => {
  const { out, error } = await run('upgrade diff v1.35.9 -c 0', host);
  expect(error).toBeUndefined();
  expect(difference(out).split('\n')).toEqual([
    ...['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'].flatMap((name) =>
      image(name, 'v1.35.4', 'v1.35.9'),
    ),
    '',
  ]);
});

test('without a version: what somebody has changed by hand', async () => {
  expect(difference((await run('upgrade diff', host)).out)).toBe('');
  const text = (await host.files.read(scheduler))!;
  await host.files.write(scheduler, text.replace('--leader-elect=true', '--leader-elect=false'), rights);
  const { out } = await run('upgrade diff --context-lines=1', host);
  expect(difference(out)).toMatch(
    /^--- .*kube-scheduler\.yaml\n\+\+\+ new manifest\n@@ -(\d+),3 \+\1,3 @@\n .*\n- .*elect=false\n\+ .*elect=true\n .*\n$/,
  );
});

test('the file says what the flags would', async () => {
  const document =
    'apiVersion: kubeadm.k8s.io/v1beta4\nkind: UpgradeConfiguration\ndiff: {kubernetesVersion: v1.35.9}\n';
  await host.files.write('/up.yaml', document, rights);
  const byFile = await run('upgrade diff --config=/up.yaml', host);
  expect(byFile.out).toBe((await run('upgrade diff v1.35.9 -c 0', host)).out);
  expect((await run('upgrade diff v1.35.4 --config=/up.yaml', host)).out).not.toContain('v1.35.9');
  expect((await run('upgrade diff --config=/up.yaml -c 1', host).catch(String)) as unknown).toContain('context-lines');
});

test('nothing to compare with: all that is missing is named', async () => {
  for (const name of ['kube-scheduler', 'kube-controller-manager']) {
    await host.files.remove(`/etc/kubernetes/manifests/${name}.yaml`);
  }
  const { error } = await run('upgrade diff', host);
  expect(error).toBeInstanceOf(RefusedError);
  expect((error as RefusedError).reasons.join('\n')).toMatch(/kube-controller-manager.yaml.*\n.*kube-scheduler.yaml/);
});

test('asks only, and changes nothing', async () => {
  const before = host.files.texts();
  await run('upgrade diff v1.36.3', host);
  expect(host.files.texts()).toEqual(before);
  expect(host.kube.requests.length).toBeGreaterThan(0);
  expect(host.kube.requests.filter((request) => !/^(?:get|list|raw) /.test(request))).toEqual([]);
});
