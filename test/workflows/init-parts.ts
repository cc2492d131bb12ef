import { judges } from '../../src/compose/judges.ts';
import type { EngineParts } from '../../src/engine/parts.ts';
import type { RunRequest } from '../../src/engine/run-request.ts';
import { carryOutLooks } from '../../src/observe/looks.ts';
import { observeNode } from '../../src/observe/node-facts.ts';
import { resolveInputs } from '../../src/observe/resolve-inputs.ts';
import { watchStart } from '../../src/observe/startup/watch-start.ts';
import { operationNamed } from '../../src/operations/registry.ts';
import type { Event } from '../../src/plan/event.ts';
import { canonicalJson } from '../../src/spec/canonical-json.ts';
import { type InitInput, loadInitSpec } from '../../src/spec/load-init.ts';
import type { InitSpec } from '../../src/spec/types.ts';
import { init } from '../../src/workflows/init.ts';
import type { MemoryHost } from '../fakes/memory-host.ts';
import { runRequest } from './run-request.ts';

/** The real parts of `init` on a host in memory; machine checks are left to their own tests. */
export function initParts(
  host: MemoryHost,
  more: Partial<EngineParts<InitSpec>> = {},
): EngineParts<InitSpec> & { readonly events: Event[] } {
  const events: Event[] = [];
  return {
    host,
    events,
    reporter: { emit: (event) => void events.push(event) },
    judges,
    operation: operationNamed,
    resolveInputs,
    observeNode,
    carryOutLooks,
    runChecks: async () => [],
    lookAtProbe: async () => ({ ok: true, seen: '200' }),
    diagnose: async () => [],
    watchStart,
    canonicalSpec: canonicalJson,
    ...more,
  };
}

/** A configuration that needs no network. */
export function initSpecOf(text = '', overrides: InitInput['overrides'] = []): InitSpec {
  return loadInitSpec({
    program: 'tsadm',
    ...(text === '' ? {} : { document: { file: 'kubeadm.yaml', text } }),
    overrides: [
      { path: 'ClusterConfiguration.kubernetesVersion', value: 'v1.36.3', flag: 'kubernetes-version' },
      { path: 'InitConfiguration.nodeRegistration.name', value: 'cp1', flag: 'node-name' },
      {
        path: 'InitConfiguration.localAPIEndpoint.advertiseAddress',
        value: '172.30.0.11',
        flag: 'apiserver-advertise-address',
      },
      ...overrides,
    ],
  }).spec;
}

/** A request to run `init` or one of its phases. */
export function initRequest(spec: InitSpec, more: Partial<RunRequest<InitSpec>> = {}): RunRequest<InitSpec> {
  return runRequest(init, spec, more);
}
