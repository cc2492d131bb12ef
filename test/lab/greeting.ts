import { setTimeout as sleep } from 'node:timers/promises';
import type { LabNode } from './node.ts';

const script = 'exec 3<>"/dev/tcp/$1/$2" && printf "GET / HTTP/1.0\\r\\n\\r\\n" >&3 && grep -q hello <&3';

/** Asks a workload from a machine again and again, a few times a second. */
export function beginGreeting(
  from: LabNode,
  address: string,
  port: number,
): { end(): Promise<{ readonly answers: number; readonly failures: number }> } {
  let asking = true;
  let [answers, failures] = [0, 0];
  const loop = (async () => {
    while (asking) {
      const { exitCode } = await from.exec(['bash', '-c', script, 'bash', address, String(port)], { timeoutMs: 2000 });
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
