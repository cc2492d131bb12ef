import type { Host } from '../../src/host/host.ts';
import { type FakeClock, fakeClock } from './fake-clock.ts';
import { type FakeCris, fakeCris } from './fake-cri.ts';
import { type FakeEtcds, fakeEtcds } from './fake-etcd.ts';
import { type FakeExec, type FakeProgram, fakeExec } from './fake-exec.ts';
import { type FakeKube, fakeKube } from './fake-kube-api.ts';
import { type FakeMounts, fakeMounts } from './fake-mounts.ts';
import { type FakeNet, fakeNet } from './fake-net.ts';
import { type FakeServices, fakeServices } from './fake-services.ts';
import { type FakeStandardInput, fakeStandardInput } from './fake-standard-input.ts';
import { fixedRandom } from './fixed-random.ts';
import { type MemoryFiles, memoryFiles, type Seed } from './memory-files.ts';

/** A whole machine in memory. */
export interface MemoryHost extends Host {
  readonly files: MemoryFiles;
  readonly mounts: FakeMounts;
  readonly exec: FakeExec;
  readonly net: FakeNet;
  readonly clock: FakeClock;
  readonly kube: FakeKube;
  readonly cri: FakeCris;
  readonly etcd: FakeEtcds;
  readonly services: FakeServices;
  readonly stdin: FakeStandardInput;
}

/**
 * All fakes together. It claims: nothing of the real machine is touched; a kubeconfig must lie in `files` before the API can be connected to;
 * containerd answers on its default socket; we are root.
 */
export function memoryHost(
  options: {
    readonly files?: { readonly [path: string]: Seed };
    readonly programs?: { readonly [file: string]: FakeProgram };
    readonly env?: { readonly [name: string]: string };
    readonly startsAt?: number;
    readonly seed?: string;
  } = {},
): MemoryHost {
  const files = memoryFiles(options.files);
  const clock = fakeClock(options.startsAt);
  const net = fakeNet();
  net.sockets.add('/var/run/containerd/containerd.sock');
  return {
    files,
    mounts: fakeMounts(files),
    exec: fakeExec(options.programs),
    net,
    clock,
    random: fixedRandom(options.seed),
    kube: fakeKube({ files, now: clock.now }),
    cri: fakeCris(),
    etcd: fakeEtcds(),
    services: fakeServices(),
    stdin: fakeStandardInput(),
    process: { pid: 4711, uid: 0, env: options.env ?? {} },
  };
}
