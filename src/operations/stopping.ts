import { Aborted } from '../errors.ts';
import type { OperationContext } from './operation.ts';

/** Ends an operation here when the run is to stop. */
export function stopIfAsked({ signal }: Pick<OperationContext, 'signal'>): void {
  if (signal.aborted) throw new Aborted('stopped', { signal: String(signal.reason) });
}

/** A pause that ends with the run. */
export async function pause(ms: number, context: Pick<OperationContext, 'host' | 'signal'>): Promise<void> {
  await context.host.clock.sleep(ms, context.signal).catch((error: unknown) => {
    stopIfAsked(context);
    throw error;
  });
}
