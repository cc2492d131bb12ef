import { describe, expect, test } from 'vitest';
import { parseDuration } from '../../src/spec/duration.ts';
import { loadInitSpec } from '../../src/spec/load-init.ts';
import { cluster, init } from './bad-cases.ts';
import { issueLines, refusal } from './issue-lines.ts';

/** Names that every JavaScript object has must not be taken for known ones. */
const names = ['constructor', 'toString', 'hasOwnProperty', '__proto__', 'valueOf'];

describe.each(names)('%s', (name) => {
  test('as a feature gate', () => {
    const [line] = issueLines(refusal(cluster(`featureGates: {${name}: true}`)), 'kubeadm.yaml');
    expect(line).toMatch(new RegExp(`^4 featureGates.${name}: (?:there is no such feature gate|.*has no such field)$`));
  });
  test('as a field', () => {
    expect(issueLines(refusal(cluster(`dns: {${name}: 1}`)), 'kubeadm.yaml')).toEqual([
      `4 dns.${name}: dns has no such field`,
    ]);
  });
  test('as a version', () => {
    const text = `apiVersion: kubeadm.k8s.io/${name}\nkind: ClusterConfiguration\n`;
    expect(issueLines(refusal(text), 'kubeadm.yaml')).toEqual([
      '1 apiVersion: there is no such version of ClusterConfiguration',
    ]);
  });
  test('as group and kind', () => {
    const other = `---\napiVersion: ${name}/v1\nkind: ${name}\n---\napiVersion: kubeadm.k8s.io/v1beta4\nkind: B${name}\n`;
    const { warnings } = loadInitSpec({
      program: 'tsadm',
      document: { file: 'f', text: cluster('dns: {}') + other },
      overrides: [],
    });
    expect(warnings.map(({ message }) => message)).toEqual([
      expect.stringContaining('the document is ignored'),
      expect.stringContaining('the document is ignored'),
    ]);
  });
  test('as a unit', () => expect(parseDuration(`1${name}`)).toBeUndefined());
  test('as an argument of v1beta3', () => {
    const text = cluster(`apiServer: {extraArgs: {${name}: "1"}}`).replace('v1beta4', 'v1beta3');
    const lines = issueLines(refusal(text), 'kubeadm.yaml');
    expect(lines.length).toBe(name === '__proto__' ? 1 : 0);
  });
});

test('secrets that were read as numbers are not shown', () => {
  const text = init(`certificateKey: ${'12'.repeat(32)}\nbootstrapTokens:\n- token: 123456.1234567890123456`);
  expect(issueLines(refusal(text), 'kubeadm.yaml')).toEqual([
    '3 certificateKey: expected text, found a number',
    '5 bootstrapTokens[0].token: expected text, found a number',
  ]);
});

test('nor are those of variables', () => {
  const text = cluster('scheduler: {extraEnvs: [{name: PASSWORD, value: 123456}]}');
  expect(issueLines(refusal(text), 'kubeadm.yaml')).toEqual([
    '4 scheduler.extraEnvs[0].value: expected text, found a number',
  ]);
});

test('what stands behind a separator is not shown', () => {
  const [issue] = refusal(`--- certificateKey: abc\n${cluster('')}`);
  expect(JSON.stringify(issue)).not.toContain('abc');
});
