import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { nodeEtcds } from '../../src/host/node-etcd.ts';
import { nodeFiles } from '../../src/host/node-files.ts';
import type { EtcdUnderTest } from '../contract/etcd.ts';
import { cached } from '../lab/cache.ts';
import { testTls } from './test-tls.ts';

/** A real etcd on this machine's loopback, with TLS for its clients. */
export interface RunningEtcd {
  readonly underTest: EtcdUnderTest;
  /** Ends every member and removes what they wrote. */
  stop(): Promise<void>;
}

/** The newest etcd that the lab has built, if it has. */
export function etcdBinary(): string | undefined {
  const folder = cached('bin');
  if (!existsSync(folder)) return undefined;
  return readdirSync(folder)
    .filter((name) => /^etcd-[\d.]+-/.test(name))
    .sort()
    .map((name) => join(folder, name, 'etcd'))
    .filter((path) => existsSync(path))
    .at(-1);
}

/** Starts a member; `stop` ends it and the one that joins. */
export async function runEtcd(binary: string): Promise<RunningEtcd> {
  const folder = mkdtempSync(join(tmpdir(), 'tsadm-etcd-'));
  const processes: ChildProcess[] = [];
  const tls = testTls();
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  const caFile = file('ca.crt', tls.ca);
  const [serverCert, serverKey] = [file('server.crt', tls.server.cert), file('server.key', tls.server.key)];
  const [certFile, keyFile] = [file('client.crt', tls.client.cert), file('client.key', tls.client.key)];
  const [client1, peer1, client2, peer2, dead] = await freePorts(5);

  function start(name: string, clientPort: number, peerPort: number, initialCluster: string, state: string): void {
    const child = spawn(
      binary,
      [
        `--name=${name}`,
        `--data-dir=${join(folder, name)}`,
        `--initial-cluster=${initialCluster}`,
        `--initial-cluster-state=${state}`,
        `--initial-advertise-peer-urls=http://127.0.0.1:${peerPort}`,
        `--listen-peer-urls=http://127.0.0.1:${peerPort}`,
        `--advertise-client-urls=https://127.0.0.1:${clientPort}`,
        `--listen-client-urls=https://127.0.0.1:${clientPort}`,
        '--client-cert-auth',
        `--trusted-ca-file=${caFile}`,
        `--cert-file=${serverCert}`,
        `--key-file=${serverKey}`,
        '--heartbeat-interval=50',
        '--election-timeout=250',
        '--unsafe-no-fsync',
      ],
      { stdio: 'ignore' },
    );
    processes.push(child);
  }

  const endpoint = `https://127.0.0.1:${client1}`;
  start('first', client1!, peer1!, `first=http://127.0.0.1:${peer1}`, 'new');
  const etcds = nodeEtcds({ files: nodeFiles() });
  const access = { endpoints: [endpoint], caFile, certFile, keyFile };
  await waitUntilHealthy();

  async function waitUntilHealthy(): Promise<void> {
    for (let tries = 0; ; tries++) {
      const etcd = etcds.connect(access);
      try {
        return await etcd.healthy(endpoint);
      } catch (error) {
        if (tries > 200) throw error;
        await sleep(50);
      } finally {
        etcd.close();
      }
    }
  }

  const joining = {
    name: 'second',
    peerUrl: `http://127.0.0.1:${peer2}`,
    clientUrl: `https://127.0.0.1:${client2}`,
  };
  return {
    stop: async () => {
      for (const child of processes) {
        if (child.exitCode !== null) continue;
        const gone = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGKILL');
        await gone;
      }
      rmSync(folder, { recursive: true, force: true });
    },
    underTest: {
      etcds,
      access,
      endpoint,
      deadEndpoint: `https://127.0.0.1:${dead}`,
      joining,
      start: async (members) => {
        const named = members.map(({ name, peerUrls }) => `${name || joining.name}=${peerUrls[0]}`).join(',');
        start(joining.name, client2!, peer2!, named, 'existing');
      },
      pause: () => sleep(50),
    },
  };
}

/** Ports that were free a moment ago. */
async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as { readonly port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
