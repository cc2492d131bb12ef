import type { EngineParts } from '../engine/parts.ts';
import { diagnose } from '../observe/diagnose.ts';
import { carryOutLooks } from '../observe/looks.ts';
import { observeNode } from '../observe/node-facts.ts';
import { findingsOf } from '../observe/preflight/check-sets.ts';
import { lookAtProbe } from '../observe/probe.ts';
import { watchStart } from '../observe/startup/watch-start.ts';
import { operationNamed } from '../operations/registry.ts';
import { canonicalJson } from '../spec/canonical-json.ts';
import type { InitSpec } from '../spec/types.ts';
import { judges } from './judges.ts';
import { killHook } from './kill-hook.ts';
import type { Surroundings } from './run-init.ts';

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
