import { expect } from 'vitest';
import { ConfigError, type Issue } from '../../src/errors.ts';
import { type InitInput, loadInitSpec } from '../../src/spec/load-init.ts';

/** Issues as `line path: message`, the file checked on the way. */
export function issueLines(issues: readonly Issue[], file: string): readonly string[] {
  return issues.map((issue) => {
    expect(issue.file).toBe(file);
    return `${issue.line ?? ''} ${issue.path}: ${issue.message}`;
  });
}

/** The issues with which a file is refused; none when it is taken. */
export function refusal(text: string, program = 'tsadm', overrides: InitInput['overrides'] = []): readonly Issue[] {
  try {
    loadInitSpec({ program, document: { file: 'kubeadm.yaml', text }, overrides });
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.issues;
    throw error;
  }
}

/** Asserts that lines are as wanted: line and path exactly, of the message a part. */
export function expectLines(found: readonly string[], wanted: readonly string[]): void {
  const matched = wanted.map((line, index) => {
    const at = line.indexOf(': ') + 2;
    const actual = found[index] ?? '';
    return actual.startsWith(line.slice(0, at)) && actual.includes(line.slice(at)) ? actual : line;
  });
  expect(found).toEqual(matched);
}
