import type { Reporter } from '../plan/event.ts';

/** One reporter made of several, told in order. */
export function tee(...reporters: readonly Reporter[]): Reporter {
  return {
    emit(event) {
      for (const reporter of reporters) reporter.emit(event);
    },
  };
}
