import type { OperationContext } from './operation.ts';

/** How often it is told how far pulling is. */
const tellEveryMs = 1000;

/**
 * Tells which images are being pulled and for how long. The CRI says nothing of a pull before it ends (runtime.v1), so
 * there are no bytes to count.
 */
export class PullsUnderWay {
  readonly #all: readonly string[];
  readonly #context: Pick<OperationContext, 'host' | 'progress'>;
  /** When each pull began, the first in front. */
  readonly #begun = new Map<string, number>();

  constructor(all: readonly string[], context: Pick<OperationContext, 'host' | 'progress'>) {
    this.#all = all;
    this.#context = context;
  }

  /** Tells of an image at once and every second while it is pulled. */
  async tellWhile<T>(image: string, pull: () => Promise<T>): Promise<T> {
    const { clock } = this.#context.host;
    const over = new AbortController();
    this.#begun.set(image, clock.monotonic());
    const ticking = this.#tick(over.signal);
    try {
      return await pull();
    } finally {
      this.#begun.delete(image);
      over.abort();
      await ticking;
    }
  }

  async #tick(over: AbortSignal): Promise<void> {
    while (!over.aborted) {
      this.#tell();
      await this.#context.host.clock.sleep(tellEveryMs, over).catch(() => {});
    }
  }

  #tell(): void {
    const [first] = this.#begun;
    if (first === undefined) return;
    const [image, begunAt] = first;
    const seconds = Math.floor((this.#context.host.clock.monotonic() - begunAt) / 1000);
    const others = this.#begun.size - 1;
    const which = `${this.#all.indexOf(image) + 1} of ${this.#all.length}`;
    this.#context.progress(
      `Pulling image ${which}${others === 0 ? '' : ` and ${others} more`}, ${seconds} s: ${image}`,
      'passing',
    );
  }
}
