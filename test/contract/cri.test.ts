import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { nodeCris } from '../../src/host/node-cri.ts';
import { type CriServer, serveCri } from '../fakes/cri-server.ts';
import { fakeCris } from '../fakes/fake-cri.ts';
import { criContract } from './cri.ts';

const socket = 'unix:///var/run/containerd/containerd.sock';
const unpullable = 'registry.invalid/none:2';
const image = 'registry.k8s.io/pause:3.10.1';
const folder = mkdtempSync(join(tmpdir(), 'tsadm-cri-'));
let server: CriServer | undefined;
afterAll(async () => {
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

function fakes() {
  const cris = fakeCris();
  cris.runtimes.get(socket)!.unpullable.set(unpullable, 'failed to resolve reference');
  return cris;
}

criContract('fakeCris', async () => ({ cris: fakes(), socket, image, unpullable }));

// Against a real runtime the same cases run in the lab.
criContract('nodeCris over gRPC to fakeCris', async () => {
  server = await serveCri(fakes().connect(socket), join(folder, 'cri.sock'));
  return { cris: nodeCris(), socket: `unix://${join(folder, 'cri.sock')}`, image, unpullable };
});
