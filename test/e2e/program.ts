import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject, onTestFinished } from 'vitest';

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly as?: 'tsadm' | 'kubeadm';
  /** Added to an environment that has nothing but PATH: early in boot there is no HOME and no terminal. */
  readonly env?: { readonly [name: string]: string };
  /** Gets hold of the process while it runs. */
  readonly whileRunning?: (child: ChildProcess) => void;
}

/** Runs the built program. */
export function run(words: string | readonly string[], options: RunOptions = {}): Promise<Ended> {
  const { as = 'tsadm', env = {}, whileRunning } = options;
  const args = typeof words === 'string' ? words.split(' ').filter((word) => word !== '') : words;
  const child = spawn(process.execPath, [join(inject('programFolder'), as), ...args], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  whileRunning?.(child);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

/** An empty folder that stands for the root of a machine; gone when the test is over. */
export function emptyRoot(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tsadm-root-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
