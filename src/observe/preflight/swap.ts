import { type Check, caution } from './check.ts';

const name = 'Swap';

/** With swap on, a kubelet without settings for it refuses to start. */
export const swap: Check = {
  name,
  async look({ host, spec }) {
    const lines = ((await host.files.read('/proc/swaps')) ?? '').split('\n').filter((line) => line.trim() !== '');
    if (lines.length <= 1) return [];
    const tolerated = spec.kubelet.object['failSwapOn'] === false;
    const cgroup2 = (await host.files.stat('/sys/fs/cgroup/cgroup.controllers')) !== undefined;
    if (tolerated && cgroup2) return [];
    return [
      caution(
        name,
        tolerated
          ? 'swap is on; Pods can use it only with cgroup v2, and this machine has v1'
          : 'swap is on, and the kubelet refuses to start with it unless its configuration says failSwapOn: false',
        { hint: 'swapoff -a, and take swap out of /etc/fstab' },
      ),
    ];
  },
};
