import type { WorkflowInvocation } from '../cli/invocation.ts';
import type { EngineParts } from '../engine/parts.ts';
import { type RunResult, runWorkflow } from '../engine/run.ts';
import { ConfigError } from '../errors.ts';
import type { Host } from '../host/host.ts';
import { recommendations } from '../manifests/recommendations.ts';
import { diagnose } from '../observe/diagnose.ts';
import { carryOutLooks } from '../observe/looks.ts';
import { observeNode } from '../observe/node-facts.ts';
import { findingsOf } from '../observe/preflight/check-sets.ts';
import { lookAtProbe } from '../observe/probe.ts';
import { resolveInputs } from '../observe/resolve-inputs.ts';
import { operationNamed } from '../operations/registry.ts';
import { judgeCertificate, judgeCertificateAuthority, judgeKeyPair, judgeKubeconfig } from '../pki/same-when.ts';
import type { Reporter } from '../plan/event.ts';
import { type Judges, judgeBytes, judgeExists } from '../plan/judge.ts';
import { canonicalJson } from '../spec/canonical-json.ts';
import { loadInitSpec } from '../spec/load-init.ts';
import type { InitSpec } from '../spec/types.ts';
import { init } from '../workflows/init.ts';
import { killHook } from './kill-hook.ts';

/** What a run gets from the process. */
export interface Surroundings {
  readonly host: Host;
  /** Aborted on INT, TERM and HUP; its reason is the signal's name. */
  readonly signal: AbortSignal;
  readonly reporter: Reporter;
}

const judges: Judges = {
  bytes: judgeBytes,
  exists: judgeExists,
  certificate: judgeCertificate,
  'certificate-authority': judgeCertificateAuthority,
  'key-pair': judgeKeyPair,
  kubeconfig: judgeKubeconfig,
};

async function readDocument(file: string, host: Host): Promise<{ readonly file: string; readonly text: string }> {
  const text = await host.files.read(file).catch((error: unknown) => {
    throw new ConfigError(`${file} cannot be read`, [{ path: '', file, message: (error as Error).message }]);
  });
  if (text === undefined) {
    throw new ConfigError(`${file} cannot be read`, [{ path: '', file, message: 'there is no such file' }]);
  }
  return { file, text };
}

/** A skipped addon is stored as disabled, so that an upgrade does not install it (kubeadm 1.36.3). */
function withSkippedAddons(spec: InitSpec, skipPhases: readonly string[]): InitSpec {
  const skips = (name: string): boolean => skipPhases.includes('addon') || skipPhases.includes(`addon/${name}`);
  const { cluster } = spec;
  return {
    ...spec,
    cluster: {
      ...cluster,
      dns: { ...cluster.dns, disabled: cluster.dns.disabled || skips('coredns') },
      proxy: { ...cluster.proxy, disabled: cluster.proxy.disabled || skips('kube-proxy') },
    },
  };
}

/**
 * `init`, whole or a single phase: loads the configuration and hands it to the engine with everything that it works
 * with. Failures are thrown; words about progress go to the reporter.
 */
export async function runInit(
  invocation: WorkflowInvocation,
  surroundings: Surroundings,
): Promise<RunResult<InitSpec>> {
  const { host, reporter, signal } = surroundings;
  const hook = killHook(host.process.env);
  const { configFile, overrides, options } = invocation;
  const document = configFile === undefined ? {} : { document: await readDocument(configFile, host) };
  const loaded = loadInitSpec({
    program: options.program,
    ...document,
    overrides: [
      ...overrides,
      ...(invocation.ignorePreflightErrors.length === 0
        ? []
        : [
            {
              path: 'InitConfiguration.nodeRegistration.ignorePreflightErrors',
              value: invocation.ignorePreflightErrors,
              flag: 'ignore-preflight-errors',
            },
          ]),
    ],
    options,
  });
  for (const { path, message, file, line } of loaded.warnings) {
    const where = file === undefined ? '' : `${file}${line === undefined ? '' : `:${line}`}: `;
    reporter.emit({
      kind: 'note',
      note: { level: 'warning', text: `${where}${path === '' ? '' : `${path}: `}${message}` },
    });
  }
  const skipPhases = invocation.skipPhases.length > 0 ? invocation.skipPhases : loaded.spec.skipPhases;
  const spec = withSkippedAddons(loaded.spec, skipPhases);
  for (const { message } of recommendations(spec)) {
    reporter.emit({ kind: 'note', note: { level: 'warning', text: message } });
  }
  const dryRunDirectory = host.process.env['KUBEADM_INIT_DRYRUN_DIR'];
  const parts: EngineParts<InitSpec> = {
    host,
    reporter,
    judges,
    operation: operationNamed,
    resolveInputs: async (unresolved, inputs, machine, previous) => {
      const found = await resolveInputs(unresolved, inputs, machine, previous);
      // Some rules can judge only what is known now: the version, the node's name, the address.
      const checked = loaded.checkResolved(found.spec);
      if (inputs.has('kubernetes-version') && invocation.selection.kind === 'all') {
        const text = `Using Kubernetes version: ${checked.spec.cluster.kubernetesVersion}`;
        reporter.emit({ kind: 'note', phase: 'init', note: { level: 'info', text } });
      }
      return { ...found, spec: checked.spec, warnings: [...found.warnings, ...checked.warnings] };
    },
    observeNode,
    carryOutLooks,
    runChecks: findingsOf,
    lookAtProbe,
    diagnose,
    canonicalSpec: (value) => canonicalJson(value),
    ...(hook === undefined ? {} : { hook }),
  };
  return runWorkflow(parts, {
    workflow: init,
    selection: invocation.selection,
    skipPhases: invocation.selection.kind === 'all' ? skipPhases : [],
    spec,
    ignorePreflightErrors: spec.nodeRegistration.ignorePreflightErrors,
    dryRun: invocation.dryRun ?? spec.dryRun,
    ...(dryRunDirectory ? { dryRunDirectory } : {}),
    apiTimeoutMs: spec.timeouts.kubernetesAPICall,
    signal,
  });
}
