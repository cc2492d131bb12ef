import semver from 'semver';
import { CommandNotFound } from '../host/exec.ts';
import type { Host } from '../host/host.ts';

/** Version of the installed kubelet, or in words why it cannot be told. */
export type KubeletVersion =
  | { readonly version: string }
  /** `missing`: no such program, as opposed to one that does not answer sensibly. */
  | { readonly version?: undefined; readonly why: string; readonly missing: boolean };

/** Asks the installed kubelet for its version: `v1.36.3`. */
export async function readKubeletVersion(host: Host): Promise<KubeletVersion> {
  try {
    const { exitCode, stdout, stderr } = await host.exec.run('kubelet', ['--version'], { timeoutMs: 10_000 });
    const found = /\bv?\d+\.\d+\.\d+[-+.\w]*/.exec(stdout)?.[0];
    const parsed = semver.parse(found);
    if (exitCode === 0 && parsed !== null) return { version: `v${parsed.raw.replace(/^v/, '')}` };
    const said = (stderr || stdout).trim().split('\n')[0] ?? '';
    return { why: `kubelet --version ended with ${exitCode} and said: ${said}`, missing: false };
  } catch (error) {
    if (error instanceof CommandNotFound) return { why: 'there is no kubelet on PATH', missing: true };
    return { why: error instanceof Error ? error.message : String(error), missing: false };
  }
}
