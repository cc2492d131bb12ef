import type { EngineParts } from '../engine/parts.ts';
import { diagnose } from '../observe/diagnose.ts';
import { carryOutLooks } from '../observe/looks.ts';
import { observeNode } from '../observe/node-facts.ts';
import { findingsOf } from '../observe/preflight/check-sets.ts';
import { lookAtProbe } from '../observe/probe.ts';
import { watchStart } from '../observe/startup/watch-start.ts';
import { operationNamed } from '../operations/registry.ts';
import { judgeCertificate, judgeCertificateAuthority, judgeKeyPair, judgeKubeconfig } from '../pki/same-when.ts';
import { type Judges, judgeBytes, judgeExists } from '../plan/judge.ts';
import { canonicalJson } from '../spec/canonical-json.ts';
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

/** What the engine works with in every workflow; how inputs are resolved is each command's own. */
export function engineBase({ host, reporter }: Surroundings): Omit<EngineParts<InitSpec>, 'resolveInputs'> {
  const hook = killHook(host.process.env);
  return {
    host,
    reporter,
    judges,
    operation: operationNamed,
    observeNode,
    carryOutLooks,
    runChecks: findingsOf,
    lookAtProbe,
    diagnose,
    watchStart,
    canonicalSpec: (value) => canonicalJson(value),
    ...(hook === undefined ? {} : { hook }),
  };
}
