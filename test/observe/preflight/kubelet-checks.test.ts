import { describe, expect, test } from 'vitest';
import { kubeletService } from '../../../src/observe/preflight/kubelet-service.ts';
import { kubeletSkew } from '../../../src/observe/preflight/kubelet-skew.ts';
import { kubeletUnit } from '../../../src/observe/preflight/kubelet-unit.ts';
import { fitMachine, look, packagedUnit, short } from './fit-machine.ts';

describe('KubeletVersion', () => {
  test.each([
    ['v1.36.3', []],
    ['v1.36.9', []],
    ['v1.33.0', []],
    ['v1.32.9', ['error KubeletVersion']],
    ['v1.37.0', ['error KubeletVersion']],
  ])('%s under v1.36.3', async (version, wanted) => {
    const host = fitMachine();
    host.exec.install('kubelet', { stdout: `Kubernetes ${version}\n` });
    expect(short(await look(kubeletSkew, host))).toEqual(wanted);
  });

  test('no kubelet, and one that does not answer', async () => {
    const host = fitMachine();
    host.exec.install('kubelet', { exitCode: 1, stderr: 'broken' });
    expect((await look(kubeletSkew, host))[0]?.message).toContain('broken');
    host.exec.uninstall('kubelet');
    expect((await look(kubeletSkew, host))[0]?.hint).toContain('install the kubelet of 1.36');
  });
});

describe('Service-kubelet', () => {
  test('is enabled', async () => {
    expect(await look(kubeletService, fitMachine())).toEqual([]);
  });
  test('is not enabled: the command is shown', async () => {
    const host = fitMachine();
    host.services.services.get('kubelet')!.enabled = false;
    expect(await look(kubeletService, host)).toMatchObject([
      { severity: 'warning', hint: 'systemctl enable kubelet.service' },
    ]);
  });
  test('does not exist; no init system', async () => {
    const host = fitMachine();
    host.services.services.clear();
    expect(short(await look(kubeletService, host))).toEqual(['warning Service-kubelet']);
    host.services.init = undefined;
    expect(short(await look(kubeletService, host))).toEqual(['warning Service-kubelet']);
  });
});

describe('KubeletUnit', () => {
  function withUnit(unit: string, files = {}) {
    const host = fitMachine(files);
    host.exec.install('systemctl', { stdout: unit });
    return look(kubeletUnit, host);
  }

  test('the packaged unit reads our files', async () => {
    expect(await withUnit(packagedUnit)).toEqual([]);
  });
  test('a bare unit does not: what is missing and what to write', async () => {
    const [finding] = await withUnit('[Service]\nExecStart=/usr/local/bin/kubelet --v=2\n');
    expect(finding).toMatchObject({ name: 'KubeletUnit', severity: 'warning' });
    expect(finding?.message).toContain('--config=/var/lib/kubelet/config.yaml');
    expect(finding?.message).toContain('--kubeconfig=/etc/kubernetes/kubelet.conf');
    expect(finding?.message).toContain('kubeadm-flags.env');
    expect(finding?.hint).toContain('ExecStart=/usr/local/bin/kubelet --bootstrap-kubeconfig=');
  });
  test('what stands in a comment does not count', async () => {
    const unit = packagedUnit.replace('EnvironmentFile=-/var', '# EnvironmentFile=-/var');
    expect((await withUnit(unit))[0]?.message).toContain('kubeadm-flags.env');
  });
  test('flags may stand in an environment file and on continued lines', async () => {
    const unit = packagedUnit
      .replace('Environment="KUBELET_CONFIG_ARGS=--config=/var/lib/kubelet/config.yaml"\n', '')
      .replace('$KUBELET_CONFIG_ARGS ', '\\\n  ');
    expect(await withUnit(unit)).toHaveLength(1);
    const extra = { '/etc/default/kubelet': 'KUBELET_EXTRA_ARGS=--config=/var/lib/kubelet/config.yaml\n' };
    expect(await withUnit(unit, extra)).toEqual([]);
  });
  test('a wrapper script and another init system cannot be judged', async () => {
    expect(await withUnit('[Service]\nExecStart=/opt/start-kubelet.sh\n')).toEqual([]);
    const host = fitMachine();
    host.services.init = 'openrc';
    expect(await look(kubeletUnit, host)).toEqual([]);
  });
});
