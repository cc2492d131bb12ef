/**
 * Text that must not be seen. Its string and JSON forms are a short tag, so that a log, plan, event or journal that
 * prints one by accident shows nothing of it. `reveal()` is the only way to the text; grep for it to find every use.
 */
export class Secret {
  readonly #text: string;
  readonly #tag: string;

  /** @param tag what may be shown instead, e.g. a digest; never derived from the text by this class */
  constructor(text: string, tag = 'secret') {
    this.#text = text;
    this.#tag = tag;
  }

  /** The text itself. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return `<${this.#tag}>`;
  }

  toJSON(): string {
    return this.toString();
  }

  /** What console.log and util.inspect show. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}
