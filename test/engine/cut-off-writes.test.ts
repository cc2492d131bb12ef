import { expect, test } from 'vitest';
import { runWorkflow } from '../../src/engine/run.ts';
import { memoryHost } from '../fakes/memory-host.ts';
import { Killed, toyParts, toyRequest, writingPhase } from './parts.ts';

const phases = [writingPhase('one', ['/a/1', '/a/2']), writingPhase('two', ['/b/1'])];

/** A run that was killed in the middle of its second write, where others have files with names like that. */
async function cutOff() {
  const host = memoryHost();
  const hook = (moment: 'before' | 'after', effect: { readonly id: string }) => {
    if (moment === 'before' && effect.id === 'one:/a/2') throw new Killed();
  };
  await expect(runWorkflow(toyParts(host, { hook }), toyRequest(phases))).rejects.toThrow(Killed);
  const options = { mode: 0o600, directoryMode: 0o755 };
  await host.files.write('/a/.2.0123456789ab', 'half a key', options);
  await host.files.write('/a/.3.0123456789ab', "somebody's", options);
  await host.files.write('/c/.2.0123456789ab', "somebody's", options);
  return host;
}

const others = { '/a/.3.0123456789ab': "somebody's", '/c/.2.0123456789ab': "somebody's" };

test('the next try removes what a cut-off write left, and nothing else', async () => {
  const host = await cutOff();
  await runWorkflow(toyParts(host), toyRequest(phases));
  const { '/a/.2.0123456789ab': left, ...rest } = host.files.texts();
  expect(left).toBeUndefined();
  expect(rest).toMatchObject({ ...others, '/a/2': 'hello\n' });
});

test('so does a run after which no earlier one counts', async () => {
  const host = await cutOff();
  await runWorkflow(toyParts(host), toyRequest([{ name: 'clean', short: '', forgets: true, steps: [] }]));
  const { '/a/.2.0123456789ab': left, ...rest } = host.files.texts();
  expect(left).toBeUndefined();
  expect(rest).toMatchObject(others);
});
