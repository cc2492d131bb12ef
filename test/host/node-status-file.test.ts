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
});
