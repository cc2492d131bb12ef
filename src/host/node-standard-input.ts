import { createInterface } from 'node:readline/promises';
import type { Readable } from 'node:stream';
import type { StandardInput } from './standard-input.ts';

/** Reads a stream such as process.stdin, which is asked for only when a line is wanted. */
export function nodeStandardInput(stream: () => Readable): StandardInput {
  return {
    async readLine(signal) {
      const input = stream();
      const lines = createInterface({ input, terminal: false, signal });
      try {
        for await (const line of lines) return line;
        return undefined;
      } catch (error) {
        if (signal.aborted) return undefined;
        throw error;
      } finally {
        lines.close();
        input.pause();
      }
    },
  };
}
