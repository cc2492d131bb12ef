import { clusterConfig } from '../../test/lab/cluster.ts';
import type { Lab } from '../../test/lab/lab.ts';
import { measureInit } from '../measured.ts';
import { type Benchmark, memoryRow, nodeRows, paired, withNewMachine } from '../paired.ts';
import type { TimePart } from '../report.ts';

export const init: Benchmark = {
  key: 'init',
  rounds: 5,
  async measure(lab, rounds) {
    const all = await paired(
      'init',
      rounds,
      (program) => withNewMachine(lab, 'cp1', [program], (node) => measureInit(node, program, clusterConfig(node))),
      ({ toExit }) => toExit.seconds,
    );
    return [...nodeRows(all, 'init'), memoryRow(all, 'init')];
  },
};

/** Where the time of one `init` goes; it counts for no row, because it writes its events to a file. */
export async function partsOfInit(lab: Lab): Promise<readonly TimePart[]> {
  return withNewMachine(lab, 'cp1', ['tsadm'], async (node) => {
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
