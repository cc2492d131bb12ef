interface EventLine {
  readonly time: string;
  readonly kind: string;
  readonly effect?: { readonly kind: string };
  readonly suspect?: { readonly title: string };
}

function linesOf(events: string): readonly EventLine[] {
  return events
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as EventLine);
}

/**
 * How long after a run had begun to wait it suspected something and it ended, read from what `--events` wrote. Each as
 * text with its unit; `never` when it did not come.
 */
export function waitTimes(events: string): { readonly suspected: string; readonly ended: string } {
  const lines = linesOf(events);
  const begun = lines.find(({ kind, effect }) => kind === 'effect-started' && effect?.kind === 'await');
  const since = (line: EventLine | undefined): string =>
    begun === undefined || line === undefined
      ? 'never'
      : `${((Date.parse(line.time) - Date.parse(begun.time)) / 1000).toFixed(1)} s`;
  return {
    suspected: since(lines.find(({ suspect }) => suspect !== undefined)),
    ended: since(lines.find(({ kind }) => kind === 'run-ended')),
  };
}

/** What a run suspected while it waited. */
export function suspicions(events: string): readonly string[] {
  return [...new Set(linesOf(events).flatMap(({ suspect }) => suspect?.title ?? []))];
}
