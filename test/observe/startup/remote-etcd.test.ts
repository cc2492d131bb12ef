import { expect, test } from 'vitest';
import { remoteEtcds } from '../../../src/observe/startup/remote-etcd.ts';
import { memoryHost } from '../../fakes/memory-host.ts';

const servers = ['https://10.0.0.8:2379', 'https://10.0.0.9:2379'];
const manifest = `    - --etcd-servers=${servers.join(',')}\n`;

test('each endpoint of the API server is asked; a refusal is an answer', async () => {
  const host = memoryHost();
  host.files.put('/etc/kubernetes/manifests/kube-apiserver.yaml', manifest);
  host.net.answers.set(`${servers[0]}/health`, { error: 'EPROTO: tlsv13 alert certificate required' });
  host.net.answers.set(`${servers[1]}/health`, { error: 'connect EHOSTUNREACH 10.0.0.9:2379' });
  expect(await remoteEtcds(host)).toEqual([
    { endpoint: servers[0] },
    { endpoint: servers[1], why: 'connect EHOSTUNREACH 10.0.0.9:2379' },
  ]);
});

test('an etcd of this machine is none elsewhere', async () => {
  const host = memoryHost();
  host.files.put('/etc/kubernetes/manifests/kube-apiserver.yaml', manifest);
  host.files.put('/etc/kubernetes/manifests/etcd.yaml', '');
  expect(await remoteEtcds(host)).toEqual([]);
  expect(await remoteEtcds(memoryHost())).toEqual([]);
});
