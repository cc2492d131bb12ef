import type { Exit, Picture, PodView } from '../../../src/observe/startup/picture.ts';

/** The moment of every picture; milliseconds since the epoch. */
export const now = Date.UTC(2026, 0, 15, 12);

/** Seconds ago. */
export const ago = (seconds: number): number => now - seconds * 1000;

/** Ends of a container with these last words, so many seconds ago. */
export function ends(why: string, ...secondsAgo: readonly number[]): readonly Exit[] {
  return secondsAgo.map((seconds, attempt) => ({
    id: `c${attempt}`,
    attempt,
    at: ago(seconds),
    how: 'exit code 1',
    why,
    words: [why],
  }));
}

/** A Pod that the kubelet has not begun with, unless said. */
export function pod(component: string, more: Partial<PodView> = {}): PodView {
  return {
    component,
    wanted: true,
    sandbox: 'none',
    exits: [],
    complaints: [],
    lostElections: [],
    ...more,
  };
}

/** One that runs. */
export function running(component: string, more: Partial<PodView> = {}): PodView {
  const container = { state: 'running', attempt: 0, startedAt: ago(20) } as const;
  return pod(component, { sandbox: 'ready', container, ...more });
}

/** One whose newest container has ended. */
export function crashed(component: string, exits: readonly Exit[]): PodView {
  const container = { state: 'exited', attempt: exits.length - 1, startedAt: exits.at(-1)!.at } as const;
  return pod(component, { sandbox: 'ready', container, exits });
}

/** A machine where everything runs but what is said; watched for a minute. */
export function picture(
  pods: readonly PodView[],
  more: { readonly [field in keyof Picture]?: Picture[field] } = {},
): Picture {
  const well = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'].map((name) => running(name));
  return {
    at: now,
    since: ago(60),
    addresses: ['127.0.0.1', '172.30.0.11'],
    runtime: { answers: true, why: '' },
    kubelet: { run: { state: 'running', id: 'k1' }, stateSince: ago(60), exits: [], complaints: [] },
    pods: new Map([...well, ...pods].map((each) => [each.component, each])),
    remoteEtcd: [],
    ...more,
  };
}
