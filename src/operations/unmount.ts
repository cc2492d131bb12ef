import { EffectError } from '../errors.ts';
import type { JsonObject } from '../plan/json.ts';
import type { Operation } from './operation.ts';

/** Below which folder everything is unmounted, and how. */
export interface UnmountInput extends JsonObject {
  readonly path: string;
  /** MNT_FORCE */
  readonly force: boolean;
  /** MNT_DETACH */
  readonly detach: boolean;
}

/** Unmounts all that is mounted below a folder, which itself may be a mount point and stays one. */
export const unmount: Operation<UnmountInput> = {
  name: 'unmount',
  describe: ({ path }) => `unmount everything below ${path}`,

  async look({ path }, { host }) {
    const points = await host.mounts.below(path);
    return points.length === 0
      ? { verdict: 'keep', reason: 'nothing is mounted there' }
      : { verdict: 'do', reason: points.join(', ') };
  },

  async act({ path, force, detach }, { host, progress }) {
    const failures: string[] = [];
    for (const point of await host.mounts.below(path)) {
      try {
        await host.mounts.unmount(point, { force, detach });
        progress(`Unmounted ${point}; what lies on it is still there`);
      } catch (error) {
        failures.push(`${point}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    if (failures.length === 0) return;
    throw new EffectError(
      `could not be unmounted: ${failures.join('; ')}`,
      {},
      {
        hint: 'see who uses it (fuser -vm <folder>) and end that; or set unmountFlags: [MNT_DETACH] in a ResetConfiguration. Then the same command again',
      },
    );
  },

  inverse: { none: 'what was mounted there, and how, is known to the kubelet only' },
};
