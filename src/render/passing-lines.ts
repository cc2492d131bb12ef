import type { Printer } from './printer.ts';

/** How often what goes on is told where lines cannot be painted over. */
export const tellEveryMs = 30_000;

/** Tells how far a deed is: in a terminal on the line that is painted over, elsewhere now and then. */
export class PassingLines {
  readonly #printer: Printer;
  /** When each deed was last told of, by effect. */
  readonly #toldAt = new Map<string, number>();

  constructor(printer: Printer) {
    this.#printer = printer;
  }

  say(effect: string, prefix: string, text: string): void {
    if (this.#printer.live.works) this.#printer.live.paint(`${prefix} ${text}`);
    else this.#sayNowAndThen(effect, prefix, text);
  }

  #sayNowAndThen(effect: string, prefix: string, text: string): void {
    const now = this.#printer.now();
    const toldAt = this.#toldAt.get(effect);
    if (toldAt === undefined) this.#toldAt.set(effect, now);
    else if (now - toldAt >= tellEveryMs) {
      this.#toldAt.set(effect, now);
      this.#printer.say(prefix, text);
    }
  }
}
