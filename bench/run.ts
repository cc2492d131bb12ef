/**
 * Paired runs of tsadm and kubeadm on machines of the lab, in turn: A B A B. Says median, spread and ratio; asserts
 * nothing, because a clock is no judge.
 */
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { clusterConfig, init } from '../test/lab/cluster.ts';
import { joinCommand, makeSharedCluster, removeControlPlane } from '../test/lab/joining.ts';
import { Lab } from '../test/lab/lab.ts';
import type { LabNode } from '../test/lab/node.ts';
import { whatIsMissing } from '../test/lab/requirements.ts';
import { DEFAULT_VERSION } from '../test/lab/versions.ts';
import { type Measurement, measure, measureInit, measureJoin, prepare } from './measured.ts';
import { type Row, resultDocument, rowText, type TimePart, timePartsText } from './report.ts';
import type { Pair } from './statistics.ts';

const USAGE = `usage: npm run bench -- [--only version,certs,dry-run,init,join,join-control-plane] [--rounds N] [--save]
  --only    some of the six; all unless said
  --rounds  pairs a row; unless said 15 of version, 9 of certs and dry-run, 5 of the others
  --save    write the figures to bench/results.json as well`;

const PROGRAMS = ['tsadm', 'kubeadm'] as const;
type Program = (typeof PROGRAMS)[number];

/** What needs no cluster, on one machine that stays as it is. */
const OFFLINE: {
  readonly [key: string]: {
    readonly name: string;
    readonly rounds: number;
    readonly words: (program: Program, round: number) => readonly string[];
  };
} = {
  version: { name: 'version', rounds: 15, words: () => ['version'] },
  certs: {
    name: 'init phase certs all',
    rounds: 9,
    words: (program, round) => [
      ...['init', 'phase', 'certs', 'all', `--kubernetes-version=${DEFAULT_VERSION}`],
      `--cert-dir=/root/pki-${program}-${round}`,
    ],
  },
  'dry-run': {
    name: 'init --dry-run',
    rounds: 9,
    words: () => ['init', '--dry-run', `--kubernetes-version=${DEFAULT_VERSION}`, '--ignore-preflight-errors=all'],
  },
};
const CLUSTER_ROUNDS = 5;

async function offlineRow(node: LabNode, key: string, rounds: number | undefined): Promise<Row> {
  const { name, words, rounds: usual } = OFFLINE[key]!;
  const pairs: Pair[] = [];
  // Round 0 warms caches of the disk and counts for neither.
  for (let round = 0; round <= (rounds ?? usual); round++) {
    const pair = { tsadm: 0, kubeadm: 0 };
    for (const program of PROGRAMS) {
      pair[program] = (await measure(node, [program, ...words(program, round)])).seconds;
    }
    if (round > 0) pairs.push(pair);
  }
  return { name, unit: 's', pairs };
}

async function offlineRows(lab: Lab, keys: readonly string[], rounds: number | undefined): Promise<readonly Row[]> {
  const node = await lab.boot('cp1', { install: [...PROGRAMS], images: [] });
  await prepare(node);
  // Without a configuration it starts and fails every ten seconds, in the middle of what is measured.
  await node.stopUnit('kubelet');
  const rows: Row[] = [];
  for (const key of keys) {
    rows.push(await offlineRow(node, key, rounds));
    console.log(`\n${rowText(rows.at(-1)!)}`);
  }
  await lab.down('cp1');
  return rows;
}

/** Each run has a new machine of the same name. */
async function withNewMachine<T>(lab: Lab, program: Program, use: (node: LabNode) => Promise<T>): Promise<T> {
  const node = await lab.boot('cp1', { install: [program] });
  await prepare(node);
  const result = await use(node);
  await lab.down('cp1');
  return result;
}

/** A run of each program, to its end and to a node that is Ready. */
type Both = Record<Program, { readonly toExit: Measurement; readonly toReady: Measurement }>;

function rowOf(both: readonly Both[], name: string, unit: Row['unit'], figure: (of: Both[Program]) => number): Row {
  return { name, unit, pairs: both.map(({ tsadm, kubeadm }) => ({ tsadm: figure(tsadm), kubeadm: figure(kubeadm) })) };
}

async function initRows(lab: Lab, rounds: number): Promise<readonly Row[]> {
  const both: Both[] = [];
  for (let round = 1; round <= rounds; round++) {
    const pair: Partial<Both> = {};
    for (const program of PROGRAMS) {
      pair[program] = await withNewMachine(lab, program, (node) => measureInit(node, program, clusterConfig(node)));
      console.error(`bench: init ${round}/${rounds} ${program}: ${pair[program].toExit.seconds.toFixed(1)} s`);
    }
    both.push(pair as Both);
  }
  const rows = [
    rowOf(both, 'init to exit', 's', ({ toExit }) => toExit.seconds),
    rowOf(both, 'init to exit and node Ready', 's', ({ toReady }) => toReady.seconds),
    rowOf(both, 'peak memory of init', 'MiB', ({ toExit }) => toExit.memory),
  ];
  for (const each of rows) console.log(`\n${rowText(each)}`);
  return rows;
}

