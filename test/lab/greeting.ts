import { setTimeout as sleep } from 'node:timers/promises';
import type { LabNode } from './node.ts';

/** Asks a workload from a machine again and again, a few times a second. */
export function beginGreeting(
  from: LabNode,
  url: string,
): { end(): Promise<{ readonly answers: number; readonly failures: number }> } {
  let asking = true;
  let [answers, failures] = [0, 0];
  const loop = (async () => {
    while (asking) {
      const { exitCode } = await from.exec(['curl', '-fs', '-o', '/dev/null', '--max-time', '2', url]);
      if (exitCode === 0) answers += 1;
      else failures += 1;
      await sleep(300);
    }
  })();
  return {
    async end() {
      asking = false;
      await loop;
      return { answers, failures };
    },
  };
}
