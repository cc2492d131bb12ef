import { type Pair, ratios, spread } from './statistics.ts';

/** What was measured of one thing, round by round. */
export interface Row {
  readonly name: string;
  readonly unit: 's' | 'MiB';
  readonly pairs: readonly Pair[];
}

/** A row in four lines: median and spread of each, their ratio, and the ratio of every pair. */
export function rowText({ name, unit, pairs }: Row): string {
  const digits = unit === 's' ? 3 : 1;
  const figures = (values: readonly number[], places: number): string => {
    const { median, min, max } = spread(values);
    return `${median.toFixed(places).padStart(8)}  (${min.toFixed(places)} to ${max.toFixed(places)})`;
  };
  const of = (program: keyof Pair): string => {
    const values = pairs.map((pair) => pair[program]);
    return figures(values, digits);
  };
  const each = ratios(pairs);
  return [
    `${name}, ${unit}, ${pairs.length} ${pairs.length === 1 ? 'pair' : 'pairs'}`,
    `  tsadm    ${of('tsadm')}`,
    `  kubeadm  ${of('kubeadm')}`,
    `  ratio    ${figures(each, 2)}  pair by pair: ${each.map((ratio) => ratio.toFixed(2)).join(' ')}`,
  ].join('\n');
}

/** Phases of one run, longest first. */
export function phaseText(phases: readonly { readonly phase: string; readonly seconds: number }[]): string {
  const width = Math.max(...phases.map(({ phase }) => phase.length));
  const sorted = [...phases].sort((a, b) => b.seconds - a.seconds);
  return [
    'where the time of one tsadm init goes, s',
    ...sorted.map(({ phase, seconds }) => `  ${phase.padEnd(width)}  ${seconds.toFixed(3)}`),
  ].join('\n');
}

/** The rows as data, for bench/results.json. */
export function resultDocument(rows: readonly Row[], surroundings: object): string {
  const described = rows.map((row) => ({
    ...row,
    tsadm: spread(row.pairs.map((pair) => pair.tsadm)),
    kubeadm: spread(row.pairs.map((pair) => pair.kubeadm)),
    ratio: spread(ratios(row.pairs)),
  }));
  return `${JSON.stringify({ ...surroundings, rows: described }, undefined, 2)}\n`;
}
