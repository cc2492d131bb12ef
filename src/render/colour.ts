import { Chalk, type ChalkInstance } from 'chalk';
import type { TextStream } from './streams.ts';

/** Colours by what they mean. */
export interface Palette {
  readonly prefix: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly error: (text: string) => string;
  readonly added: (text: string) => string;
  readonly removed: (text: string) => string;
  readonly quiet: (text: string) => string;
  readonly strong: (text: string) => string;
}

/**
 * Whether a stream gets colour: as told by --color, else in a terminal unless the NO_COLOR convention
 * (https://no-color.org) or a dumb terminal speaks against it.
 */
export function wantsColour(
  stream: TextStream,
  choice: 'auto' | 'always' | 'never',
  env: { readonly [name: string]: string | undefined },
): boolean {
  if (choice !== 'auto') return choice === 'always';
  return stream.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
}

/** The colours, or none at all. */
export function palette(coloured: boolean): Palette {
  const chalk: ChalkInstance = new Chalk({ level: coloured ? 1 : 0 });
  return {
    prefix: chalk.cyan,
    warning: chalk.yellow,
    error: chalk.red,
    added: chalk.green,
    removed: chalk.red,
    quiet: chalk.dim,
    strong: chalk.bold,
  };
}
