import { expect, test } from 'vitest';
import { helpTopic } from '../../src/compose/help-topic.ts';
import { exitCodes } from '../../src/render/exit-code.ts';
import { read } from '../cli/read.ts';

async function told(line: string): Promise<string> {
  const invocation = await read(line);
  if (invocation.kind !== 'topic') throw new Error(`${line} is ${invocation.kind}`);
  return helpTopic(invocation);
}

test('every exit code has its line', async () => {
  const lines = (await told('help exit-codes')).trim().split('\n').slice(1);
  expect(lines.map((line) => Number(line.split(' ')[0]))).toEqual(Object.values(exitCodes));
  for (const line of lines) expect(line).toMatch(/^\d+ +\S+ \S/);
});

test('checks are told with what they look at, whether they stop a run, and how to mend what they find', async () => {
  const text = await told('help checks');
  expect(text).toContain('Port-<number> (error)\n    It looks whether a port');
  expect(text).toContain('KubeletUnit (warning, not in kubeadm)');
  expect(text.match(/To mend it: \S/g)?.length).toBe(text.match(/^\S+ \((?:error|warning)/gm)?.length);
});

test('phases stand below their commands, children and aliases too', async () => {
  const text = await told('help phases');
  for (const command of ['init', 'join', 'reset']) expect(text).toMatch(new RegExp(`^${command}$`, 'm'));
  expect(text).toMatch(/^ {2}certs\/apiserver-etcd-client +Make/m);
  expect(text).toMatch(/^ {2}upload-config \(uploadconfig\) +Store/m);
  expect(text).toMatch(/^ {2}remove-etcd-member +Remove/m);
});

test('fields of documents are told with their types', async () => {
  expect(await told('help configuration')).toContain('  networking.podSubnet (text)\n      Address range of Pods');
});

test.each(['exit-codes', 'checks', 'phases', 'configuration'])('%s also as data', async (topic) => {
  const { command, outcome, result } = JSON.parse(await told(`help ${topic} -o json`));
  expect({ command, outcome }).toEqual({ command: `help ${topic}`, outcome: 'succeeded' });
  const [list] = Object.values(result) as readonly (readonly unknown[])[];
  expect(list?.length).toBeGreaterThan(2);
});
