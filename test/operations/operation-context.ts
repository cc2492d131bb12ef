import type { OperationContext } from '../../src/operations/operation.ts';
import type { Secret } from '../../src/plan/secret.ts';
import { type MemoryHost, memoryHost } from '../fakes/memory-host.ts';

/** A context on a machine in memory that keeps what an operation says. */
export interface TestContext extends OperationContext {
  readonly host: MemoryHost;
  readonly said: string[];
  /** What it said only until it said more. */
  readonly passed: string[];
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
  const passed: string[] = [];
  return {
    host: options.host ?? memoryHost({ files: { '/admin.conf': 'x', '/super-admin.conf': 'x' } }),
    progress: (text, passing) => (passing === undefined ? said : passed).push(text),
    signal: options.signal ?? new AbortController().signal,
    apiTimeoutMs: 10_000,
    secrets: options.secrets ?? {},
    said,
    passed,
  };
}
