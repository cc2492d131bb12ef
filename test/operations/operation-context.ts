import type { OperationContext } from '../../src/operations/operation.ts';
import type { Secret } from '../../src/plan/secret.ts';
import { type MemoryHost, memoryHost } from '../fakes/memory-host.ts';

/** A context on a machine in memory that keeps what an operation says. */
export interface TestContext extends OperationContext {
  readonly host: MemoryHost;
  readonly said: string[];
}

/** A context whose API calls may take ten seconds of fake time. */
export function operationContext(
  options: {
    readonly host?: MemoryHost;
    readonly secrets?: { readonly [name: string]: Secret };
    readonly signal?: AbortSignal;
  } = {},
): TestContext {
  const said: string[] = [];
  return {
    host: options.host ?? memoryHost({ files: { '/admin.conf': 'x', '/super-admin.conf': 'x' } }),
    progress: (text) => said.push(text),
    signal: options.signal ?? new AbortController().signal,
    apiTimeoutMs: 10_000,
    secrets: options.secrets ?? {},
    said,
  };
}
