import { afterEach, beforeAll, expect, test } from 'vitest';
import type { Made } from './bring-up.ts';
import { bootForInit, cleanRun, expectContinued, INIT } from './continuing.ts';
import { describeLab } from './describe-lab.ts';
import { say } from './progress.ts';

/** Kills, one in each equal part of the time that init takes, so that none of it is left out by chance. */
const KILLS = Number(process.env['TSADM_LAB_KILLS'] || 20);

describeLab('tsadm init, killed at a moment nobody chose', (lab) => {
  let clean: Made;
  let takesMs: number;

  beforeAll(async () => {
    clean = await cleanRun(lab());
    const node = await bootForInit(lab());
    const started = performance.now();
    expect(await node.exec(INIT)).toMatchObject({ exitCode: 0 });
    takesMs = performance.now() - started;
    await lab().down();
  });

  afterEach(async () => {
    await lab().down();
  });

  test.each(Array.from({ length: KILLS }, (_, index) => index))('kill %i', async (index) => {
    const node = await bootForInit(lab());
    const afterMs = Math.round(((index + Math.random()) / KILLS) * takesMs);
    const killed = await node.exec(INIT, { signal: AbortSignal.timeout(afterMs) });
    // The last ones may come after the end of a run that was faster than the first: then it is a second start.
    say(`killed after ${afterMs} ms of ${Math.round(takesMs)}: exit ${killed.exitCode}`);
    expect([0, 137]).toContain(killed.exitCode);
    await expectContinued(node, clean);
  });
});
