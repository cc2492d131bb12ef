import type { LabNode } from './node.ts';
import { describePem } from './pem-text.ts';

/** What kubeadm writes, on control planes and workers. */
export const KUBEADM_PATHS = [
  '/etc/kubernetes',
  '/var/lib/kubelet/config.yaml',
  '/var/lib/kubelet/instance-config.yaml',
  '/var/lib/kubelet/kubeadm-flags.env',
  '/var/lib/kubelet/pki',
];

/** A file as it is compared: times and sizes are left out, they say nothing that the content does not. */
export interface CapturedFile {
  readonly kind: string;
  readonly mode: string;
  readonly owner: string;
  readonly target?: string;
  /** Text, with certificates and keys put into words (pem-text.ts) and tokens and times in names replaced. */
  readonly content?: string;
}

export type CapturedFiles = { readonly [path: string]: CapturedFile };

/**
 * Takes down what bootstrapping left on a machine. Two captures are equal (see `differences`) when both programs made
 * the same files with the same modes and owners, and each certificate and key of the same kind.
 */
export async function captureFiles(node: LabNode, paths: readonly string[] = KUBEADM_PATHS): Promise<CapturedFiles> {
  const tree = await node.listTree(...paths);
  const contents = await readAll(
    node,
    tree.filter(({ kind }) => kind === 'file').map(({ path }) => path),
  );
  const entries = tree.map(async ({ path, kind, mode, uid, gid, target }) => {
    const found = contents.get(path);
    const captured: CapturedFile = {
      kind,
      mode,
      owner: `${uid}:${gid}`,
      ...(target ? { target: withoutTimes(target) } : {}),
      ...(found ? { content: withoutTokens(await describePem(found.text, found.written)) } : {}),
    };
    return [withoutTimes(path), captured] as const;
  });
  return Object.fromEntries(numbered(await Promise.all(entries)));
}

/**
 * Files that differ in the time in their name alone are told apart by number, oldest first. Of the kubelet's own client
 * certificates only the oldest counts, which is a copy of the one it was given: whether it exchanges that for one signed
 * by the cluster before init restarts it is a race between that restart and the approval of its request, with kubeadm as
 * with tsadm, and what comes then is the kubelet's deed.
 */
function numbered(entries: readonly (readonly [string, CapturedFile])[]): readonly (readonly [string, CapturedFile])[] {
  const seen = new Map<string, number>();
  return entries.flatMap(([path, captured]) => {
    const count = (seen.get(path) ?? 0) + 1;
    seen.set(path, count);
    if (count === 1) return [[path, captured] as const];
    return path.endsWith('/kubelet-client-TIME.pem') ? [] : [[`${path} (${count})`, captured] as const];
  });
}

interface Content {
  readonly text: string;
  readonly written: Date;
}

/** All files with one command: a command costs more than a file. */
async function readAll(node: LabNode, paths: readonly string[]): Promise<ReadonlyMap<string, Content>> {
  const script = 'for f in "$@"; do stat -c %Y "$f"; base64 -w0 "$f"; echo; done';
  const lines = (await node.run('sh', '-c', script, 'sh', ...paths)).split('\n');
  const content = (index: number): Content => ({
    written: new Date(Number(lines[2 * index]) * 1000),
    text: Buffer.from(lines[2 * index + 1] ?? '', 'base64').toString('utf8'),
  });
  return new Map(paths.map((path, index) => [path, content(index)]));
}

/** `kubelet-client-2026-01-31-12-00-00.pem` and kubeadm's backup folders carry the time they were made. */
function withoutTimes(path: string): string {
  return path.replace(/\d{4}-\d{2}-\d{2}-\d{2}-\d{2}-\d{2}\d*/g, 'TIME');
}

function withoutTokens(text: string): string {
  return text.replace(/\b[a-z0-9]{6}\.[a-z0-9]{16}\b/g, 'TOKEN');
}
