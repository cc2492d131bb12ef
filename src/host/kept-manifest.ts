import { createHash } from 'node:crypto';
import type { Cri, CriContainer } from './cri.ts';
import type { Host } from './host.ts';

/** The manifest of a static Pod as it was before another took its place. */
export interface KeptManifest {
  /** The file that it is kept in. */
  readonly kept: string;
  /** Digest of its text. */
  readonly digest: string;
  /** The kubelet makes it from the manifest, so the same manifest gets the same again; '' when no container ran. */
  readonly podUid: string;
}

const folder = '/var/lib/tsadm/static-pods';

/** Where it is noted, so that a later try of a run can tell a new Pod from the old one. */
export function keptManifestNote(component: string): string {
  return `${folder}/${component}.json`;
}

/** Digest of a manifest's text. */
export function manifestDigest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** What was noted; undefined when nothing was, or nothing that can be read. */
export async function readKeptManifest(
  component: string,
  { files }: Pick<Host, 'files'>,
): Promise<KeptManifest | undefined> {
  try {
    const note = JSON.parse((await files.read(keptManifestNote(component))) ?? '{}') as Partial<KeptManifest>;
    const { kept, digest, podUid } = note;
    return kept === undefined || digest === undefined || podUid === undefined ? undefined : { kept, digest, podUid };
  } catch {
    return undefined;
  }
}

/** Notes it. */
export async function noteKeptManifest(
  component: string,
  note: KeptManifest,
  { files }: Pick<Host, 'files'>,
): Promise<void> {
  const text = `${JSON.stringify({ schema: 1, ...note })}\n`;
  await files.write(keptManifestNote(component), text, { mode: 0o600, directoryMode: 0o700 });
}

/** The running container of a static Pod; the newest while an old one has not ended yet. */
export async function runningStaticPod(component: string, cri: Cri): Promise<CriContainer | undefined> {
  const found = (await cri.containers()).filter(
    ({ name, podNamespace, state }) => name === component && podNamespace === 'kube-system' && state === 'running',
  );
  return found.toSorted((a, b) => b.createdAt - a.createdAt)[0];
}

/**
 * Whether the container that runs is of the Pod of the manifest that is there: not of the one that was kept, unless that is
 * there again.
 * @returns what is to be seen, as one line
 */
export async function staticPodRuns(
  component: string,
  manifest: string,
  criSocket: string,
  host: Pick<Host, 'files' | 'cri'>,
): Promise<{ readonly ok: boolean; readonly seen: string }> {
  const [text, note] = await Promise.all([host.files.read(manifest), readKeptManifest(component, host)]);
  const cri = host.cri.connect(criSocket);
  try {
    const running = await runningStaticPod(component, cri);
    if (running === undefined) return { ok: false, seen: `no container of ${component} runs` };
    const isOld =
      note !== undefined &&
      text !== undefined &&
      running.podUid === note.podUid &&
      manifestDigest(text) !== note.digest;
    return isOld
      ? { ok: false, seen: `the old ${component} still runs` }
      : { ok: true, seen: `${component} runs in Pod ${running.podUid}` };
  } catch (error) {
    return { ok: false, seen: error instanceof Error ? error.message : String(error) };
  } finally {
    cri.close();
  }
}
