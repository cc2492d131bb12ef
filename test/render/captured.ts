import type { PrinterOptions } from '../../src/render/printer.ts';
import { TextReporter } from '../../src/render/text.ts';

/** A reporter whose streams are strings and whose clock is set by hand. */
export interface Captured {
  readonly reporter: TextReporter;
  out: string;
  err: string;
  now: number;
}

export function capture(
  options: Partial<Pick<PrinterOptions, 'color' | 'env' | 'verbosity'>> & { readonly terminal?: boolean } = {},
): Captured {
  const { terminal = false, ...rest } = options;
  const captured = { out: '', err: '', now: 0 };
  const stream = (name: 'out' | 'err') => ({
    isTTY: terminal,
    columns: 60,
    write: (text: string) => {
      captured[name] += text;
    },
  });
  const reporter = new TextReporter({
    streams: { out: stream('out'), err: stream('err') },
    color: 'auto',
    env: {},
    verbosity: 0,
    now: () => captured.now,
    ...rest,
  });
  return Object.assign(captured, { reporter });
}
