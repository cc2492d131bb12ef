import { ConfigError } from '../errors.ts';
import type { Host } from '../host/host.ts';
import { loadInitSpec } from '../spec/load-init.ts';
import type { InitSpec, RunOptions } from '../spec/types.ts';
import { observeStoredSpec } from './stored-configuration.ts';

/** What a command on the certificates of a node works with when no file is given. */
export interface FoundConfiguration {
  readonly spec: InitSpec;
  /** What is to be said about where it came from, one line each; nothing when there was no cluster to ask. */
  readonly lines: readonly string[];
  readonly warnings: readonly { readonly message: string }[];
}

/** kubeadm asks for no longer: the certificates may well be the reason why nothing answers (1.36.3). */
const shortRetryMs = 350;

/**
 * The configuration of the cluster, else the built-in one: certificates must be looked at and renewed also when the API
 * server is down, or has let its own certificate expire. Without a usable kubeconfig nobody is asked and nothing said, as in
 * kubeadm (1.36.3).
 */
export async function storedOrDefaults(
  options: Partial<RunOptions> & Pick<RunOptions, 'program' | 'kubeconfig'>,
  host: Host,
  signal: AbortSignal,
): Promise<FoundConfiguration> {
  const { spec: defaults } = loadInitSpec({ program: options.program, overrides: [], options });
  const request = {
    via: { kubeconfig: options.kubeconfig },
    components: false,
    node: false,
    apiEndpoint: false,
    timeoutMs: shortRetryMs,
    signal,
    options,
  };
  const lines = [
    'Configuration: the ConfigMap kubeadm-config in kube-system',
    `to change it there: ${options.program} init phase upload-config kubeadm --config FILE`,
  ];
  const failed = (why: string): FoundConfiguration => ({
    spec: defaults,
    lines: [...lines, `It cannot be read, so the default configuration is taken: ${why}`],
    warnings: [],
  });
  try {
    const seen = await observeStoredSpec(request, host);
    if (seen.state === 'present') {
      const warnings = seen.value.warnings.map(({ path, message }) => ({ message: `${path}: ${message}` }));
      return { spec: seen.value.spec, lines, warnings };
    }
    if (seen.state === 'unknown' && seen.obstacle === 'no-kubeconfig')
      return { spec: defaults, lines: [], warnings: [] };
    return failed(seen.why);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return failed(error.issues[0]?.message ?? error.message);
  }
}
