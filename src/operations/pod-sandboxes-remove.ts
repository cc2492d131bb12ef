import type { Cri, CriSandbox } from '../host/cri.ts';
import type { JsonObject } from '../plan/json.ts';
import type { Operation, OperationContext } from './operation.ts';
import { pause, stopIfAsked } from './stopping.ts';

export interface PodSandboxesRemoveInput extends JsonObject {
  readonly criSocket: string;
}

/** As often as kubeadm tries each (1.36.3). */
const tries = 5;
const pauseMs = 500;
/** So many at a time: stopping one waits for its processes and for the plugins of the network. */
const together = 8;

/**
 * Stops and removes every Pod that the container runtime has. What does not work is told: a runtime that is gone has
 * nothing running, and files can be removed all the same (kubeadm).
 */
export const podSandboxesRemove: Operation<PodSandboxesRemoveInput> = {
  name: 'pod-sandboxes-remove',
  describe: () => 'stop and remove every Pod of the container runtime',

  async look({ criSocket }, { host }) {
    const cri = host.cri.connect(criSocket);
    try {
      const found = await cri.sandboxes();
      return found.length === 0
        ? { verdict: 'keep', reason: 'there is none' }
        : { verdict: 'do', reason: found.map(nameOf).sort().join(', ') };
    } catch (error) {
      return { verdict: 'unknown', reason: messageOf(error) };
    } finally {
      cri.close();
    }
  },

  async act({ criSocket }, context) {
    const cri = context.host.cri.connect(criSocket);
    try {
      const found = await cri.sandboxes().catch((error: unknown) => {
        context.progress(
          `the container runtime cannot be asked for its Pods, which may still run: ${messageOf(error)}`,
        );
        return undefined;
      });
      if (found === undefined) return;
      const waiting = [...found];
      const failures: string[] = [];
      const work = async (): Promise<void> => {
        for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
          const failure = await remove(next, cri, context);
          if (failure !== undefined) failures.push(`${nameOf(next)}: ${failure}`);
        }
      };
      await Promise.all(Array.from({ length: together }, work));
      const removed = found.length - failures.length;
      if (removed > 0) context.progress(`Stopped and removed ${removed} ${removed === 1 ? 'Pod' : 'Pods'}`);
      if (failures.length > 0) context.progress(`these Pods could not be removed: ${failures.sort().join('; ')}`);
    } finally {
      cri.close();
    }
  },

  inverse: { none: 'the kubelet starts Pods anew, and these had what is lost with them' },
};

/** Why it could not be removed. */
async function remove({ id }: CriSandbox, cri: Cri, context: OperationContext): Promise<string | undefined> {
  for (let attempt = 1; ; attempt++) {
    stopIfAsked(context);
    try {
      await cri.stopSandbox(id);
      await cri.removeSandbox(id);
      return undefined;
    } catch (error) {
      if (attempt === tries) return messageOf(error);
      await pause(pauseMs, context);
    }
  }
}

function nameOf({ namespace, name, id }: CriSandbox): string {
  return name === '' ? id : `${namespace}/${name}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
