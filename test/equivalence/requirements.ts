import { readdirSync } from 'node:fs';
import { cached } from '../lab/cache.ts';
import { onPath } from '../lab/requirements.ts';
import { RELEASES, type Release } from '../lab/versions.ts';

/** One line saying what keeps the comparison from running here, or undefined when nothing does. */
export function whatIsMissing(releases: readonly Release[]): string | undefined {
  const missing = [
    process.platform === 'linux' ? undefined : `Linux (this is ${process.platform})`,
    process.getuid?.() === 0 ? undefined : 'root',
    ...['unshare', 'ip', 'openssl'].map((program) => (onPath(program) ? undefined : `${program} on PATH`)),
    releases.every(isBuilt) || onPath('go') ? undefined : 'Go on PATH (to build kubeadm)',
  ].filter((item) => item !== undefined);
  return missing.length > 0 ? `offline equivalence needs ${missing.join(', ')}` : undefined;
}

/** Whether the cache holds the programs of a release. */
export function isBuilt({ kubernetes }: Release): boolean {
  try {
    return readdirSync(cached('bin')).some(
      (name) => name.startsWith(`kubernetes-${kubernetes}-`) && /-[0-9a-f]{8}$/.test(name),
    );
  } catch {
    return false;
  }
}

/** Releases that cost no building, and always 1.36. */
export function cheapReleases(): readonly Release[] {
  return RELEASES.filter((release) => isBuilt(release) || release.kubernetes.startsWith('v1.36.'));
}
