import { periodProblem } from './chain.ts';
import type { Certificate } from './read.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const year = 365 * day;

/** A warning about a certificate that is not in force; undefined when it is. It never stops anything (kubeadm 1.36.3). */
export function periodWarning(path: string, certificate: Certificate, now: number): string | undefined {
  const problem = periodProblem(certificate, now);
  return problem === undefined ? undefined : `${path} ${problem}`;
}

/** How long remaining times are told in which units; the second unit is left out when it would be zero. */
const residualRows: readonly { readonly below: number; readonly first: Unit; readonly second?: Unit }[] = [
  { below: 2 * minute, first: ['s', second] },
  { below: 10 * minute, first: ['m', minute], second: ['s', second] },
  { below: 3 * hour, first: ['m', minute] },
  { below: 8 * hour, first: ['h', hour], second: ['m', minute] },
  { below: 2 * day, first: ['h', hour] },
  { below: 8 * day, first: ['d', day], second: ['h', hour] },
  { below: 2 * year, first: ['d', day] },
  { below: 8 * year, first: ['y', year], second: ['d', day] },
  { below: Number.POSITIVE_INFINITY, first: ['y', year] },
];

type Unit = readonly [string, number];

/** A remaining time as `certs check-expiration` prints it: `364d`, `2y103d`, `<invalid>` when it is over (kubeadm 1.36.3). */
export function residualText(milliseconds: number): string {
  if (milliseconds <= -2 * second) return '<invalid>';
  const remaining = Math.max(0, milliseconds);
  const { first, second: rest } = residualRows.find(({ below }) => remaining < below)!;
  const count = Math.floor(remaining / first[1]);
  const left = rest === undefined ? 0 : Math.floor((remaining % first[1]) / rest[1]);
  return `${count}${first[0]}${rest === undefined || left === 0 ? '' : `${left}${rest[0]}`}`;
}
