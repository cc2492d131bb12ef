import type { Row, TimePart } from './report.ts';
import { ratios, type Spread, spread } from './statistics.ts';

/** Under what a row was measured. */
export interface Surroundings {
  readonly date: string;
  /** Release of kubeadm. */
  readonly peer: string;
  readonly processors: string;
  readonly loadAtStart: number;
}

/** What bench/results.json has. */
export interface Saved {
  readonly rows: readonly (Row & {
    readonly measured: Surroundings;
    readonly tsadm: Spread;
    readonly kubeadm: Spread;
    readonly ratio: Spread;
  })[];
  /** Where the time of one `init` went. */
  readonly partsOfInit: readonly TimePart[];
}

/** New figures in the place of those of the same names; what was not measured now stays as it was. */
export function withNewFigures(
  before: Saved,
  rows: readonly Row[],
  measured: Surroundings,
  partsOfInit: readonly TimePart[] = before.partsOfInit,
): Saved {
  const described = rows.map((row) => ({
    ...row,
    measured,
    tsadm: spread(row.pairs.map(({ tsadm }) => tsadm)),
    kubeadm: spread(row.pairs.map(({ kubeadm }) => kubeadm)),
    ratio: spread(ratios(row.pairs)),
  }));
  const all = new Map([...before.rows, ...described].map((row) => [row.name, row]));
  return { rows: [...all.values()], partsOfInit };
}
