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

/** A phase of a run, or what lies outside of all phases. */
export interface TimePart {
  readonly part: string;
  readonly seconds: number;
}

/** Where the time of one run goes, most first; parts under a hundredth of a second are added up. */
export function timePartsText(parts: readonly TimePart[]): string {
  const long = parts.filter(({ seconds }) => seconds >= 0.01);
  const short = parts.filter(({ seconds }) => seconds < 0.01);
  const rest = { part: `(${short.length} more)`, seconds: short.reduce((sum, { seconds }) => sum + seconds, 0) };
  return [
    'where the time of one tsadm init goes, s',
    ...[...long, rest]
      .sort((a, b) => b.seconds - a.seconds)
      .map(({ part, seconds }) => `  ${seconds.toFixed(3).padStart(8)}  ${part}`),
  ].join('\n');
}
