import { spawn } from 'node:child_process';
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type BadInput, file, type Place } from '../bad-input/bad-input.ts';
import { corpus } from '../bad-input/corpus.ts';

/**
 * The built program on bad inputs, each as a file below a folder that stands for a machine: exit code 3, the mistake
 * named, nothing written, no stack trace. Two processes at a time, about 0.1 s each.
 */

const places: { readonly [place in Place]: (path: string) => string } = {
  missing: () => file,
  directory: (path) => {
    mkdirSync(path);
    return file;
  },
  unreadable: (path) => {
    writeFileSync(path, 'a: b\n');
    chmodSync(path, 0);
    return file;
  },
  'link to itself': (path) => {
    symlinkSync(file, path);
    return file;
  },
  'below a file': (path) => {
    writeFileSync(path, 'a: b\n');
    return `${file}/kubeadm.yaml`;
  },
  'name too long': () => `/${'a'.repeat(300)}`,
};

interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly seconds: number;
}

/** Everything below a folder: path, mode, size, time of the last change. */
function listing(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((path) => {
      const { mode, size, mtimeMs } = lstatSync(join(root, path));
      return `${path} ${mode.toString(8)} ${size} ${mtimeMs}`;
    })
    .sort();
}

/** Root may read everything, so another user starts the program when root runs the tests. */
const stranger = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

function start(args: readonly string[], asStranger: boolean): Promise<Pick<Outcome, 'code' | 'out' | 'err'>> {
  const child = spawn(process.execPath, [join(inject('programFolder'), 'tsadm'), ...args], {
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(asStranger && stranger),
  });
  const text = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    text.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    text.err += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...text }));
  });
}

async function outcomeOf({ content, command }: BadInput, flags: readonly string[]): Promise<Outcome> {
  const root = mkdtempSync(join(tmpdir(), 'tsadm-bad-input-'));
  try {
    chmodSync(root, 0o755);
    const path = join(root, file);
    const place = typeof content === 'object' && 'place' in content ? content.place : undefined;
    const config = place === undefined ? file : places[place](path);
    if (place === undefined) writeFileSync(path, content as string | Uint8Array);
    const before = listing(root);
    const began = performance.now();
    const words = [...command.split(' '), ...flags, '--config', config, '--rootfs', root];
    const ended = await start(words, place === 'unreadable');
    return { ...ended, before, after: listing(root), seconds: (performance.now() - began) / 1000 };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** What is no text, and every second of the others; all of them with TSADM_TEST_EVERY_BAD_INPUT=1, which takes a minute. */
const chosen = corpus.filter(
  ({ content }, index) => process.env['TSADM_TEST_EVERY_BAD_INPUT'] || typeof content !== 'string' || index % 2 === 0,
);
/** Without --dry-run a few of every sort; nothing may be written either way. */
const forReal = chosen.filter(({ command }, index) => command === 'init' && index % 15 === 0);
const jobs: readonly { readonly title: string; readonly input: BadInput; readonly flags: readonly string[] }[] = [
  ...chosen.map((input) => ({ title: input.name, input, flags: input.command === 'init' ? ['--dry-run'] : [] })),
  ...forReal.map((input) => ({ title: `${input.name}, without --dry-run`, input, flags: [] })),
];

const outcomes = new Map<string, Outcome>();

beforeAll(async () => {
  // The folder is only its owner's; the stranger must get at the program.
  chmodSync(inject('programFolder'), 0o755);
  const waiting = [...jobs];
  const worker = async (): Promise<void> => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      outcomes.set(job.title, await outcomeOf(job.input, job.flags));
    }
  };
  await Promise.all([worker(), worker()]);
}, 180_000);

afterAll(() => {
  const seconds = [...outcomes.values()].map((outcome) => outcome.seconds).sort((one, other) => one - other);
  const middle = seconds[Math.floor(seconds.length / 2)]?.toFixed(2);
  console.log(`${seconds.length} bad inputs: ${middle} s in the middle, ${seconds.at(-1)?.toFixed(2)} s at most`);
});

describe('refused by the built program', () => {
  test.each(jobs.map((job) => [job.title, job] as const))('%s', (title, { input }) => {
    const { code, out, err, before, after } = outcomes.get(title)!;
    expect({ code, out }).toEqual({ code: 3, out: '' });
    for (const part of input.tells) expect(err).toContain(part);
    expect(err).toMatch(/^error: .*\n {2}/);
    expect(err).not.toMatch(/\n\s+at |This is a mistake in|undefined|\[object/);
    expect(err.length).toBeLessThan(100_000);
    expect(after).toEqual(before);
  });
});
