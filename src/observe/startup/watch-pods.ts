import type { Cri, CriContainer, CriSandbox } from '../../host/cri.ts';
import type { Host } from '../../host/host.ts';
import { manifestPath, type StaticPodName } from '../../spec/paths.ts';
import { allLines } from '../container-log.ts';
import { fatalLine } from './fatal-line.ts';
import { lostElections } from './lost-elections.ts';
import type { Exit, PodView, RuntimeView } from './picture.ts';
import { watchedPods } from './watched-pods.ts';

const namespace = 'kube-system';
const shownLines = 10;
/** Bytes. */
const longestLog = 1024 * 1024;

/** A Pod before the kubelet's complaints are added to it. */
export type PodSeen = Omit<PodView, 'complaints'>;

export interface PodsWatch {
  look(): Promise<{ readonly runtime: RuntimeView; readonly pods: readonly PodSeen[] }>;
  close(): void;
}

/** Watches the static Pods of this machine through the container runtime, and the runtime itself. */
export function watchPods(host: Host, criSocket: string): PodsWatch {
  const { files, clock } = host;
  let cri: Cri | undefined;
  let silentSince: number | undefined;
  /** By container; the kubelet removes older ones. */
  const exits = new Map<string, Exit & { readonly component: string; readonly podUid: string }>();
  /** Components without a manifest, and when that was seen first. */
  const absent = new Map<StaticPodName, number>();

  async function noteExit(asked: Cri, { id, name, podUid, attempt }: CriContainer): Promise<void> {
    const { exitCode, reason, message, finishedAt, logPath } = await asked.containerStatus(id);
    const words = (await allLines(logPath, files)) ?? [];
    const special = reason === '' || reason === 'Error' || reason === 'Completed' ? '' : ` (${reason})`;
    exits.set(id, {
      id,
      component: name,
      podUid,
      attempt,
      at: finishedAt > 0 ? finishedAt : clock.now(),
      how: `exit code ${exitCode}${special}`,
      // One that was stopped has not ended because of the last thing it complained about.
      why: exitCode === 0 ? '' : fatalLine(words.length > 0 ? words : [message]),
      words: words.length > 0 ? lastOnes(words) : [message].filter((line) => line !== ''),
    });
  }

  /** A long log is of a member that has run for long; reading it again and again would cost more than it tells. */
  async function elections(asked: Cri, id: string): Promise<readonly number[]> {
    const status = await asked.containerStatus(id).catch(() => undefined);
    const log = status && (await files.stat(status.logPath).catch(() => undefined));
    if (status === undefined || log === undefined || log.size > longestLog) return [];
    return lostElections((await allLines(status.logPath, files)) ?? []);
  }

  async function lookAtPod(
    asked: Cri,
    component: StaticPodName,
    listed: readonly CriContainer[],
    sandboxes: readonly CriSandbox[],
  ): Promise<PodSeen> {
    const manifest = await files.read(manifestPath(component)).catch(() => undefined);
    if (manifest !== undefined) absent.delete(component);
    else if (!absent.has(component)) absent.set(component, clock.now());
    const absentSince = absent.get(component);
    const sandbox = newest(
      sandboxes.filter(({ name, namespace: space }) => space === namespace && name.startsWith(`${component}-`)),
    );
    const ours = listed.filter(({ name, podUid }) => name === component && (!sandbox || podUid === sandbox.uid));
    for (const container of ours) {
      // One that was removed since the list was made says nothing any more.
      if (container.state === 'exited' && !exits.has(container.id)) await noteExit(asked, container).catch(() => {});
    }
    const last = newest(ours);
    const runs = last?.state === 'running';
    const reference = imageOf(manifest, component);
    // The kubelet's complaint about an image outlives the image's absence; a name that is none is nowhere.
    const present = !runs && reference !== undefined && (await asked.hasImage(reference).catch(() => false));
    return {
      component,
      wanted: manifest !== undefined,
      ...(absentSince !== undefined && { absentSince }),
      ...(!runs && reference !== undefined && { image: { reference, present } }),
      sandbox: sandbox?.state ?? 'none',
      ...(last !== undefined && {
        container: { state: last.state, attempt: last.attempt, startedAt: last.createdAt },
      }),
      exits: [...exits.values()]
        .filter((exit) => exit.component === component && (!sandbox || exit.podUid === sandbox.uid))
        .toSorted((a, b) => a.at - b.at),
      lostElections: component === 'etcd' && runs ? await elections(asked, last.id) : [],
    };
  }

  async function runtimeService(): Promise<RuntimeView['service']> {
    const name = serviceOf(criSocket);
    const run = name === undefined ? undefined : await host.services.run(name).catch(() => undefined);
    return name === undefined || run === undefined ? undefined : { name, state: run.state };
  }

  return {
    async look() {
      cri ??= host.cri.connect(criSocket);
      const asked = cri;
      try {
        const [containers, sandboxes] = await Promise.all([asked.containers(), asked.sandboxes()]);
        silentSince = undefined;
        const listed = containers.filter(({ podNamespace }) => podNamespace === namespace);
        const pods = await Promise.all(watchedPods.map((component) => lookAtPod(asked, component, listed, sandboxes)));
        const waits = pods.some(({ wanted, sandbox }) => wanted && sandbox !== 'ready');
        const hasSandboxImage = waits ? await findSandboxImage(asked) : undefined;
        return {
          runtime: { answers: true, why: '', ...(hasSandboxImage !== undefined && { hasSandboxImage }) },
          pods,
        };
      } catch (error) {
        silentSince ??= clock.now();
        const why = error instanceof Error ? error.message : String(error);
        const service = await runtimeService();
        return { runtime: { answers: false, why, silentSince, ...(service !== undefined && { service }) }, pods: [] };
      }
    },
    close() {
      cri?.close();
      cri = undefined;
    },
  };
}

/** Undefined when the runtime does not tell which image that is. */
async function findSandboxImage(cri: Cri): Promise<boolean | undefined> {
  const { sandboxImage } = await cri.status();
  return sandboxImage === undefined ? undefined : cri.hasImage(sandboxImage);
}

function newest<T extends { readonly createdAt: number }>(entries: readonly T[]): T | undefined {
  return entries.toSorted((a, b) => b.createdAt - a.createdAt)[0];
}

/** Programs that do not know a flag list all they know; the line that says so may stand before or behind that. */
function lastOnes(words: readonly string[]): readonly string[] {
  const spoken = words.filter((line) => line.trim() !== '' && !/^\s+(?:--|kube:)|^Usage:|flags:$/.test(line));
  return (spoken.length > 0 ? spoken : words).slice(-shownLines);
}

function imageOf(manifest: string | undefined, component: string): string | undefined {
  if (manifest === undefined) return undefined;
  const images = [...manifest.matchAll(/^\s*(?:- )?image:\s*["']?([^\s"']+)/gm)].map(([, image]) => image!);
  return images.find((image) => image.includes(`/${component}:`)) ?? images[0];
}

/** The unit behind a well-known socket. */
function serviceOf(criSocket: string): string | undefined {
  const name = /\/(containerd|crio|cri-dockerd)\.sock$/.exec(criSocket)?.[1];
  return name === 'cri-dockerd' ? 'cri-docker' : name;
}
