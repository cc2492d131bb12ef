import type { Host } from '../../host/host.ts';
import type { StartWatch } from '../../plan/start-watch.ts';
import { judgeStart } from './judge-start.ts';
import type { Picture } from './picture.ts';
import { remoteEtcds } from './remote-etcd.ts';
import { type KubeletWatch, watchKubelet } from './watch-kubelet.ts';
import { type PodsWatch, watchPods } from './watch-pods.ts';

/** Several waits that look at the same moment share a picture. */
const freshMs = 500;
/** A wait begins right after the write that it is for. */
const justBeforeMs = 1_000;

/** What a watch is told of the run that it is for. */
export interface StartWatchOptions {
  /** What follows when a configuration that is to blame has been corrected, as the end of a sentence. */
  readonly corrected?: string;
  /** The run does not start the kubelet, which may have complained long ago: only what it says from now on counts. */
  readonly kubeletRanBefore?: boolean;
}

/** Begins to watch: from now on what ends counts, what ended before is only told. */
export function watchStart(host: Host, { corrected, kubeletRanBefore = false }: StartWatchOptions = {}): StartWatch {
  const since = host.clock.now();
  const kubelet: KubeletWatch = watchKubelet(host, kubeletRanBefore ? since - justBeforeMs : undefined);
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
