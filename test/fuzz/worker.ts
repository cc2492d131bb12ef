import { parentPort, workerData } from 'node:worker_threads';
import { textOf, tryText } from './case.ts';
import type { Report } from './run.ts';

/** Works through its share of the cases; the watchdog sees in `shared` which one it is at. */
const { seed, first, step, cases, shared } = workerData as {
  readonly seed: number;
  readonly first: number;
  readonly step: number;
  readonly cases: number;
  readonly shared: SharedArrayBuffer;
};
const current = new Int32Array(shared);
const batch = 500;

let report = fresh();
for (let index = first; index < cases; index += step) {
  Atomics.store(current, 0, index);
  const text = textOf(seed, index);
  const began = performance.now();
  const { taken, problems } = tryText(text, index);
  const took = performance.now() - began;
  report.done += 1;
  if (taken) report.taken += 1;
  if (took > report.slowestMs) [report.slowestMs, report.slowest] = [took, index];
  if (problems.length > 0) report.problems.push({ index, problems });
  if (report.done === batch) send();
}
send();

function send(): void {
  parentPort!.postMessage(report satisfies Report);
  report = fresh();
}

function fresh() {
  const problems: { index: number; problems: readonly string[] }[] = [];
  return { done: 0, taken: 0, slowestMs: 0, slowest: 0, problems };
}
