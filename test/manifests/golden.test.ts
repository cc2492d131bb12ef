import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { goldensOf } from './artefacts.ts';
import { cases } from './cases.ts';

/**
 * Goldens are what `peer/compare.ts` found equal to kubeadm's; a folder holds what its case changes against `default`. RECORD_GOLDEN=1 rewrites them and fails, so that a
 * recording is looked at (git diff) and never passes for a test.
 */
const record = process.env['RECORD_GOLDEN'] === '1';
const root = join(import.meta.dirname, '../golden/manifests');

describe.each(Object.entries(cases))('%s', (name, one) => {
  const folder = join(root, name);
  const made = goldensOf(one);

  if (record) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const [file, text] of Object.entries(made)) writeFileSync(join(folder, file), text);
    it.each(Object.keys(made))('%s recorded', () =>
      expect.fail('goldens were recorded; run again without RECORD_GOLDEN'),
    );
    return;
  }

  it('has no other goldens', () => {
    expect(existsSync(folder) ? readdirSync(folder).sort() : []).toEqual(Object.keys(made).sort());
  });

  it.each(Object.entries(made))('%s', (file, text) => {
    expect(text).toBe(readFileSync(join(folder, file), 'utf8'));
  });
});

it('keeps no goldens of cases that are gone', () => {
  expect(readdirSync(root).sort()).toEqual(Object.keys(cases).sort());
});
