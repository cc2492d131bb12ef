import { Aborted } from '../errors.ts';
import type { Surroundings } from './run-init.ts';

/**
 * Asks whether to go on, before anything is begun, so that a no leaves no trace.
 * @param say puts the question
 * @param silently the flag that keeps it from being asked
 * @throws Aborted for every answer but y and yes, and when there is none
 */
export async function askFirst(
  { host, signal }: Surroundings,
  say: (level: 'info', text: string) => void,
  silently: '--force' | '--yes',
): Promise<void> {
  say('info', 'Are you sure you want to proceed? [y/N]:');
  const answer = await host.stdin.readLine(signal);
  if (signal.aborted) throw new Aborted('stopped before anything was done', { signal: String(signal.reason) });
  if (/^\s*y(?:es)?\s*$/i.test(answer ?? '')) return;
  throw new Aborted(`nothing was done: ${answer === undefined ? 'there was no answer' : 'the answer was not y'}`, {
    hint: `answer y, or give ${silently} to be asked nothing`,
  });
}
