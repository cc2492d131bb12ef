import { type Check, caution, problem } from './check.ts';

const name = 'NumCPU';
const required = 2;

/** A control plane on one CPU starves itself. */
export const cpuCount: Check = {
  name,
  async look({ host }) {
    // What this process may use, as a container or cpuset limits it, not what the machine has.
    const allowed = /^Cpus_allowed_list:\s*(\S+)/m.exec((await host.files.read('/proc/self/status')) ?? '')?.[1];
    if (allowed === undefined) return [caution(name, 'the number of CPUs could not be read from /proc/self/status')];
    const count = sizeOfList(allowed);
    return count >= required
      ? []
      : [problem(name, `this machine lends us ${count} CPU; a control plane needs ${required}`, { hint: 'add CPUs' })];
  },
};

/** `0-3,7` are five. */
function sizeOfList(list: string): number {
  return list.split(',').reduce((sum, range) => {
    const [from = Number.NaN, to = from] = range.split('-').map(Number);
    return sum + to - from + 1;
  }, 0);
}
