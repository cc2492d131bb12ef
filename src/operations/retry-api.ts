import { TimeoutError } from '../errors.ts';
import { ApiError } from '../host/kube-api.ts';
import type { OperationContext } from './operation.ts';
import { pause, stopIfAsked } from './stopping.ts';

/** Between two tries, as kubeadm waits. */
const usualIntervalMs = 500;

/** Thrown by a try that worked but did not see what is waited for. */
export class NotYet extends Error {
  override readonly name = 'NotYet';
}

/**
 * Tries until it works or the time for API calls is over. An API server that has just come up refuses, forbids and
 * forgets for a while, so every ApiError is tried again but those that time cannot heal.
 * @throws the error itself when it cannot heal, TimeoutError with the last thing seen when time is over
 */
export async function retryApi<T>(
  awaited: string,
  context: Pick<OperationContext, 'host' | 'signal' | 'apiTimeoutMs'>,
  attempt: () => Promise<T>,
  options: { readonly forbiddenIsFinal?: boolean; readonly intervalMs?: number } = {},
): Promise<T> {
  const { clock } = context.host;
  const { intervalMs = usualIntervalMs } = options;
  const startedAt = clock.monotonic();
  for (;;) {
    stopIfAsked(context);
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof NotYet) && !canHeal(error, options)) throw error;
      const waitedMs = clock.monotonic() - startedAt;
      if (waitedMs + intervalMs > context.apiTimeoutMs) {
        const lastSeen = (error as Error).message;
        throw new TimeoutError(
          `${awaited}: not within ${context.apiTimeoutMs / 1000} s (${lastSeen})`,
          { awaited, waitedMs, lastSeen },
          { cause: error },
        );
      }
      await pause(intervalMs, context);
    }
  }
}

function canHeal(error: unknown, { forbiddenIsFinal = false }: { readonly forbiddenIsFinal?: boolean }): boolean {
  if (!(error instanceof ApiError)) return false;
  if (isForbidden(error)) return !forbiddenIsFinal;
  return !(error.status === 400 || error.status === 422 || error.reason === 'Invalid' || hasNoKubeconfig(error));
}

/** The identity may not do this. */
export function isForbidden(error: unknown): error is ApiError & { readonly status: 403 } {
  return error instanceof ApiError && error.status === 403;
}

/** Somebody made the object before. */
export function isAlreadyThere(error: unknown): error is ApiError {
  return error instanceof ApiError && error.reason === 'AlreadyExists';
}

/** The kubeconfig is missing or unusable. */
export function hasNoKubeconfig(error: unknown): error is ApiError {
  return error instanceof ApiError && error.reason === 'NoKubeconfig';
}
