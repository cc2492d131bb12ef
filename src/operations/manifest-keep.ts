import { EffectError } from '../errors.ts';
import { copyAtBoot, endCopyAtBoot } from '../host/boot-copy.ts';
import {
  manifestDigest,
  noteKeptManifest,
  readKeptManifest,
  runningStaticPod,
  staticPodRuns,
} from '../host/kept-manifest.ts';
import type { JsonObject } from '../plan/json.ts';
import { copyTree } from './copy-tree.ts';
import { kubeletIsStopped } from './kubelet-service.ts';
import type { Operation, OperationContext } from './operation.ts';
import { ends } from './static-pod-stop.ts';
import { pause } from './stopping.ts';

export interface ManifestKeepInput extends JsonObject {
  /** Name of the static Pod. */
  readonly component: string;
  /** Its manifest. */
  readonly manifest: string;
  /** Where the manifest is kept. */
  readonly kept: string;
  /** The file with which a boot puts it back, as long as none is there (host/boot-copy.ts). */
  readonly bootEntry: string;
  /** Whether another one is to take its place. */
  readonly replaced: boolean;
  readonly criSocket: string;
  /** Answers with 200 when the component is well, with the manifest as it was. */
  readonly healthUrl: string;
  /** What cannot work without it and must be well again, too. */
  readonly needing?: readonly NeedingComponent[];
  /** How long the old component may take to come back; milliseconds. */
  readonly timeoutMs: number;
  /** Only of an etcd that is the one member of its cluster: its data, and where a copy of them lies if one was made. */
  readonly data?: { readonly folder: string; readonly kept: string } | null;
}

/** A component, and where it answers with 200 when it is well. */
export interface NeedingComponent extends JsonObject {
  readonly component: string;
  readonly url: string;
}

const intervalMs = 100;
/** So long the kubelet lets a container end by itself, and some more. */
const endsMs = 40_000;
/** Between two looks at the kubelet's service. */
const lookAgainMs = 2_000;
/** The endpoint is on this machine and answers at once or not at all. */
const answerMs = 5_000;
/** How long an old etcd may take on data that a newer one has had; then they are replaced by their copy. */
const etcdPatienceMs = 60_000;

/**
 * Keeps the manifest of a static Pod before another takes its place. When the run fails, it comes back, and the old
 * component is seen healthy.
 */
export const manifestKeep: Operation<ManifestKeepInput> = {
  name: 'manifest-keep',
  describe: ({ component, kept }) =>
    `keep the manifest of ${component} in ${kept}, to put it back if the new one fails`,

  async look(input, { host }) {
    if (!input.replaced) return { verdict: 'keep', reason: 'the manifest stays as it is' };
    const [note, kept, current] = await Promise.all([
      readKeptManifest(input.component, host),
      host.files.read(input.kept),
      host.files.read(input.manifest),
    ]);
    const isKept = note?.kept === input.kept && kept !== undefined && manifestDigest(kept) === note.digest;
    const isCurrent = current === undefined || (note !== undefined && manifestDigest(current) === note.digest);
    return isKept && isCurrent ? { verdict: 'keep', reason: 'kept before' } : { verdict: 'do' };
  },

  async act(input, context) {
    const { files } = context.host;
    const text = await files.read(input.manifest);
    if (text === undefined) {
      throw new EffectError(
        `there is no ${input.manifest}, so ${input.component} of this node cannot be upgraded`,
        {},
        { hint: `put the manifest back (older ones lie in ${input.kept.replace(/\/[^/]*\/[^/]*$/, '')})` },
      );
    }
    const podUid = await uidOf(input, context);
    await files.write(input.kept, text, { mode: 0o600, directoryMode: 0o700 });
    await noteKeptManifest(input.component, { kept: input.kept, digest: manifestDigest(text), podUid }, context.host);
    context.progress(`Kept the manifest of ${input.component} in ${input.kept}`);
  },

  inverse: {
    undo: putBack,
    settled: worksAsBefore,
    stays: ({ component, replaced }) =>
      replaced ? `${component} stays new: it was healthy, and its data may have gone on` : undefined,
  },
};

async function uidOf({ component, criSocket }: ManifestKeepInput, { host }: OperationContext): Promise<string> {
  const cri = host.cri.connect(criSocket);
  try {
    return (await runningStaticPod(component, cri))?.podUid ?? '';
  } finally {
    cri.close();
  }
}

async function putBack(input: ManifestKeepInput, context: OperationContext): Promise<'nothing' | 'undone'> {
  const { component, manifest, kept } = input;
  const { files } = context.host;
  const note = await readKeptManifest(component, context.host);
  if (note?.kept !== kept) return 'nothing';
  const current = await files.read(manifest);
  if (current !== undefined && manifestDigest(current) === note.digest) return 'nothing';
  const old = await files.read(kept);
  if (old === undefined) throw new Error(`${kept} is gone, so the old manifest of ${component} cannot be put back`);
  context.progress(`Putting the old manifest of ${component} back`);
  const copy = { entry: input.bootEntry, from: kept, to: manifest };
  // A full disk is no reason not to mend.
  await copyAtBoot(copy, context.host).catch((error: unknown) => context.progress(wordsOf(error)));
  await stop(input, context).catch((error: unknown) => context.progress(wordsOf(error)));
  await placeOld(input, old, context);
  await endCopyAtBoot(copy, context.host);
  return 'undone';
}

