import type { Host } from '../../host/host.ts';
import type { StartWatch } from '../../plan/start-watch.ts';
import { judgeStart } from './judge-start.ts';
import type { Picture } from './picture.ts';
import { remoteEtcds } from './remote-etcd.ts';
import { type KubeletWatch, watchKubelet } from './watch-kubelet.ts';
import { type PodsWatch, watchPods } from './watch-pods.ts';

/** Several waits that look at the same moment share a picture. */
const freshMs = 500;

/**
 * Begins to watch: from now on what ends counts, what ended before is only told.
 * @param corrected what follows when a configuration that is to blame has been corrected, as the end of a sentence
 */
export function watchStart(host: Host, corrected?: string): StartWatch {
  const since = host.clock.now();
  const kubelet: KubeletWatch = watchKubelet(host);
  const pods = new Map<string, PodsWatch>();
  const taken = new Map<string, { readonly at: number; readonly picture: Promise<Picture> }>();

  function podsOf(criSocket: string): PodsWatch {
    const known = pods.get(criSocket) ?? watchPods(host, criSocket);
    pods.set(criSocket, known);
    return known;
  }

  async function take(criSocket: string): Promise<Picture> {
    const asked = criSocket === '' ? undefined : podsOf(criSocket);
    const [kubeletSeen, podsSeen, remoteEtcd] = await Promise.all([
      kubelet.look(),
      asked?.look(),
      criSocket === '' ? [] : remoteEtcds(host),
    ]);
    const { view, complaints } = kubeletSeen;
    const runtime = podsSeen?.runtime;
    return {
      at: host.clock.now(),
      since,
      addresses: host.net.addresses().map(({ address }) => address),
      ...(runtime !== undefined && { runtime }),
      kubelet: view,
      pods: new Map(
        (podsSeen?.pods ?? []).map((pod) => [pod.component, { ...pod, complaints: complaints(pod.component) }]),
      ),
      remoteEtcd,
      ...(corrected !== undefined && { corrected }),
    };
  }

  return {
    async look(awaited, criSocket, forFile = false) {
      const now = host.clock.monotonic();
      const last = taken.get(criSocket);
      const current = last !== undefined && now - last.at < freshMs ? last : { at: now, picture: take(criSocket) };
      taken.set(criSocket, current);
      return judgeStart(await current.picture, awaited, forFile);
    },
    close() {
      for (const each of pods.values()) each.close();
    },
  };
}
