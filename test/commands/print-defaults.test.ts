import { expect, test } from 'vitest';
import { clusterConfigurationObject } from '../../src/spec/cluster-configuration-object.ts';
import { initConfigurationObject } from '../../src/spec/init-configuration-object.ts';
import { joinConfigurationObject } from '../../src/spec/join-configuration-object.ts';
import { loadAny } from '../../src/spec/load-any.ts';
import { resetConfigurationObject } from '../../src/spec/reset-configuration-object.ts';
import { upgradeConfigurationObject } from '../../src/spec/upgrade-configuration-object.ts';
import { newestKnownVersion } from '../../src/spec/versions.ts';
import { toYamlStream } from '../../src/spec/yaml-write.ts';
import { memoryHost } from '../fakes/memory-host.ts';
import { run } from './run.ts';

test.each(['init', 'join', 'reset', 'upgrade'])('what is printed for %s is read back to the same', async (kind) => {
  const { out } = await run(`config print ${kind}-defaults`);
  const document = { file: 'f.yaml', text: out };
  const read = loadAny({ program: 'tsadm', document, allowDeprecated: false, allowExperimental: false });
  expect(read.warnings).toEqual([]);
  const again = [
    ...(read.init ? [initConfigurationObject(read.init.spec), clusterConfigurationObject(read.init.spec)] : []),
    ...(read.join ? [joinConfigurationObject(read.join.spec)] : []),
    ...(read.reset ? [resetConfigurationObject(read.reset.spec)] : []),
    ...(read.upgrade ? [upgradeConfigurationObject(read.upgrade.spec)] : []),
  ];
  expect(toYamlStream(again)).toBe(out);
});

test('component configurations are printed in the order asked for, and are read back', async () => {
  const { out } = await run(
    'config print init-defaults --component-configs KubeProxyConfiguration,KubeletConfiguration',
  );
  expect(out.match(/^kind: .*/gm)).toEqual([
    'kind: InitConfiguration',
    'kind: ClusterConfiguration',
    'kind: KubeProxyConfiguration',
    'kind: KubeletConfiguration',
  ]);
  const document = { file: 'f.yaml', text: out };
  expect(
    loadAny({ program: 'tsadm', document, allowDeprecated: false, allowExperimental: false }).init?.spec.kubelet,
  ).toMatchObject({ userSupplied: true, object: { cgroupDriver: 'systemd' } });
});

test.each([
  ['tsadm', 'v1.35.1', newestKnownVersion.replace(/^v(.*)\.\d+$/, '$1.0')],
  ['kubeadm', 'v1.35.1', '1.35.0'],
  ['kubeadm', 'v1.20.1', newestKnownVersion.replace(/^v(.*)\.\d+$/, '$1.0')],
] as const)('called as %s beside a kubelet %s it is of %s', async (name, kubelet, version) => {
  const host = memoryHost({
    programs: { kubelet: () => ({ exitCode: 0, stdout: `Kubernetes ${kubelet}\n`, stderr: '' }) },
  });
  expect((await run('config print init-defaults', host, name)).out).toContain(`kubernetesVersion: ${version}\n`);
});

test('the joining node is this machine', async () => {
  const host = memoryHost();
  host.net.name = 'Node-7';
  expect((await run('config print join-defaults', host)).out).toContain('\n  name: node-7\n');
});

test('-o json has the documents in it', async () => {
  const { out } = await run('config print reset-defaults -o json');
  expect(JSON.parse(out)).toMatchObject({
    command: 'config print reset-defaults',
    outcome: 'succeeded',
    result: { documents: [{ kind: 'ResetConfiguration' }] },
  });
});
