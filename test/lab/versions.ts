/** What one Kubernetes release runs with. Upgrades read the version an image answers with, so tags must be true. */
export interface Release {
  readonly kubernetes: string;
  /** Also the start of the image tag: `3.6.8` is served as `registry.k8s.io/etcd:3.6.8-0`. */
  readonly etcd: string;
  readonly coredns: string;
  readonly pause: string;
}

export const RELEASES: readonly Release[] = [
  { kubernetes: 'v1.35.4', etcd: '3.6.6', coredns: '1.13.1', pause: '3.10.1' },
  { kubernetes: 'v1.36.3', etcd: '3.6.8', coredns: '1.14.2', pause: '3.10.2' },
  { kubernetes: 'v1.37.0', etcd: '3.7.0', coredns: '1.14.6', pause: '3.10.2' },
];

export const DEFAULT_VERSION = 'v1.36.3';

/** The release of that name; an unknown one is a mistake of the caller. */
export function release(version: string): Release {
  const found = RELEASES.find((candidate) => candidate.kubernetes === version);
  if (!found) throw new Error(`the lab knows ${RELEASES.map((r) => r.kubernetes).join(', ')}; not ${version}`);
  return found;
}
