import type { Difference } from './difference.ts';

/** A place where tsadm may differ from kubeadm, and why that is right. */
export interface AllowedDifference {
  readonly path: RegExp;
  readonly cause: string;
}

/** At most 15. What is random or a time is taken out before (machine-files.ts, cluster-objects.ts), and is not here. */
export const allowedDifferences: readonly AllowedDifference[] = [
  {
    path: /^cp[23] › \/etc\/kubernetes\/tmp\/kubeadm-backup-etcd-/,
    cause:
      'kubeadm copies the data of an etcd that runs, of each member; tsadm those of a stopped etcd that is alone in its cluster, since a member of several must never go back to a copy, and gets its data from the others',
  },
  {
    path: /^files › \/etc\/kubernetes\/tmp\/kubeadm-backup-etcd-TIME\/etcd › owner$/,
    cause:
      'with the gate RootlessControlPlane the data are those of a user, and so is their copy, with which etcd then could start again; kubeadm gives its copy to root',
  },
];

/** What is left of the differences when the allowed ones are taken away. */
export function unexpected(found: readonly Difference[]): readonly Difference[] {
  return found.filter(({ path }) => !allowedDifferences.some((allowed) => allowed.path.test(path)));
}
