import type { EngineParts } from '../engine/parts.ts';
import { diagnose } from '../observe/diagnose.ts';
import { carryOutLooks } from '../observe/looks.ts';
import { observeNode } from '../observe/node-facts.ts';
import { findingsOf } from '../observe/preflight/check-sets.ts';
import { lookAtProbe } from '../observe/probe.ts';
import { resolveInputs } from '../observe/resolve-inputs.ts';
import { operationNamed } from '../operations/registry.ts';
import { judgeCertificate, judgeCertificateAuthority, judgeKeyPair, judgeKubeconfig } from '../pki/same-when.ts';
import { type Judges, judgeBytes, judgeExists } from '../plan/judge.ts';
import { canonicalJson } from '../spec/canonical-json.ts';
import type { LoadedInit } from '../spec/load-init.ts';
import type { InitSpec } from '../spec/types.ts';
import { killHook } from './kill-hook.ts';
import type { Surroundings } from './run-init.ts';

const judges: Judges = {
  bytes: judgeBytes,
  exists: judgeExists,
  certificate: judgeCertificate,
  'certificate-authority': judgeCertificateAuthority,
  'key-pair': judgeKeyPair,
  kubeconfig: judgeKubeconfig,
};

/**
 * What the engine works with in workflows over an InitSpec.
 * @param onVersion told the version that was found, when a phase reads it
 */
export function initEngine(
  loaded: LoadedInit,
  { host, reporter }: Surroundings,
  onVersion: (version: string) => void = () => {},
): EngineParts<InitSpec> {
  const hook = killHook(host.process.env);
  return {
    host,
    reporter,
    judges,
    operation: operationNamed,
    resolveInputs: async (unresolved, inputs, machine, previous) => {
      const found = await resolveInputs(unresolved, inputs, machine, previous);
      // Some rules can judge only what is known now: the version, the node's name, the address.
      const checked = loaded.checkResolved(found.spec);
      if (inputs.has('kubernetes-version')) onVersion(checked.spec.cluster.kubernetesVersion);
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
}
