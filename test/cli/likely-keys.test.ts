import { describe, expect, it } from 'vitest';
import { likelyKeys } from '../../src/cli/likely-keys.ts';
import { runWorkflow } from '../../src/engine/run.ts';
import type { Selection } from '../../src/plan/select.ts';
import { memoryHost } from '../fakes/memory-host.ts';
import { initParts, initRequest, initSpecOf } from '../workflows/init-parts.ts';

/** Which keys a run on an empty machine asks for. */
async function keysOf(selection: Selection): Promise<readonly string[]> {
  const host = memoryHost();
  const labels = { 'kubernetes.io/hostname': 'cp1' };
  host.kube.put({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'cp1', labels } });
  const asked: string[] = [];
  const random = {
    ...host.random,
    keyPair: (...[algorithm]: Parameters<typeof host.random.keyPair>) => {
      asked.push(algorithm);
      return host.random.keyPair(algorithm);
    },
  };
  await runWorkflow(initParts(host, { host: { ...host, random } }), initRequest(initSpecOf(), { selection }));
  return asked;
}

describe('keys begun before the command line is read', () => {
  it.each<[string, Selection]>([
    ['init', { kind: 'all' }],
    ['init phase certs all', { kind: 'phase', path: 'certs' }],
  ])('are as many as %s wants', async (command, selection) => {
    const likely = likelyKeys([...command.split(' '), '--cert-dir', '/pki', '--rootfs=/mnt', '--upload-certs']);
    expect(await keysOf(selection)).toEqual(Array.from({ length: likely!.count }, () => 'RSA-2048'));
    expect(likely).toMatchObject({ folder: '/pki', rootfs: '/mnt' });
  });

  it('are looked for where certificates lie unless said otherwise', () => {
    expect(likelyKeys(['init'])).toMatchObject({ folder: '/etc/kubernetes/pki', rootfs: '/' });
  });

  it.each([
    'version',
    'init phase certs ca',
    'init phase',
    'init --config kubeadm.yaml',
    'init --dry-run',
    'init --dry-run=true',
    'init --feature-gates=PublicKeysECDSA=true',
    'init --skip-phases certs',
    'init --nonsense',
    'init -v 5',
    'init --cert-dir /pki extra',
    'init phase certs all --help',
  ])('are none for %s', (line) => {
    expect(likelyKeys(line.split(' '))).toBeUndefined();
  });
});
