/** The names that the program answers to. */
export type ProgramName = 'tsadm' | 'kubeadm';

/** The name the program was called with: `kubeadm` through a link of that name, else `tsadm`. */
export function programName(scriptPath: string | undefined): ProgramName {
  return /(?:^|[\\/])kubeadm(?:\.c?js)?$/.test(scriptPath ?? '') ? 'kubeadm' : 'tsadm';
}