/** A worker joins a cluster that stays; each run has a new machine of the same name. */
async function joinRows(lab: Lab, rounds: number): Promise<readonly Row[]> {
  const cp1 = await lab.boot('cp1', { install: ['kubeadm'] });
  await init(cp1, 'kubeadm', clusterConfig(cp1));
  const [, ...words] = (await cp1.run('kubeadm', 'token', 'create', '--print-join-command')).trim().split(/\s+/);
  const both: Both[] = [];
  for (let round = 1; round <= rounds; round++) {
    const pair: Partial<Both> = {};
    for (const program of PROGRAMS) {
      const worker = await lab.boot('w1', { install: [program] });
      await prepare(worker);
      pair[program] = await measureJoin(worker, [program, ...words]);
      console.error(`bench: join ${round}/${rounds} ${program}: ${pair[program].toExit.seconds.toFixed(1)} s`);
      await lab.down('w1');
      await cp1.kubectl('delete', 'node', 'w1');
    }
    both.push(pair as Both);
  }
  await lab.down('cp1');
  const rows = [
    rowOf(both, 'join of a worker to exit', 's', ({ toExit }) => toExit.seconds),
    rowOf(both, 'join of a worker to exit and node Ready', 's', ({ toReady }) => toReady.seconds),
    rowOf(both, 'peak memory of join', 'MiB', ({ toExit }) => toExit.memory),
  ];
  for (const each of rows) console.log(`\n${rowText(each)}`);
  return rows;
}

/** A second control plane joins a cluster that stays; it is taken out again before the next does. */
async function joinControlPlaneRows(lab: Lab, rounds: number): Promise<readonly Row[]> {
  const cp1 = await makeSharedCluster(lab, 'kubeadm');
  const both: Both[] = [];
  for (let round = 1; round <= rounds; round++) {
    const pair: Partial<Both> = {};
    for (const program of PROGRAMS) {
      const cp2 = await lab.boot('cp2', { install: [program] });
      await prepare(cp2);
      const command = await joinCommand(cp2, program, cp1, 'control plane');
      pair[program] = await measureJoin(cp2, command);
      console.error(
        `bench: join-control-plane ${round}/${rounds} ${program}: ${pair[program].toExit.seconds.toFixed(1)} s`,
      );
      await removeControlPlane(lab, 'cp2', cp1);
    }
    both.push(pair as Both);
  }
  await lab.down();
  const rows = [
    rowOf(both, 'join of a control plane to exit', 's', ({ toExit }) => toExit.seconds),
    rowOf(both, 'join of a control plane to exit and node Ready', 's', ({ toReady }) => toReady.seconds),
  ];
  for (const each of rows) console.log(`\n${rowText(each)}`);
  return rows;
}

/** One more run that counts for no row, because it writes its events to a file. */
async function partsOfTime(lab: Lab): Promise<readonly TimePart[]> {
  return withNewMachine(lab, 'tsadm', async (node) => {
    const { toExit } = await measureInit(node, 'tsadm', clusterConfig(node), '--events=/root/events');
    const events = (await node.readFile('/root/events'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { readonly kind: string; readonly phase: string; readonly elapsedMs: number });
    const ended = (kind: string) => events.filter((event) => event.kind === kind);
    const phases = ended('phase-ended').map(({ phase, elapsedMs }) => ({ part: phase, seconds: elapsedMs / 1000 }));
    const run = ended('run-ended').reduce((sum, { elapsedMs }) => sum + elapsedMs / 1000, 0);
    const inPhases = phases.reduce((sum, { seconds }) => sum + seconds, 0);
    return [
      ...phases,
      { part: '(before the first phase: looks, checks, keys, plan)', seconds: run - inPhases },
      { part: '(before and after the run: starting, reading the configuration)', seconds: toExit.seconds - run },
    ];
  });
}

function surroundings(): object {
  return {
    date: new Date().toISOString(),
    kubeadm: DEFAULT_VERSION,
    processors: `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}`,
    loadAtStart: Number(loadavg()[0]?.toFixed(2)),
  };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, rounds: { type: 'string' }, save: { type: 'boolean' } },
  });
  const known = [...Object.keys(OFFLINE), 'init', 'join', 'join-control-plane'];
  const keys = values.only?.split(',') ?? known;
  const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
  if (keys.some((key) => !known.includes(key)) || (rounds !== undefined && !(rounds >= 1))) throw new Error(USAGE);
  const missing = whatIsMissing();
  if (missing) throw new Error(`${missing}; what is compared runs on its machines`);
  await execa('npm', ['run', 'build'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const lab = await Lab.open('bench');
  const around = surroundings();
  console.log(
    Object.entries(around)
      .map(([what, value]) => `${what}: ${value}`)
      .join('\n'),
  );
  try {
    const offline = keys.filter((key) => key in OFFLINE);
    const rows = [
      ...(offline.length > 0 ? await offlineRows(lab, offline, rounds) : []),
      ...(keys.includes('init') ? await initRows(lab, rounds ?? CLUSTER_ROUNDS) : []),
      ...(keys.includes('join') ? await joinRows(lab, rounds ?? CLUSTER_ROUNDS) : []),
      ...(keys.includes('join-control-plane') ? await joinControlPlaneRows(lab, rounds ?? CLUSTER_ROUNDS) : []),
    ];
    const parts = keys.includes('init') ? await partsOfTime(lab) : [];
    if (parts.length > 0) console.log(`\n${timePartsText(parts)}`);
    if (values.save) {
      const file = fileURLToPath(new URL('./results.json', import.meta.url));
      writeFileSync(file, resultDocument(rows, { ...around, parts }));
      console.log(`\nwritten: ${file}`);
    }
  } finally {
    await lab.close();
  }
}

try {
  await main();
} catch (error) {
  console.error(`bench: ${(error as Error).message}`);
  process.exitCode = 1;
}
