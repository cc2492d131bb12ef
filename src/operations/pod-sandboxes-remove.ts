import type { Cri, CriSandbox } from '../host/cri.ts';
import type { JsonObject } from '../plan/json.ts';
import type { Operation, OperationContext } from './operation.ts';
import { pause, stopIfAsked } from './stopping.ts';

export interface PodSandboxesRemoveInput extends JsonObject {
  readonly criSocket: string;
  /** Only the static Pods of these components; all Pods unless said. */
  readonly components?: readonly string[];
}

/** As often as kubeadm tries each (1.36.3). */
const tries = 5;
const pauseMs = 500;
/** So many at a time: stopping one waits for its processes and for the plugins of the network. */
const together = 8;

function chosen(found: readonly CriSandbox[], { components }: PodSandboxesRemoveInput): readonly CriSandbox[] {
  if (components === undefined) return found;
  // The kubelet puts the name of the Node behind that of a static Pod.
  const isOne = (name: string) => components.some((component) => name.startsWith(`${component}-`));
  return found.filter(({ namespace, name }) => namespace === 'kube-system' && isOne(name));
}

/**
 * Stops and removes every Pod that the container runtime has. What does not work is told: a runtime that is gone has
 * nothing running, and files can be removed all the same (kubeadm).
 */
export const podSandboxesRemove: Operation<PodSandboxesRemoveInput> = {
  name: 'pod-sandboxes-remove',
  describe: ({ components }) =>
    components === undefined
      ? 'stop and remove every Pod of the container runtime'
      : `stop and remove the static Pods of ${components.join(', ')}`,

  async look(input, { host }) {
    const cri = host.cri.connect(input.criSocket);
    try {
      const found = chosen(await cri.sandboxes(), input);
      return found.length === 0
        ? { verdict: 'keep', reason: 'there is none' }
        : { verdict: 'do', reason: found.map(nameOf).sort().join(', ') };
    } catch (error) {
      return { verdict: 'unknown', reason: messageOf(error) };
    } finally {
      cri.close();
    }
  },

  async act(input, context) {
    const cri = context.host.cri.connect(input.criSocket);
    try {
      const all = await cri.sandboxes().catch((error: unknown) => {
        context.progress(
          `the container runtime cannot be asked for its Pods, which may still run: ${messageOf(error)}`,
        );
        return undefined;
      });
      if (all === undefined) return;
      const found = chosen(all, input);
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
