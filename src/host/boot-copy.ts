import type { Host } from './host.ts';

/** A file that is away for a moment, and what takes its place when the machine starts in that moment. */
export interface BootCopy {
  /** A file of systemd-tmpfiles, below /etc/tmpfiles.d. */
  readonly entry: string;
  readonly from: string;
  readonly to: string;
}

/**
 * Lets the next boot copy a file to where one is missing, before the kubelet starts: `C!` of tmpfiles.d(5) is done at boot
 * only, with mode and owner of the source, and never over a file that is there. Nothing without systemd.
 */
export async function copyAtBoot({ entry, from, to }: BootCopy, { files, services }: Host): Promise<void> {
  if ((await services.kind()) !== 'systemd') return;
  const text = `# Written by tsadm upgrade, which removes it again.\nC! ${to} - - - - ${from}\n`;
  await files.write(entry, text, { mode: 0o644, directoryMode: 0o755 });
}

/** The file is in its place again. */
export async function endCopyAtBoot({ entry }: Pick<BootCopy, 'entry'>, { files }: Pick<Host, 'files'>): Promise<void> {
  await files.remove(entry);
}
