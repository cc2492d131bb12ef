import { mkdtempSync, rmSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { nodeFiles } from '../../src/host/node-files.ts';
import { nodeNet } from '../../src/host/node-net.ts';
import { fakeNet } from '../fakes/fake-net.ts';
import { netContract } from './net.ts';

const servers: Server[] = [];
const folders: string[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

async function listen(server: Server, at: { port: number } | { path: string }): Promise<number> {
  await new Promise<void>((resolve) => server.listen(at, resolve));
  servers.push(server);
  return 'port' in at ? (server.address() as AddressInfo).port : 0;
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server, { port: 0 });
  await new Promise((resolve) => servers.pop()!.close(resolve));
  return port;
}

netContract('fakeNet', async () => {
  const net = fakeNet();
  net.portsInUse.add(6443);
  net.sockets.add('/run/some.sock');
  net.answers.set('http://127.0.0.1:8080/healthz', { status: 200, body: 'ok', headers: {} });
  return {
    net,
    usedPort: 6443,
    freePort: 10250,
    socket: '/run/some.sock',
    url: 'http://127.0.0.1:8080/healthz',
    deadUrl: 'http://127.0.0.1:8081/healthz',
  };
});

netContract('nodeNet', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tsadm-net-'));
  folders.push(folder);
  const socket = join(folder, 'some.sock');
  await listen(createServer(), { path: socket });
  const free = await freePort();
  return {
    net: nodeNet({ env: {}, files: nodeFiles() }),
    usedPort: await listen(createServer(), { port: 0 }),
    freePort: free,
    socket,
    url: `http://127.0.0.1:${await listen(
      createHttpServer((_, response) => response.end('ok')),
      { port: 0 },
    )}/healthz`,
    deadUrl: `http://127.0.0.1:${free}/healthz`,
  };
});
