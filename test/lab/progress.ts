/** Says what the lab is busy with. On stderr, so that `lab exec` leaves stdout to the command. */
export function say(text: string): void {
  process.stderr.write(`lab: ${text}\n`);
}

/** Says when something slow starts and how long it took. */
export async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  say(`${what} …`);
  const result = await work();
  say(`${what}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return result;
}
