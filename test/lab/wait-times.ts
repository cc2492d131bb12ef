/** How long a run waited, read from what `--events` wrote. Each as text with its unit; `never` when it did not come. */
export function waitTimes(events: string): { readonly suspected: string; readonly ended: string } {
  const lines = events
    .trim()
    .split('\n')
    .map(
      (line) =>
        JSON.parse(line) as {
          readonly time: string;
          readonly kind: string;
          readonly effect?: { readonly kind: string };
          readonly suspect?: object;
        },
    );
  const begun = lines.find(({ kind, effect }) => kind === 'effect-started' && effect?.kind === 'await');
  const since = (line: { readonly time: string } | undefined): string =>
    begun === undefined || line === undefined
      ? 'never'
      : `${((Date.parse(line.time) - Date.parse(begun.time)) / 1000).toFixed(1)} s`;
  return {
    suspected: since(lines.find(({ suspect }) => suspect !== undefined)),
    ended: since(lines.find(({ kind }) => kind === 'run-ended')),
  };
}
