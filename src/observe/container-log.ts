import type { Files } from '../host/files.ts';

/** All lines that a container wrote, without what the runtime adds; undefined when there is no log. */
export async function allLines(path: string, files: Files): Promise<readonly string[] | undefined> {
  const text = await files.read(path).catch(() => undefined);
  return text === undefined ? undefined : plainLines(text);
}

/** Last lines that a container wrote, without what the runtime adds; undefined when there is no log. */
export async function lastLines(path: string, count: number, files: Files): Promise<readonly string[] | undefined> {
  return (await allLines(path, files))?.slice(-count);
}

/** Takes CRI's `time stream F|P text` apart; pieces marked P belong to one line. */
function plainLines(text: string): readonly string[] {
  const lines: string[] = [];
  let begun = '';
  for (const line of text.split('\n')) {
    const [, tag, piece] = /^\S+ (?:stdout|stderr) (F|P)(?::\S*)? ?(.*)$/.exec(line) ?? [];
    if (tag === 'P') {
      begun += piece;
      continue;
    }
    const whole = begun + (tag === undefined ? line : piece);
    begun = '';
    if (whole.trim() !== '') lines.push(whole);
  }
  return begun === '' ? lines : [...lines, begun];
}
