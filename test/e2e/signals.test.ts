import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { emptyRoot, run } from './program.ts';

/** A root whose kubelet is configured to tell its health at an address where it is never well. */
async function rootWithSickKubelet(): Promise<string> {
  const server = createServer((_, response) => response.writeHead(500).end('not well'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  const root = emptyRoot();
  const { port } = server.address() as AddressInfo;
  mkdirSync(join(root, 'var/lib/kubelet'), { recursive: true });
  writeFileSync(
    join(root, 'var/lib/kubelet/config.yaml'),
    `apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nhealthzBindAddress: 127.0.0.1\nhealthzPort: ${port}\n`,
  );
  return root;
}

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 143],
] as const)('%s stops a wait cleanly and the exit code says so', async (signal, exitCode) => {
  const root = await rootWithSickKubelet();
  const events = join(root, 'events.ndjson');
  const { code, out, err } = await run(`init phase wait-control-plane --rootfs ${root} --events ${events}`, {
    whileRunning: (child) => child.stdout?.once('data', () => child.kill(signal)),
  });
  expect(code).toBe(exitCode);
  expect(out).toMatch(
    /^\[kubelet-check\] Wait for a healthy kubelet at http:\/\/127\.0\.0\.1:\d+\/healthz\. This can take/,
  );
  expect(err).toContain(`Warning: ${signal}: stopping at the next clean point\n`);
  expect(err).toContain('error: error execution phase wait-control-plane: ');
  expect(readFileSync(events, 'utf8')).toMatch(/"kind":"run-ended","outcome":"failed"[^\n]*\n$/);
});
