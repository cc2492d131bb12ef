import { type Check, caution, problem } from './check.ts';

const name = 'Mem';
const requiredMiB = 1700;

/** Enough memory for the control plane's Pods. */
export const memory: Check = {
  name,
  async look({ host }) {
    const kiB = /^MemTotal:\s*(\d+) kB/m.exec((await host.files.read('/proc/meminfo')) ?? '')?.[1];
    if (kiB === undefined) return [caution(name, 'the size of the memory could not be read from /proc/meminfo')];
    const miB = Math.floor(Number(kiB) / 1024);
    return miB >= requiredMiB
      ? []
      : [
          problem(name, `this machine has ${miB} MiB of memory; a control plane needs ${requiredMiB} MiB`, {
            hint: 'add memory',
          }),
        ];
  },
};
