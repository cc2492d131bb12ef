import { timeoutsWithDefaults } from './defaults.ts';
import { socketUrl } from './node-defaults.ts';
import { defaultCertificatesDirectory } from './paths.ts';
import type { ResetConfiguration } from './reset-types.ts';
import type { WrittenReset } from './schema/reset.ts';

/** A ResetConfiguration with kubeadm's static defaults (kubeadm-cli-config.md, 3.6). */
export function resetWithDefaults(written: WrittenReset): ResetConfiguration {
  return {
    cleanupTmpDir: written.cleanupTmpDir ?? false,
    certificatesDir: written.certificatesDir || defaultCertificatesDirectory,
    criSocket: socketUrl(written.criSocket ?? ''),
    dryRun: written.dryRun ?? false,
    force: written.force ?? false,
    ignorePreflightErrors: written.ignorePreflightErrors ?? [],
    skipPhases: written.skipPhases ?? [],
    unmountFlags: written.unmountFlags ?? [],
    timeouts: timeoutsWithDefaults(written.timeouts),
  };
}
