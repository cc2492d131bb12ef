import { expect, test } from 'vitest';
import { type CommandParts, type RunEnd, runCommand } from '../../src/cli/run-command.ts';
import { UsageError } from '../../src/errors.ts';
import { readRun } from './read.ts';

interface Seen {
  out: string;
  err: string;
  events: string;
  success?: string;
}

const succeeded: RunEnd = { outcome: 'succeeded', planned: [], notes: [] };

/** Carries out a command line with a run of our own. */
async function carryOut(
  line: string,
  run: CommandParts['run'],
  signal = new AbortController().signal,
): Promise<Seen & { error?: unknown }> {
  const seen: Seen = { out: '', err: '', events: '' };
  const stream = (name: keyof Seen) => ({
    write: (text: string) => {
      seen[name] += text;
    },
  });
  const parts: CommandParts = {
    streams: { out: stream('out'), err: stream('err') },
    env: {},
    now: () => 0,
    monotonic: () => 0,
    signal,
    writeEvent: stream('events').write,
    tellSuccess: async (path) => {
      seen.success = path;
    },
    run,
  };
  const error = await runCommand(await readRun(line), parts).catch((caught: unknown) => caught);
  return error === undefined ? seen : { ...seen, error };
}

const hello: CommandParts['run'] = async (reporter) => {
  reporter.emit({ kind: 'note', phase: 'certs/ca', note: { level: 'info', text: 'hello' } });
  return succeeded;
};

test('text goes to standard output', async () => {
  expect(await carryOut('init', hello)).toEqual({ out: '[certs] hello\n', err: '', events: '' });
});

test('with -o json there is one document on standard output and text on standard error', async () => {
  const { out, err } = await carryOut('init phase certs ca -o json', hello);
  expect(JSON.parse(out)).toEqual({ schema: 1, command: 'init phase certs/ca', outcome: 'succeeded' });
  expect(err).toBe('[certs] hello\n');
});

test('with --events - the events have standard output to themselves', async () => {
  const { out, err, events } = await carryOut('init --events -', hello);
  expect(out).toBe('');
  expect(err).toBe('[certs] hello\n');
  expect(JSON.parse(events)).toMatchObject({ kind: 'note', phase: 'certs/ca' });
});

test('a dry run shows the plan and then what would be said', async () => {
  const { out } = await carryOut('init --dry-run', async () => ({
    outcome: 'planned',
    planned: [],
    notes: [{ phase: 'show-join-command', note: { level: 'output', text: 'join\n' } }],
  }));
  expect(out).toMatch(/^\[dryrun\] (.|\n)*\[dryrun\] Would change nothing\.\njoin\n$/);
});

test('a failure is a document, too, and is still thrown', async () => {
  const failure = new UsageError('no');
  const { out, error } = await carryOut('init -o json', () => Promise.reject(failure));
  expect(error).toBe(failure);
  expect(JSON.parse(out)).toMatchObject({ outcome: 'failed', error: { kind: 'usage', message: 'no', exitCode: 3 } });
});

test('deprecated flags and signals are told', async () => {
  const controller = new AbortController();
  const { err } = await carryOut(
    'init phase control-plane apiserver --apiserver-extra-args a=b',
    async () => {
      controller.abort('SIGTERM');
      return succeeded;
    },
    controller.signal,
  );
  expect(err).toMatch(
    /^Warning: flag --apiserver-extra-args is deprecated .*\nWarning: SIGTERM: stopping at the next clean point\n$/,
  );
});

test('the success file is written when everything is done, and by no dry run and no failure', async () => {
  const line = 'init --success-file /run/done';
  expect(await carryOut(line, hello)).toMatchObject({ success: '/run/done' });
  expect(await carryOut(line, async () => ({ ...succeeded, outcome: 'planned' }))).not.toHaveProperty('success');
  const failed = await carryOut(line, async () => {
    throw new UsageError('no');
  });
  expect(failed).not.toHaveProperty('success');
});

test('-o json shows the result', async () => {
  const { out } = await carryOut('init -o json', async () => ({ ...succeeded, result: { endpoint: 'a:6443' } }));
  expect(JSON.parse(out)).toMatchObject({ outcome: 'succeeded', result: { endpoint: 'a:6443' } });
});
