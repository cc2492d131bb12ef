import { afterAll, afterEach, expect, test } from 'vitest';
import { describeLab } from './describe-lab.ts';
import { faults, faultyInit } from './faults.ts';
import { say } from './progress.ts';
import { waitTimes } from './wait-times.ts';

/** TSADM_FAULT=WORDS runs only faults whose name has them. */
const chosen = faults.filter(({ name }) => name.includes(process.env['TSADM_FAULT'] ?? ''));

describeLab('faults that keep a control plane from starting', (lab) => {
  const report: string[] = [];
  afterEach(async () => {
    await lab().down();
  });
  afterAll(() => {
    say(report.join('\n'));
  });

  test.each(chosen)('$name', async (fault) => {
    const cp1 = await lab().boot('cp1', { ...(await fault.boot?.()), install: ['tsadm'] });
    const words = await faultyInit(cp1, fault, '90s');
    const failed = await cp1.exec(['tsadm', ...words, '-o', 'json', '--events', '/root/events']);
    const times = waitTimes(await cp1.readFile('/root/events'));
    report.push(`${fault.name}: suspected after ${times.suspected}, given up after ${times.ended}`);
    const { error } = JSON.parse(failed.stdout);
    expect([error.cause?.code, error.cause?.component], failed.stderr).toEqual(fault.cause);
    expect(error.cause.title).toMatch(fault.says);
    expect(error.cause.evidence.length).toBeGreaterThan(1);
    expect(error.cause.fix).toMatch(/\w/);
    // Waiting could not help, so nobody had to wait for the time limit.
    expect(error).toMatchObject({ kind: 'effect', exitCode: 13 });
    expect(failed.exitCode).toBe(13);
    expect(failed.stderr).toContain(error.cause.title);
  });
});
