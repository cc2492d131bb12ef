import { afterAll } from 'vitest';
import { nodeKubeApis } from '../../src/host/node-kube-api.ts';
import { fakeKube } from '../fakes/fake-kube-api.ts';
import { type KubeServer, serveKube, testKubeconfig } from '../fakes/kube-server.ts';
import { memoryFiles } from '../fakes/memory-files.ts';
import { testTls } from '../fakes/test-tls.ts';
import { kubeApiContract } from './kube-api.ts';

const via = { kubeconfig: '/etc/kubernetes/admin.conf' };
let server: KubeServer | undefined;
afterAll(() => server?.close());

kubeApiContract('fakeKube', () => fakeKube().connect(via));

// Against a real API server the same cases run in the lab.
kubeApiContract('nodeKubeApis over HTTPS to fakeKube', async () => {
  const tls = testTls();
  server = await serveKube(fakeKube(), tls);
  const files = memoryFiles({ [via.kubeconfig]: testKubeconfig(server.url, tls) });
  return nodeKubeApis({ files, env: {}, readYaml: JSON.parse }).connect(via);
});