async function worksAsBefore(input: ManifestKeepInput, context: OperationContext): Promise<string> {
  const { component } = input;
  const data = input.data ?? undefined;
  const hasCopy = data !== undefined && (await context.host.files.stat(data.kept)) !== undefined;
  const patience = hasCopy ? Math.min(etcdPatienceMs, input.timeoutMs) : input.timeoutMs;
  let seen = await healthyWithin(patience, input, context);
  if (seen !== undefined && hasCopy) {
    context.progress(
      `The old ${component} does not come up with the data as they are (${seen}); their copy is put back`,
    );
    await restoreData(input, data, context);
    seen = await healthyWithin(input.timeoutMs, input, context);
  }
  if (seen !== undefined) throw new Error(`the old manifest of ${component} is back, but it is not healthy: ${seen}`);
  const { needing = [] } = input;
  for (const { component: other, url } of needing) {
    const otherSeen = await answersWithin(input.timeoutMs, url, context);
    if (otherSeen !== undefined) {
      throw new Error(`${component} is as before, but ${other} is not healthy: ${otherSeen}`);
    }
  }
  const others = listed(needing.map(({ component: other }) => other));
  const restored = `${component} is as before and healthy${others === '' ? '' : `, and so ${others}`}`;
  context.progress(restored);
  return restored;
}

/** `is a`, `are a and b`, `are a, b and c`; '' for none. */
function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  if (names.length <= 1) return last === '' ? '' : `is ${last}`;
  return `are ${names.slice(0, -1).join(', ')} and ${last}`;
}

/** What runs now is ended first, so that the kubelet does not put the old one off. */
async function stop(input: ManifestKeepInput, context: OperationContext): Promise<void> {
  const { component, manifest, criSocket } = input;
  await context.host.files.remove(manifest);
  const takesAlong = component === 'etcd' ? 'kube-apiserver' : '';
  // Who stops a run while it mends waits for the mending, or gives a second signal.
  const undisturbed = { ...context, signal: new AbortController().signal };
  await ends({ component, criSocket, timeoutMs: endsMs, takesAlong }, undisturbed, true);
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A full disk has no room for another copy; then the kept file itself is moved. */
async function placeOld({ manifest, kept }: ManifestKeepInput, old: string, { host }: OperationContext): Promise<void> {
  try {
    await host.files.write(manifest, old, { mode: 0o600, directoryMode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    await host.files.rename(kept, manifest);
  }
}

/** What its endpoint answered last, when it is not well in time. */
async function answersWithin(timeoutMs: number, url: string, context: OperationContext): Promise<string | undefined> {
  const { host } = context;
  const startedAt = host.clock.monotonic();
  for (;;) {
    const answer = await host.net.httpGet(url, { timeoutMs: answerMs, insecure: true, direct: true });
    if ('status' in answer && answer.status === 200) return undefined;
    if (host.clock.monotonic() - startedAt >= timeoutMs) {
      return `${url}: ${'error' in answer ? answer.error : `status ${answer.status}`}`;
    }
    await pause(intervalMs, { host, signal: new AbortController().signal });
  }
}

/** What was last seen, when it is not healthy in time. */
async function healthyWithin(
  timeoutMs: number,
  { component, manifest, criSocket, healthUrl }: ManifestKeepInput,
  context: OperationContext,
): Promise<string | undefined> {
  const { host } = context;
  const startedAt = host.clock.monotonic();
  let nextLook = 0;
  for (;;) {
    const runs = await staticPodRuns(component, manifest, criSocket, host);
    let seen = runs.seen;
    if (runs.ok) {
      const answer = await host.net.httpGet(healthUrl, { timeoutMs: answerMs, insecure: true, direct: true });
      if ('status' in answer && answer.status === 200) return undefined;
      seen = `${healthUrl}: ${'error' in answer ? answer.error : `status ${answer.status}`}`;
    }
    const waitedMs = host.clock.monotonic() - startedAt;
    if (waitedMs >= nextLook) {
      if (await kubeletIsStopped(context)) return 'the kubelet does not run';
      nextLook = waitedMs + lookAgainMs;
    }
    if (waitedMs >= timeoutMs) return seen;
    // Who stops a run while it mends waits for the mending, or gives a second signal.
    await pause(intervalMs, { host, signal: new AbortController().signal });
  }
}

/** Puts a copy of the kept data in the place of those that do not work, while etcd is stopped; those are moved aside. */
async function restoreData(
  input: ManifestKeepInput,
  data: { readonly folder: string; readonly kept: string },
  context: OperationContext,
): Promise<void> {
  const { files } = context.host;
  const old = (await files.read(input.manifest)) ?? (await files.read(input.kept)) ?? '';
  const aside = `${data.folder}/member.failed`;
  await stop(input, context);
  await files.remove(aside);
  await files.rename(`${data.folder}/member`, aside);
  await copyTree(data.kept, data.folder, context);
  await placeOld(input, old, context);
}
