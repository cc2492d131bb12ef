/**
 * Paired runs of tsadm and kubeadm on machines of the lab, in turn: A B A B. Says median, spread and ratio; asserts
 * nothing, because a clock is no judge.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { currentExecutable } from '../scripts/current-executable.ts';
import { Lab } from '../test/lab/lab.ts';
import { whatIsMissing } from '../test/lab/requirements.ts';
import { DEFAULT_VERSION } from '../test/lab/versions.ts';
import type { Benchmark } from './paired.ts';
import { type Row, rowText, timePartsText } from './report.ts';
import { renew, token } from './rows/cluster-commands.ts';
import { init, partsOfInit } from './rows/init.ts';
import { join, joinControlPlane } from './rows/join.ts';
import { certs, dryRun, size, version } from './rows/offline.ts';
import { reset } from './rows/reset.ts';
import { upgrade } from './rows/upgrade.ts';
import { type Saved, type Surroundings, withNewFigures } from './saved.ts';

const benchmarks: readonly Benchmark[] = [
  size,
  version,
  certs,
  dryRun,
  init,
  join,
  joinControlPlane,
  renew,
  token,
  reset,
  upgrade,
];

const USAGE = `usage: npm run bench -- [--only KEY,…] [--rounds N] [--save]
  --only    some of ${benchmarks.map(({ key }) => key).join(', ')}; all unless said
  --rounds  pairs of each; unless said ${benchmarks.map(({ key, rounds }) => `${key} ${rounds}`).join(', ')}
  --save    put the figures into bench/results.json as well; rows that were not measured now stay there`;

const RESULTS = fileURLToPath(new URL('./results.json', import.meta.url));

function surroundings(): Surroundings {
  return {
    date: new Date().toISOString(),
    peer: DEFAULT_VERSION,
    processors: `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}`,
    loadAtStart: Number((loadavg()[0] ?? 0).toFixed(2)),
  };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, rounds: { type: 'string' }, save: { type: 'boolean' } },
  });
  const keys = values.only?.split(',') ?? benchmarks.map(({ key }) => key);
  const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
  const known = benchmarks.map(({ key }) => key);
  if (keys.some((key) => !known.includes(key)) || (rounds !== undefined && !(rounds >= 1))) throw new Error(USAGE);
  const missing = whatIsMissing();
  if (missing) throw new Error(`${missing}; what is compared runs on its machines`);
  await currentExecutable((text) => console.error(`bench: ${text}`));
  const lab = await Lab.open('bench');
  const around = surroundings();
  console.log(
    Object.entries(around)
      .map(([what, value]) => `${what}: ${value}`)
      .join('\n'),
  );
  try {
    const rows: Row[] = [];
    for (const benchmark of benchmarks.filter(({ key }) => keys.includes(key))) {
      const measured = await benchmark.measure(lab, rounds ?? benchmark.rounds);
      for (const row of measured) console.log(`\n${rowText(row)}`);
      rows.push(...measured);
    }
    const parts = keys.includes(init.key) ? await partsOfInit(lab) : undefined;
    if (parts !== undefined) console.log(`\n${timePartsText(parts)}`);
    if (values.save) {
      const before = JSON.parse(readFileSync(RESULTS, 'utf8')) as Saved;
      writeFileSync(RESULTS, `${JSON.stringify(withNewFigures(before, rows, around, parts), undefined, 2)}\n`);
      console.log(`\nwritten: ${RESULTS}`);
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
