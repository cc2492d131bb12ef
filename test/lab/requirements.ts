import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** One line saying what keeps the lab from running here, or undefined when nothing does. */
export function whatIsMissing(): string | undefined {
  const missing = [
    process.platform === 'linux' ? undefined : `Linux (this is ${process.platform})`,
    process.arch === 'x64' ? undefined : `an x86-64 processor (this is ${process.arch})`,
    process.getuid?.() === 0 ? undefined : 'root',
    onPath('go') ? undefined : 'Go on PATH',
    onPath('apt-get') ? undefined : 'apt-get (the machines are Debian trees)',
    existsSync('/sys/fs/cgroup') ? undefined : 'cgroups below /sys/fs/cgroup',
  ].filter((item) => item !== undefined);
  return missing.length > 0 ? `the lab needs ${missing.join(', ')}` : undefined;
}

/** Whether a program is on the caller's PATH. */
export function onPath(program: string): boolean {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .some((folder) => folder !== '' && existsSync(join(folder, program)));
}
