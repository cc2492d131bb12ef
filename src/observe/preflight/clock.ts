import { CommandNotFound, CommandTimedOut } from '../../host/exec.ts';
import type { Host } from '../../host/host.ts';
import { newestKnownOn } from '../../spec/versions.ts';
import { type Check, caution } from './check.ts';

const name = 'Clock';
const hint = 'timedatectl set-ntp true, or install and start a time service such as chrony';

/**
 * The clock is right, as far as that can be told. Certificates that are made by a clock of yesterday are expired or not
 * valid yet for everybody else, and etcd and leases suffer when clocks drift apart. kubeadm does not look (1.37.0).
 */
export const clock: Check = {
  name,
  async look({ host }) {
    const now = new Date(host.clock.now()).toISOString();
    if (now < newestKnownOn) {
      return [
        caution(name, `the clock says ${now.slice(0, 10)}, but this program was made after ${newestKnownOn}`, { hint }),
      ];
    }
    if (!(await driftsFreely(host))) return [];
    return [caution(name, 'nothing keeps the clock of this machine right: it is not synchronized', { hint })];
  },
};

/** True only when systemd says so, and not in a container, whose clock is the care of its host. */
async function driftsFreely({ services, files, exec }: Host): Promise<boolean> {
  if ((await services.kind()) !== 'systemd') return false;
  if ((await files.stat('/run/systemd/container')) !== undefined) return false;
  try {
    const args = ['show', '--property=NTPSynchronized', '--value'];
    const { exitCode, stdout } = await exec.run('timedatectl', args, { timeoutMs: 2000 });
    return exitCode === 0 && stdout.trim() === 'no';
  } catch (error) {
    if (error instanceof CommandNotFound || error instanceof CommandTimedOut) return false;
    throw error;
  }
}
