import { describe, expect, test } from 'vitest';
import { ConfigError, type Issue } from '../../src/errors.ts';
import { type LoadedFile, loadAny } from '../../src/spec/load-any.ts';
import { issueLines } from './issue-lines.ts';
import { badDocuments, discovery, goodDocuments, join, reset, upgrade } from './load-documents-cases.ts';

function load(text: string, flags: { readonly allowExperimental?: boolean; readonly allowDeprecated?: boolean } = {}) {
  const document = { file: 'f.yaml', text };
  return loadAny({ program: 'kubeadm', document, allowDeprecated: false, allowExperimental: false, ...flags });
}

function issuesOf(text: string): readonly Issue[] {
  try {
    load(text);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.issues;
    throw error;
  }
}

describe('refused, with line and path', () => {
  test.each(badDocuments.map((one) => [one.name, one] as const))('%s', (_, { text, issues }) => {
    const found = issueLines(
      issuesOf(text).map((issue) => ({ file: 'f.yaml', ...issue })),
      'f.yaml',
    );
    expect(found).toHaveLength(issues.length);
    for (const [index, wanted] of issues.entries()) {
      const cut = wanted.indexOf(': ') + 2;
      expect(found[index]!.startsWith(wanted.slice(0, cut).trimEnd()), found[index]).toBe(true);
      expect(found[index]).toContain(wanted.slice(cut));
    }
  });
});

describe('taken', () => {
  test.each(goodDocuments.map((one) => [one.name, one] as const))('%s', (_, { text }) => {
    expect(issuesOf(text)).toEqual([]);
  });
});

test('complaints about all documents come at once, from top to bottom', () => {
  const text = `${reset('force: 1')}---\n${join('')}---\n${upgrade('node: 1')}`;
  expect(issuesOf(text).map(({ path }) => path)).toEqual(['force', 'discovery', 'node']);
});

test('a token is never shown', () => {
  const shown = JSON.stringify(
    issuesOf(join('discovery: {bootstrapToken: {token: geheim}, tlsBootstrapToken: geheim}')),
  );
  expect(shown).not.toContain('geheim');
  expect(JSON.stringify(load(join(discovery)).join)).not.toContain('0123456789abcdef');
});

test('deprecated versions are warned about once, unless allowed', () => {
  const text = `${join(discovery, 'v1beta3')}`;
  expect(load(text).warnings.map(({ path }) => path)).toEqual(['apiVersion']);
  expect(load(text, { allowDeprecated: true }).warnings).toEqual([]);
});

test('the experimental version is read as v1beta4 when allowed', () => {
  expect(load(join(discovery, 'v1'), { allowExperimental: true }).join?.spec.caCertPath).toBe(
    '/etc/kubernetes/pki/ca.crt',
  );
});

test('v1beta3 of join: arguments sorted, the time-out of discovery moved', () => {
  const { join: loaded } = load(
    join(`${discovery.slice(0, -1)}, timeout: 3m}\nnodeRegistration: {kubeletExtraArgs: {b: "2", a: "1"}}`, 'v1beta3'),
  ) as LoadedFile;
  expect(loaded?.spec.timeouts.discovery).toBe(180_000);
  expect(loaded?.spec.nodeRegistration.kubeletExtraArgs).toEqual([
    { name: 'a', value: '1' },
    { name: 'b', value: '2' },
  ]);
});

test('mistakes in what was moved stand where they were written', () => {
  const text = join(`discovery:\n  timeout: soon\n  file: {kubeConfigPath: "https://a/b"}`, 'v1beta3');
  expect(issuesOf(text).map(({ line, path }) => `${line} ${path}`)).toEqual(['4 discovery.timeout']);
});
