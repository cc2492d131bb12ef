/** The known name that a mistyped one most likely meant, if one is near enough: two edits, or the beginning of it. */
export function nearestName(typed: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = 3;
  for (const name of known) {
    const distance =
      typed.length > 1 && name.startsWith(typed) ? 0 : editDistance(typed.toLowerCase(), name.toLowerCase());
    if (distance < least && distance < Math.max(typed.length, 2)) {
      best = name;
      least = distance;
    }
  }
  return best;
}

/** Levenshtein's distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let line = 1; line <= a.length; line++) {
    const next = [line];
    for (let column = 1; column <= b.length; column++) {
      const replaced = row[column - 1]! + (a[line - 1] === b[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[column]! + 1, next[column - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
