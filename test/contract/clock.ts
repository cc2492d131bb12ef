import { describe, expect, it } from 'vitest';
import type { Clock } from '../../src/host/clock.ts';

/** What every Clock must do. */
export function clockContract(name: string, make: () => Clock): void {
  describe(`Clock contract: ${name}`, () => {
    it('goes forward while sleeping', async () => {
      const clock = make();
      const [now, monotonic] = [clock.now(), clock.monotonic()];
      await clock.sleep(20);
      // Timers may come up to a millisecond early.
      expect(clock.now() - now).toBeGreaterThanOrEqual(19);
      expect(clock.monotonic() - monotonic).toBeGreaterThanOrEqual(19);
    });

    it('wakes sleepers in the order of their times', async () => {
      const clock = make();
      const woken: string[] = [];
      const sleep = (ms: number, name: string) => clock.sleep(ms).then(() => woken.push(name));
      await Promise.all([sleep(40, 'late'), sleep(5, 'early'), sleep(20, 'middle')]);
      expect(woken).toEqual(['early', 'middle', 'late']);
    });

    it('rejects with the reason of the signal, before and during the sleep', async () => {
      const clock = make();
      const reason = new Error('enough');
      await expect(clock.sleep(1000, AbortSignal.abort(reason))).rejects.toBe(reason);
      const controller = new AbortController();
      const sleeping = clock.sleep(1000, controller.signal);
      controller.abort(reason);
      await expect(sleeping).rejects.toBe(reason);
    });
  });
}
