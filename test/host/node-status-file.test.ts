import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nodeStatusFile } from '../../src/host/node-status-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tsadm-status-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('is written whole, with its folder', () => {
  const path = join(folder, 'tsadm/status.json');
  const file = nodeStatusFile(path);
  file.write('first and longer\n');
  file.write('second\n');
  expect(readFileSync(path, 'utf8')).toBe('second\n');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(folder, 'tsadm'))).toEqual(['status.json']);
});

test('a file that cannot be written stops nothing', () => {
  writeFileSync(join(folder, 'file'), '');
  const file = nodeStatusFile(join(folder, 'file/status.json'));
  expect(() => file.write('x')).not.toThrow();
  expect(file.isTaken()).toBe(false);
});

// Process 1 lives wherever this runs; number 2^22 + 1 is above what Linux gives out.
test.each([
  ['another process that lives', { state: 'running', pid: 1 }, process.getuid?.() === 0],
  ['a process that is gone', { state: 'running', pid: 4_194_305 }, false],
  ['ourselves', { state: 'running', pid: process.pid }, false],
  ['a run that has ended', { state: 'failed', pid: 1 }, false],
])('it tells of %s', (_, content, taken) => {
  const path = join(folder, 'status.json');
  writeFileSync(path, JSON.stringify(content));
  expect(nodeStatusFile(path).isTaken()).toBe(taken);
});
