import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { textOf } from './case.ts';

/**
 * `npm run fuzz -- [cases] [seed]`: mutates good documents and reads them; nothing but ConfigError may come out, quickly
 * and without a secret. Workers do it; a case that takes too long is stopped and shown. `npm run fuzz -- 1 SEED INDEX`
 * repeats one case and prints its text.
 */

/** No case should take more than some hundredths of a second. */
const longestMs = 5000;
/** A worker reads and compiles all of the reader first, on a machine that may be busy. */
const longestStartMs = 120_000;

const [cases = 100_000, seed = Date.now() % 2 ** 31, only] = process.argv.slice(2).map(Number);

/** Threads do not get the loader of TypeScript from this one. */
const workerScript = `import('tsx/esm/api').then(({ register }) => {
  register();
  return import(${JSON.stringify(new URL('./worker.ts', import.meta.url).href)});
});`;

/** What a worker tells after a batch of cases. */
export interface Report {
  readonly done: number;
  readonly taken: number;
  readonly slowestMs: number;
  readonly slowest: number;
  readonly problems: readonly { readonly index: number; readonly problems: readonly string[] }[];
}

const total = { done: 0, taken: 0, slowestMs: 0, slowest: 0 };
const failed: number[] = [];

function show(index: number, problems: readonly string[]): void {
  failed.push(index);
  if (failed.length > 20) return;
  console.log(`\ncase ${index} (npm run fuzz -- 1 ${seed} ${index}):`);
  for (const problem of problems) console.log(`  ${problem.slice(0, 2000)}`);
  console.log(JSON.stringify(textOf(seed, index)).slice(0, 4000));
}

/** Every `step`th case from `first` on, in a worker that is replaced when a case hangs or ends it. */
function work(first: number, step: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const shared = new SharedArrayBuffer(8);
    const current = new Int32Array(shared).fill(-1);
    const workerData = { seed, first, step, cases, shared };
    const worker = new Worker(workerScript, { workerData, eval: true });
    let seen = -1;
    let since = performance.now();
    const end = (): void => {
      clearInterval(watchdog);
      resolve();
    };
    const giveUp = (why: string): void => {
      clearInterval(watchdog);
      const index = Atomics.load(current, 0);
      if (index === -1) {
        reject(new Error(`a worker cannot start: ${why}`));
        return;
      }
      show(index, [why]);
      worker.removeAllListeners();
      worker.terminate().then(() => work(index + step, step).then(resolve));
    };
    const watchdog = setInterval(() => {
      const index = Atomics.load(current, 0);
      if (index !== seen) [seen, since] = [index, performance.now()];
      const longest = index === -1 ? longestStartMs : longestMs;
      if (performance.now() - since > longest) giveUp(`takes longer than ${longest} ms`);
    }, 500);
    worker.on('message', (report: Report) => {
      total.done += report.done;
      total.taken += report.taken;
      if (report.slowestMs > total.slowestMs) Object.assign(total, report, { done: total.done, taken: total.taken });
      for (const { index, problems } of report.problems) show(index, problems);
    });
    worker.on('error', (error) => giveUp(`ends the process: ${error.stack}`));
    worker.on('exit', end);
  });
}

const began = performance.now();
if (only !== undefined) {
  const { tryText } = await import('./case.ts');
  const text = textOf(seed, only);
  console.log(text, tryText(text, only));
} else {
  console.log(`${cases} cases, seed ${seed}`);
  const workers = Math.max(1, availableParallelism());
  const progress = setInterval(() => console.log(`${total.done} cases, ${failed.length} failed`), 15_000);
  await Promise.all(Array.from({ length: workers }, (_, index) => work(index, workers)));
  clearInterval(progress);
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  const slowest = `slowest ${total.slowestMs.toFixed(0)} ms (case ${total.slowest})`;
  console.log(
    `${total.done} cases in ${seconds} s: ${total.taken} taken, ${failed.length} failed; ${slowest}; seed ${seed}`,
  );
}
process.exitCode = failed.length === 0 ? 0 : 1;
