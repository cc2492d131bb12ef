import type { StandardInput } from '../../src/host/standard-input.ts';

/** Lines that tests have typed; after them comes the end of the input. */
export interface FakeStandardInput extends StandardInput {
  readonly lines: string[];
  /** How often somebody wanted a line. */
  readonly asked: number;
}

/** A fake standard input. It claims: each line once, then undefined; undefined when the signal is aborted. */
export function fakeStandardInput(): FakeStandardInput {
  let asked = 0;
  const lines: string[] = [];
  return {
    lines,
    get asked() {
      return asked;
    },
    async readLine(signal) {
      asked += 1;
      return signal.aborted ? undefined : lines.shift();
    },
  };
}
