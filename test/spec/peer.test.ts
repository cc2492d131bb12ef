import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { badCases } from './bad-cases.ts';
import { goodCases } from './good-cases.ts';

/**
 * The peer decides what is a good configuration: where TSADM_PEER_KUBEADM names a kubeadm v1.36.3, it judges every case,
 * and must agree but for the cases that say why it does not.
 */
const kubeadm = process.env['TSADM_PEER_KUBEADM'];

const folder = mkdtempSync(join(tmpdir(), 'tsadm-spec-peer-'));
afterAll(() => rmSync(folder, { recursive: true }));

function verdict(text: string): string {
  const file = join(folder, 'kubeadm.yaml');
  writeFileSync(file, text);
  try {
    execFileSync(kubeadm!, ['config', 'validate', '--config', file], { stdio: 'pipe' });
    return 'taken';
  } catch (error) {
    return `refused: ${(error as { stderr: Buffer }).stderr}`;
  }
}

describe.skipIf(kubeadm === undefined)('kubeadm v1.36.3', () => {
  test.each(badCases.map((one) => [one.name, one] as const))('refuses %s', (_, { text, kubeadmTakesIt }) => {
    expect(verdict(text)).toMatch(kubeadmTakesIt === undefined ? /^refused/ : /^taken/);
  });
  test.each(goodCases.map((one) => [one.name, one] as const))('takes %s', (_, { text, kubeadmRefusesIt }) => {
    expect(verdict(text)).toMatch(kubeadmRefusesIt === undefined ? /^taken/ : /^refused/);
  });
});
