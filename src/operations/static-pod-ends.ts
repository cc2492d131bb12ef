import type { OperationContext } from './operation.ts';
import { pause } from './stopping.ts';

const intervalMs = 100;

/**
 * Waits until no container of a static Pod runs, whose manifest is gone.
 * @throws Error when one still runs after `timeoutMs`
 */
export async function containerEnds(
  component: string,
  criSocket: string,
  timeoutMs: number,
  context: OperationContext,
): Promise<void> {
  const { host } = context;
  const cri = host.cri.connect(criSocket);
  const startedAt = host.clock.monotonic();
  try {
    for (;;) {
      const running = (await cri.containers()).filter(
        ({ name, podNamespace, state }) => name === component && podNamespace === 'kube-system' && state === 'running',
      );
      if (running.length === 0) return;
      if (host.clock.monotonic() - startedAt >= timeoutMs) {
        throw new Error(
          `${component} still runs ${timeoutMs / 1000} s after its manifest was taken away: does the kubelet run?`,
        );
      }
      await pause(intervalMs, context);
    }
  } finally {
    cri.close();
  }
}
