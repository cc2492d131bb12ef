import { EffectError } from '../errors.ts';
import { copyAtBoot, endCopyAtBoot } from '../host/boot-copy.ts';
import type { Cri } from '../host/cri.ts';
import { readKeptManifest, runningStaticPod } from '../host/kept-manifest.ts';
import type { JsonObject } from '../plan/json.ts';
import { kubeletIsStopped } from './kubelet-service.ts';
import type { Operation, OperationContext } from './operation.ts';
import { pause } from './stopping.ts';

export interface StaticPodStopInput extends JsonObject {
  readonly component: string;
  readonly manifest: string;
  /** Where the manifest is kept; from there it comes back when the Pod does not end. */
  readonly kept: string;
  /** The file with which a boot puts it back, as long as it is away (host/boot-copy.ts). */
  readonly bootEntry: string;
  readonly criSocket: string;
  /** How long it may take to end; milliseconds. */
  readonly timeoutMs: number;
  /** A component that hangs without this one, and is ended with it; the kubelet starts it again. '' for none. */
  readonly takesAlong: string;
  /** Answers with 200 when it is well. One that is not has nothing to bring to an end, and is not given the time for it. */
  readonly healthUrl: string;
  /** A copy of its data that an earlier try has made; it is none of the data that this Pod leaves, and goes. */
  readonly formerCopy?: string;
}

const intervalMs = 50;
/** Its endpoint is on this machine. */
const answerMs = 2_000;
/** Between two looks at the kubelet's service. */
const lookAgainMs = 2_000;
/** Nothing that it has begun can come to an end any more. */
const graceSeconds = 1;
/** The kubelet clears up behind a Pod every 2 s. */
const clearedMs = 8_000;

/**
 * Ends a static Pod by taking its manifest away, and waits until the kubelet has cleared up behind it: a manifest that
 * comes before that is put off for 10 to 15 s (kubelet 1.35 to 1.37). The kubelet also waits for the API server, to delete
 * the Pod's mirror; one without its etcd does not answer for 34 s, so it is ended as well and refuses at once.
 */
export const staticPodStop: Operation<StaticPodStopInput> = {
  name: 'static-pod-stop',
  describe: ({ component }) => `end ${component} by taking its manifest away`,

  async look({ component, manifest, criSocket }, { host }) {
    if ((await host.files.stat(manifest)) !== undefined) return { verdict: 'do' };
    const cri = host.cri.connect(criSocket);
    try {
      const running = await runningStaticPod(component, cri);
      return running === undefined ? { verdict: 'keep', reason: 'ended before' } : { verdict: 'do' };
    } catch (error) {
      return { verdict: 'unknown', reason: error instanceof Error ? error.message : String(error) };
    } finally {
      cri.close();
    }
  },

  async act(input, context) {
    const { files } = context.host;
    const hurried = !(await isWell(input.healthUrl, context));
    if (await kubeletIsStopped(context)) throw kubeletStopped(input.component);
    if (input.formerCopy !== undefined) await files.remove(input.formerCopy);
    const { bootEntry: entry, kept: from, manifest: to } = input;
    await copyAtBoot({ entry, from, to }, context.host).catch((error: Error) => {
      context.progress(`a boot in the next seconds would not put the manifest back: ${error.message}`);
    });
    await files.remove(input.manifest);
    try {
      await ends(input, context, hurried);
    } catch (error) {
      const old = await files.read(input.kept);
      if (old !== undefined) {
        await files.write(input.manifest, old, { mode: 0o600, directoryMode: 0o700 });
        await endCopyAtBoot({ entry }, context.host);
      }
      throw error;
    }
  },

  inverse: { none: 'the effect that kept the manifest puts it back' },
};

async function isWell(url: string, { host }: OperationContext): Promise<boolean> {
  const answer = await host.net.httpGet(url, { timeoutMs: answerMs, insecure: true, direct: true });
  return 'status' in answer && answer.status === 200;
}

/** Ends the container of a static Pod, if there is one; the kubelet starts it again unless its manifest is gone. */
async function end(component: string, cri: Cri): Promise<void> {
  const running = await runningStaticPod(component, cri);
  if (running !== undefined) await cri.stopContainer(running.id, graceSeconds);
}

function kubeletStopped(component: string): EffectError {
  return new EffectError(
    `${component} is not replaced: the kubelet does not run`,
    {},
    { hint: 'systemctl start kubelet; why it was stopped: journalctl -u kubelet -n 50' },
  );
}

/** What is to end, and how. */
export interface EndingPod {
  readonly component: string;
  readonly criSocket: string;
  readonly timeoutMs: number;
  readonly takesAlong: string;
}

/**
 * Waits until a static Pod whose manifest is gone has ended and is cleared up.
 * @throws Error when it still runs after the time
 */
export async function ends(input: EndingPod, context: OperationContext, hurried: boolean): Promise<void> {
  const { component, criSocket, timeoutMs, takesAlong } = input;
  const { host } = context;
  // What is ended here, nobody would start again.
  if (await kubeletIsStopped(context)) throw kubeletStopped(component);
  const cri = host.cri.connect(criSocket);
  const startedAt = host.clock.monotonic();
  let nextLook = lookAgainMs;
  try {
    // As long as somebody is connected, etcd takes seconds to end.
    if (takesAlong !== '') await end(takesAlong, cri);
    if (hurried) await end(component, cri);
    for (;;) {
      const running = await runningStaticPod(component, cri);
      if (running === undefined) break;
      const waitedMs = host.clock.monotonic() - startedAt;
      if (waitedMs >= timeoutMs) {
        throw new Error(`${component} still runs ${timeoutMs / 1000} s after its manifest was taken away`);
      }
      if (waitedMs >= nextLook) {
        if (await kubeletIsStopped(context)) throw kubeletStopped(component);
        nextLook = waitedMs + lookAgainMs;
      }
      await pause(intervalMs, context);
    }
  } finally {
    cri.close();
  }
  const podUid = (await readKeptManifest(component, host))?.podUid ?? '';
  const endedAt = host.clock.monotonic();
  while (podUid !== '' && host.clock.monotonic() - endedAt < clearedMs) {
    if ((await host.files.stat(`/var/lib/kubelet/pods/${podUid}`)) === undefined) return;
    await pause(intervalMs, context);
  }
}
