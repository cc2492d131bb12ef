import { Readable } from 'node:stream';
import type { Json } from '../plan/json.ts';
import type { Host } from './host.ts';
import { nodeClock } from './node-clock.ts';
import { nodeCris } from './node-cri.ts';
import { nodeEtcds } from './node-etcd.ts';
import { nodeExec } from './node-exec.ts';
import { nodeFiles } from './node-files.ts';
import { nodeKubeApis } from './node-kube-api.ts';
import { nodeMounts } from './node-mounts.ts';
import { nodeNet } from './node-net.ts';
import { nodeRandom } from './node-random.ts';
import { nodeServiceManager } from './node-service-manager.ts';
import { nodeStandardInput } from './node-standard-input.ts';
import type { Random } from './random.ts';

/** This machine, or what lies below `root` (--rootfs). Nothing is opened until it is used. */
export function nodeHost(options: {
  readonly root?: string;
  readonly env: { readonly [name: string]: string | undefined };
  /** The one YAML reader, handed in because host/ imports only plan/. */
  readonly readYaml: (text: string) => Json;
  /** Where answers to questions come from; without it, nobody answers. */
  readonly stdin?: () => Readable;
  /** Dice that have been thrown already. */
  readonly random?: Random;
}): Host {
  const { root = '', env, readYaml, stdin = () => Readable.from([]), random = nodeRandom() } = options;
  const files = nodeFiles({ root });
  const exec = nodeExec({ root, env });
  return {
    files,
    mounts: nodeMounts({ root, exec: nodeExec({ env }) }),
    exec,
    net: nodeNet({ root, env, files }),
    clock: nodeClock(),
    random,
    kube: nodeKubeApis({ files, env, readYaml }),
    cri: nodeCris({ root }),
    etcd: nodeEtcds({ files }),
    services: nodeServiceManager(exec),
    stdin: nodeStandardInput(stdin),
    process: { pid: process.pid, uid: process.getuid?.() ?? -1, env },
  };
}
