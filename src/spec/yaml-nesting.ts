import type { CST } from 'yaml';

/** Mappings and sequences inside one another; the deepest known configuration (a Pod) has less than 20. */
export const deepestNesting = 100;

/**
 * Where a parsed but not yet composed document is nested deeper than anything real: composing such a text would
 * exhaust the stack. Looks without recursion.
 * @returns the offset of the first value that is too deep
 */
export function tooDeepAt(token: CST.Token): number | undefined {
  let level: readonly CST.Token[] = token.type === 'document' && token.value !== undefined ? [token.value] : [];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepestNesting) return level[0]!.offset;
    level = level.flatMap(members);
  }
  return undefined;
}

function members(token: CST.Token): readonly CST.Token[] {
  if (!('items' in token)) return [];
  return token.items.flatMap(({ key, value }) => [key, value].filter((part) => part !== undefined && part !== null));
}
