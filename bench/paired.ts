import type { Lab } from '../test/lab/lab.ts';
import type { LabNode } from '../test/lab/node.ts';
import { type Measurement, prepare } from './measured.ts';
import type { Row } from './report.ts';

export const PROGRAMS = ['tsadm', 'kubeadm'] as const;
export type Program = (typeof PROGRAMS)[number];

/** Something that is measured: `--only KEY` names it. */
export interface Benchmark {
  readonly key: string;
  /** How many pairs, unless --rounds says otherwise. */
  readonly rounds: number;
  readonly measure: (lab: Lab, rounds: number) => Promise<readonly Row[]>;
}

/** A run of each program, one right after the other. */
export type Both<T> = Readonly<Record<Program, T>>;

/** What a run that makes a node says: its process, and the same with the time until the node is Ready. */
export interface NodeMade {
  readonly toExit: Measurement;
  readonly toReady: Measurement;
}

/** Rounds of both programs in turn: A B A B. */
export async function paired<T>(
  what: string,
  rounds: number,
  once: (program: Program, round: number) => Promise<T>,
  seconds: (of: T) => number,
): Promise<readonly Both<T>[]> {
  const all: Both<T>[] = [];
  for (let round = 1; round <= rounds; round++) {
    const both: Partial<Record<Program, T>> = {};
    for (const program of PROGRAMS) {
      const one = await once(program, round);
      both[program] = one;
      console.error(`bench: ${what} ${round}/${rounds} ${program}: ${seconds(one).toFixed(2)} s`);
    }
    all.push(both as Both<T>);
  }
  return all;
}

/** One figure of every round. */
export function rowOf<T>(all: readonly Both<T>[], name: string, unit: Row['unit'], figure: (of: T) => number): Row {
  return { name, unit, pairs: all.map(({ tsadm, kubeadm }) => ({ tsadm: figure(tsadm), kubeadm: figure(kubeadm) })) };
}

/** The two figures of a run that makes a node. */
export function nodeRows(all: readonly Both<NodeMade>[], name: string): readonly Row[] {
  return [
    rowOf(all, `${name} to exit`, 's', ({ toExit }) => toExit.seconds),
    rowOf(all, `${name} to exit and node Ready`, 's', ({ toReady }) => toReady.seconds),
  ];
}

export function memoryRow(all: readonly Both<NodeMade>[], name: string): Row {
  return rowOf(all, `peak memory of ${name}`, 'MiB', ({ toExit }) => toExit.memory);
}

/** A new machine of the same name for each run. */
export async function withNewMachine<T>(
  lab: Lab,
  name: string,
  install: readonly Program[],
  use: (node: LabNode) => Promise<T>,
): Promise<T> {
  const node = await lab.boot(name, { install });
  await prepare(node);
  const result = await use(node);
  await lab.down(name);
  return result;
}

/** The same command over and over on a machine that stays as it is; the first pair warms caches of the disk and does not count. */
export async function repeated(
  name: string,
  rounds: number,
  measureOnce: (program: Program, round: number) => Promise<Measurement>,
): Promise<{ readonly seconds: Row; readonly memory: Row }> {
  const all = (await paired(name, rounds + 1, measureOnce, ({ seconds }) => seconds)).slice(1);
  return {
    seconds: rowOf(all, name, 's', ({ seconds }) => seconds),
    memory: rowOf(all, `peak memory of ${name}`, 'MiB', ({ memory }) => memory),
  };
}
