import type { FileFact } from '../plan/facts.ts';

/** The text of a file that is there or will have been written; undefined for anything else. */
export function factText(fact: FileFact): string | undefined {
  return fact.state === 'present' || fact.state === 'predicted' ? fact.text?.reveal() : undefined;
}
