import { UsageError } from '../errors.ts';
import type { Host } from '../host/host.ts';
import { adminKubeconfig } from '../spec/paths.ts';

/**
 * The kubeconfig of commands that can be given anywhere: the one that was named; else the first that is there of
 * those in $KUBECONFIG, ~/.kube/config and admin.conf (kubeadm 1.36.3).
 * @throws UsageError when there is none
 */
export async function findKubeconfig(given: string | undefined, { files, process }: Host): Promise<string> {
  if (given) return given;
  const { KUBECONFIG = '', HOME = '' } = process.env;
  const listed = KUBECONFIG.split(':').filter((path) => path !== '');
  const own = HOME === '' ? [] : [`${HOME}/.kube/config`];
  for (const path of [...(listed.length > 0 ? listed : own), adminKubeconfig]) {
    if ((await files.stat(path))?.kind === 'file') return path;
  }
  const looked =
    listed.length > 0 ? `in ${listed.join(', ')} ($KUBECONFIG)` : `at ${[...own, adminKubeconfig].join(' or ')}`;
  throw new UsageError(`there is no kubeconfig ${looked}`, { hint: 'name one with --kubeconfig' });
}
