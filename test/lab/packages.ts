import { execa } from 'execa';
import { timed } from './progress.ts';

/** What the host itself must have; everything else lies inside the machines' own tree. */
const HOST_PACKAGES = ['debootstrap', 'systemd-container', 'iproute2', 'util-linux', 'openssl'];

/** Installs the host's packages that are missing. Asks apt for new lists only when something is. */
export async function ensureHostPackages(): Promise<void> {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own placeholders
  const installed = await execa('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\\n', ...HOST_PACKAGES], {
    reject: false,
  });
  const present = new Set(
    installed.stdout
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map(firstWord),
  );
  const missing = HOST_PACKAGES.filter((name) => !present.has(name));
  if (missing.length === 0) return;
  await timed(`installing ${missing.join(' ')}`, async () => {
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await execa('apt-get', ['update', '-qq'], { env });
    await execa('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], { env });
  });
}

function firstWord(line: string): string {
  return line.split(' ')[0] ?? '';
}
