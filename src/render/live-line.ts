import { type TextStream, writeTo } from './streams.ts';

/** Repaints of the line that are nearer to one another than this show nothing more to a person. */
const repaintMs = 100;

/** One line at the foot of a terminal that is painted over; where there is no terminal it does nothing. */
export class LiveLine {
  readonly #stream: TextStream | undefined;
  readonly #now: () => number;
  #shown = false;
  #paintedAt = Number.NEGATIVE_INFINITY;

  constructor(stream: TextStream | undefined, now: () => number) {
    this.#stream = stream;
    this.#now = now;
  }

  /** True when there is a terminal to paint on. */
  get works(): boolean {
    return this.#stream !== undefined;
  }

  /** Shows a text, cut to the width of the terminal. */
  paint(text: string): void {
    if (this.#stream === undefined) return;
    const now = this.#now();
    if (this.#shown && now - this.#paintedAt < repaintMs) return;
    this.#paintedAt = now;
    this.#shown = true;
    // A terminal that was given no size says 0.
    const width = (this.#stream.columns || 80) - 1;
    const line = text.length > width ? `${text.slice(0, width - 1)}…` : text;
    writeTo(this.#stream, `\r\u001b[2K${line}`);
  }

  /** Takes the line away; to be called before anything else is written to the terminal. */
  clear(): void {
    if (!this.#shown || this.#stream === undefined) return;
    this.#shown = false;
    this.#paintedAt = Number.NEGATIVE_INFINITY;
    writeTo(this.#stream, '\r\u001b[2K');
  }
}
