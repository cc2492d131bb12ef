import { describe, expect, it } from 'vitest';
import { read, readRun } from './read.ts';

describe('reset on the command line', () => {
  it('puts its flags into a ResetConfiguration', async () => {
    const line = 'reset -f --cert-dir /srv/pki --cleanup-tmp-dir --cri-socket unix:///run/x.sock';
    const { overrides } = await readRun(line);
    expect(Object.fromEntries(overrides.map(({ path, value }) => [path, value]))).toEqual({
      'ResetConfiguration.force': true,
      'ResetConfiguration.certificatesDir': '/srv/pki',
      'ResetConfiguration.cleanupTmpDir': true,
      'ResetConfiguration.criSocket': 'unix:///run/x.sock',
    });
  });

  it.each(['force', 'cleanup-tmp-dir', 'cert-dir=/x', 'cri-socket=/x'])(
    'refuses --%s beside --config',
    async (flag) => {
      await expect(read(`reset --config x.yaml --${flag}`)).rejects.toThrow('--config cannot be mixed with the flags');
    },
  );

  it('takes beside --config what kubeadm takes', async () => {
    const line =
      'reset --config x.yaml --dry-run --kubeconfig /k --ignore-preflight-errors all --skip-phases remove-etcd-member';
    expect(await readRun(line)).toMatchObject({
      workflow: 'reset',
      configFile: 'x.yaml',
      dryRun: true,
      options: { kubeconfig: '/k' },
      ignorePreflightErrors: ['all'],
      skipPhases: ['remove-etcd-member'],
    });
  });

  it.each([
    ['preflight --force', 'preflight'],
    ['pre-flight', 'preflight'],
    ['remove-etcd-member --kubeconfig /k --force', 'remove-etcd-member'],
    ['cleanup-node --cleanup-tmp-dir --cert-dir /x', 'cleanup-node'],
    ['cleanupnode', 'cleanup-node'],
  ])('has the phase %s', async (words, path) => {
    expect(await readRun(`reset phase ${words}`)).toMatchObject({ selection: { kind: 'phase', path } });
  });

  it.each(['preflight --cert-dir /x', 'remove-etcd-member --cert-dir /x', 'cleanup-node --kubeconfig /k'])(
    'does not take %s, as kubeadm does not',
    async (words) => {
      await expect(read(`reset phase ${words}`)).rejects.toThrow('unknown flag');
    },
  );

  it('refuses a phase that there is not', async () => {
    await expect(read('reset --skip-phases cleanup')).rejects.toThrow('invalid phase name: cleanup');
  });
});
