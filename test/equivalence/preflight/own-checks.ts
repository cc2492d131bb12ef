/** Checks that tsadm has and kubeadm has not (1.35.4 to 1.37.0), and what of kubeadm's looks stands in their place. */
const ownChecks: readonly RegExp[] = [/^KubeletUnit$/, /^Clock$/, /^EtcdMount$/, /^DiskSpace-/, /^RuntimeProxy$/];

/** Whether a check is one that kubeadm cannot be asked about. */
export function isOurs(name: string): boolean {
  return ownChecks.some((own) => own.test(name));
}
