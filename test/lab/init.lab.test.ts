import { afterEach, expect, test } from 'vitest';
import { expectWhole, makeCluster } from './bring-up.ts';
import { type Bootstrapper, clusterConfig, IGNORED_CHECKS, probe, waitForNodes, waitForSystemPods } from './cluster.ts';
import { plain } from './configurations.ts';
import { describeLab } from './describe-lab.ts';
import { timed } from './progress.ts';

/** In kubeadm's order, every one by itself; long and short form in turn. */
const PHASES: readonly (readonly string[])[] = [
  ['preflight', IGNORED_CHECKS],
  ['certs', 'ca'],
  ['certs', 'apiserver'],
  ['certs', 'apiserver-kubelet-client'],
  ['certs', 'front-proxy-ca'],
  ['certs', 'front-proxy-client'],
  ['certs', 'etcd-ca'],
  ['certs', 'etcd-server'],
  ['certs', 'etcd-peer'],
  ['certs', 'etcd-healthcheck-client'],
  ['certs', 'apiserver-etcd-client'],
  ['certs', 'sa'],
  ['kubeconfig', 'admin'],
  ['kubeconfig', 'super-admin'],
  ['kubeconfig', 'kubelet'],
  ['kubeconfig', 'controller-manager'],
  ['kubeconfig', 'scheduler'],
  ['etcd', 'local'],
  ['control-plane', 'apiserver'],
  ['control-plane', 'controller-manager'],
  ['control-plane', 'scheduler'],
  ['kubelet-start'],
  ['wait-control-plane'],
  ['upload-config', 'kubeadm'],
  ['upload-config', 'kubelet'],
  ['upload-certs', '--upload-certs'],
  ['mark-control-plane'],
  ['bootstrap-token'],
  ['kubelet-finalize', 'enable-client-cert-rotation'],
  ['addon', 'coredns'],
  ['addon', 'kube-proxy'],
];

/** Groups at once, as scripts call them; they come to the same. */
const GROUPS: readonly (readonly string[])[] = [
  ['certs', 'all'],
  ['kubeconfig', 'all'],
  ['control-plane', 'all'],
  ['upload-config', 'all'],
  ['kubelet-finalize', 'all'],
  ['addon', 'all'],
];

/** Whose phases are the 1st, 3rd, 5th … of `PHASES`; the others are the other's. */
const TURNS: readonly { readonly version: string; readonly odd: Bootstrapper; readonly even: Bootstrapper }[] = [
  { version: 'v1.36.3', odd: 'kubeadm', even: 'tsadm' },
  { version: 'v1.36.3', odd: 'tsadm', even: 'kubeadm' },
  { version: 'v1.35.4', odd: 'kubeadm', even: 'tsadm' },
];

/** As with kubeadm, one phase takes no flags. */
function flagsOf([phase]: readonly string[]): readonly string[] {
  return phase === 'wait-control-plane' ? [] : ['--config=/root/init.yaml'];
}

describeLab('tsadm init', (lab) => {
  afterEach(async () => {
    await lab().down();
  });

  test('a worker joins with the command that init shows, given to kubeadm', async () => {
    const { node: cp1, result } = await makeCluster(lab(), 'tsadm', plain);
    const w1 = await lab().boot('w1', { install: ['kubeadm'] });
    const command = /^tsadm join (?:.*\\\n)*.*$/m.exec(result.stdout)?.[0];
    expect(command).toMatch(/--token .*--discovery-token-ca-cert-hash sha256:/s);
    const script = `${command?.replace('tsadm', 'kubeadm').trimEnd()} ${IGNORED_CHECKS}`;
    await timed('kubeadm join', () => w1.run('sh', '-c', script));
    await waitForNodes(cp1, ['cp1', 'w1']);
    await waitForSystemPods(cp1, 8);
    expect(await probe(cp1, 'w1', 'resolve', 'kubernetes.default')).toBe('10.96.0.1\n');
    expect(JSON.parse(await probe(cp1, 'w1', 'api', '/version'))).toMatchObject({ gitVersion: 'v1.36.3' });
  });

  test('phase by phase', async () => {
    const cp1 = await lab().boot('cp1', { install: ['tsadm'] });
    await cp1.writeFile('/root/init.yaml', clusterConfig(cp1));
    for (const [index, words] of PHASES.entries()) {
      const form = index % 2 === 0 ? ['init', 'phase'] : ['phase'];
      await cp1.run('tsadm', ...form, ...words, ...flagsOf(words));
    }
    await expectWhole(cp1, 7);
    const files = await cp1.listTree('/etc/kubernetes');
    for (const words of GROUPS) await cp1.run('tsadm', 'init', 'phase', ...words, '--config=/root/init.yaml');
    expect(await cp1.listTree('/etc/kubernetes')).toEqual(files);
    await expectWhole(cp1, 7);
  });

  test.each(TURNS)('phase by phase, $odd and $even in turn, on $version', async ({ version, odd, even }) => {
    const cp1 = await lab().boot('cp1', { install: ['kubeadm', 'tsadm'], version });
    await cp1.writeFile('/root/init.yaml', clusterConfig(cp1, { version }));
    for (const [index, words] of PHASES.entries()) {
      await cp1.run(index % 2 === 0 ? odd : even, 'init', 'phase', ...words, ...flagsOf(words));
    }
    await expectWhole(cp1, 7, version);
    // What the one made is whole in the eyes of the other, too.
    for (const program of [odd, even]) {
      expect(await cp1.run(program, 'certs', 'check-expiration')).toMatch(/^apiserver +.* no +$/m);
    }
  });

  test('a control plane that cannot come up is given up, told by component, container and log', async () => {
    const cp1 = await lab().boot('cp1', { install: ['tsadm'] });
    const broken = clusterConfig(cp1, { more: 'apiServer:\n  extraArgs:\n  - {name: no-such-flag, value: x}' });
    await cp1.writeFile('/root/init.yaml', broken);
    const failed = await cp1.exec(['tsadm', 'init', '--config=/root/init.yaml', IGNORED_CHECKS]);
    expect(failed.exitCode, failed.stderr).toBe(13);
    expect(failed.stderr).toContain(
      'error execution phase wait-control-plane: kube-apiserver does not start: it does not know the flag --no-such-flag',
    );
    expect(failed.stderr).toMatch(/kube-apiserver\n\s+attempt \d+ ended with exit code 1/);
    expect(failed.stderr).toMatch(/last words of kube-apiserver.*\n\s+Error: unknown flag: --no-such-flag/);
    expect(failed.stderr).toContain('what to do: ');
  });
});
