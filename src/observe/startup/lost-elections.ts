/**
 * When a member of etcd began votes since it last had a leader, in milliseconds since the epoch. A member alone wins its
 * first vote; one that goes on voting does not reach the others. Words of etcd 3.6 and 3.7.
 */
export function lostElections(log: readonly string[]): readonly number[] {
  const led = log.findLastIndex((line) => /elected leader|became leader|ready to serve client requests/.test(line));
  return log.slice(led + 1).flatMap((line) => {
    if (!line.includes('is starting a new election')) return [];
    const at = Date.parse(/"ts":"([^"]+)"/.exec(line)?.[1] ?? '');
    return Number.isNaN(at) ? [] : [at];
  });
}
