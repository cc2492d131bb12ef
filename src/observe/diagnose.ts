import type { Evidence } from '../errors.ts';
import type { Host } from '../host/host.ts';
import { manifestPath } from '../spec/paths.ts';
import { diagnoseKubelet, kubeletSaysAbout } from './diagnose-kubelet.ts';
import { diagnoseStaticPod } from './diagnose-static-pod.ts';
import { likelyCauses } from './likely-causes.ts';

/**
 * Gathers what is known about a component that does not come up: the kubelet, or the name of a static Pod. The first
 * piece names causes that the logs leave no doubt about.
 * @param criSocket empty when no runtime is to be asked
 */
export async function diagnose(component: string, criSocket: string, host: Host): Promise<readonly Evidence[]> {
  const gathered = await (component === 'kubelet' ? diagnoseKubelet(host) : ofComponent(component, criSocket, host));
  const causes = likelyCauses(gathered.flatMap(({ lines }) => lines));
  return causes.length === 0 ? gathered : [{ title: 'likely cause', lines: causes }, ...gathered];
}

async function ofComponent(component: string, criSocket: string, host: Host): Promise<readonly Evidence[]> {
  const [pod, kubelet] = await Promise.all([
    criSocket === '' ? [] : diagnoseStaticPod(component, criSocket, host),
    kubeletSaysAbout(component, host),
  ]);
  // An API server without etcd exits and says little about why; the reason is etcd's.
  const etcd =
    component === 'kube-apiserver' && criSocket !== '' && (await host.files.stat(manifestPath('etcd'))) !== undefined
      ? await diagnoseStaticPod('etcd', criSocket, host)
      : [];
  return [...pod, ...etcd, ...kubelet];
}
