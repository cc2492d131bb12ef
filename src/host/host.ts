import type { Clock } from './clock.ts';
import type { Cris } from './cri.ts';
import type { Etcds } from './etcd.ts';
import type { Exec } from './exec.ts';
import type { Files } from './files.ts';
import type { KubeApis } from './kube-api.ts';
import type { Mounts } from './mounts.ts';
import type { Net } from './net.ts';
import type { Random } from './random.ts';
import type { ServiceManager } from './service-manager.ts';
import type { StandardInput } from './standard-input.ts';

/** The outside as small interfaces, together. Composed in main; tests compose fakes. */
export interface Host {
  readonly files: Files;
  readonly mounts: Mounts;
  readonly exec: Exec;
  readonly net: Net;
  readonly clock: Clock;
  readonly random: Random;
  readonly kube: KubeApis;
  readonly cri: Cris;
  readonly etcd: Etcds;
  readonly services: ServiceManager;
  readonly stdin: StandardInput;
  readonly process: {
    readonly pid: number;
    readonly uid: number;
    readonly env: { readonly [name: string]: string | undefined };
  };
}
