import { afterAll, afterEach, expect, test } from 'vitest';
import { clusterConfig, IGNORED_CHECKS } from './cluster.ts';
import { describeLab } from './describe-lab.ts';
import { say } from './progress.ts';
import { RELEASES } from './versions.ts';
import { suspicions, waitTimes } from './wait-times.ts';

/** Starts that must not be given up; TSADM_STARTS says how many, three unless said. */
const starts = Array.from({ length: Number(process.env['TSADM_STARTS'] ?? 3) }, (_, index) => ({
  number: index + 1,
  // The newest two and the oldest now and then, most on the one between.
  version: RELEASES[index % 5 === 3 ? 0 : index % 5 === 4 ? 2 : 1]!.kubernetes,
  // A machine that has other things to do is where starting takes longest.
  busy: index % 2 === 1,
}));

describeLab('starts that are not given up', (lab) => {
  const report: string[] = [];
  afterEach(async () => {
    await lab().down();
  });
  afterAll(() => {
    say(report.join('\n'));
  });

  test.each(starts)('start $number of $version, busy: $busy', async ({ number, version, busy }) => {
    const cp1 = await lab().boot('cp1', { version, install: ['tsadm'] });
    if (busy) {
      for (const unit of ['busy1', 'busy2']) {
        await cp1.run('systemd-run', '--unit', unit, 'sh', '-c', 'while :; do :; done');
      }
    }
    await cp1.writeFile('/root/init.yaml', clusterConfig(cp1, { version }));
    const words = ['init', '--config=/root/init.yaml', IGNORED_CHECKS, '--events', '/root/events'];
    const done = await cp1.exec(['tsadm', ...words]);
    expect(done.exitCode, done.stderr).toBe(0);
    const events = await cp1.readFile('/root/events');
    report.push(`start ${number} of ${version}${busy ? ', busy' : ''}: ${waitTimes(events).ended}`);
    expect(suspicions(events)).toEqual([]);
  });
});
