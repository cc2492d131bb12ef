import { type Palette, palette, wantsColour } from './colour.ts';
import { LiveLine } from './live-line.ts';
import { type TextStream, type TextStreams, writeTo } from './streams.ts';

export interface PrinterOptions {
  readonly streams: TextStreams;
  readonly color: 'auto' | 'always' | 'never';
  readonly env: { readonly [name: string]: string | undefined };
  readonly verbosity: number;
  /** Milliseconds that only go forward. */
  readonly now: () => number;
}

/** Lines with kubeadm's prefixes, on kubeadm's streams: progress on standard output, complaints on standard error. */
export class Printer {
  readonly now: () => number;
  readonly verbosity: number;
  /** The line of a wait; there only in a terminal. */
  readonly live: LiveLine;
  /** Colours of complaints. */
  readonly colours: Palette;
  readonly #streams: TextStreams;
  readonly #outColours: Palette;

  constructor({ streams, color, env, verbosity, now }: PrinterOptions) {
    this.now = now;
    this.verbosity = verbosity;
    this.live = new LiveLine(
      [streams.err, streams.out].find((stream) => stream.isTTY === true),
      now,
    );
    this.colours = palette(wantsColour(streams.err, color, env));
    this.#streams = streams;
    this.#outColours = palette(wantsColour(streams.out, color, env));
  }

  /** A line of progress. */
  say(prefix: string, text: string): void {
    this.output(`${prefix === '' ? '' : `${this.#outColours.prefix(prefix)} `}${text}\n`);
  }

  /** A warning. */
  warn(prefix: string, text: string): void {
    const { prefix: paint, warning } = this.colours;
    this.complain(`${prefix === '' ? '' : `${paint(prefix)} `}${warning('Warning:')} ${text}\n`);
  }

  /** What is shown only from a level of -v on. */
  detail(level: number, text: string): void {
    if (this.verbosity >= level) this.complain(`${this.colours.quiet(text)}\n`);
  }

  /** Text for standard output as it stands. */
  output(text: string): void {
    this.#write(this.#streams.out, text);
  }

  /** Text for standard error as it stands. */
  complain(text: string): void {
    this.#write(this.#streams.err, text);
  }

  #write(stream: TextStream, text: string): void {
    this.live.clear();
    writeTo(stream, text);
  }
}
